import Corpus
import Embeddings
import Imaging

/// What all panes look at: the collection, the query, the adapters and dimensions, the selection, and every vector that
/// is known. A pane changes this and its own state, never the state of another pane.
struct Subject: Sendable {
  let model: ModelDescription
  var collection: ItemCollection
  /// What `~` stands for in a path.
  let homeDirectory: String?

  /// The adapter that ranks the items.
  var task: EmbeddingTask
  /// The adapters compared with it.
  var marked: Set<EmbeddingTask> = []
  /// How many components of the vectors are compared.
  var dimensions: Int
  /// What is typed; `nil` while it is blank.
  var query: QueryKey?

  /// The items whose neighbors were asked for, the current one last; empty while the query ranks the items.
  var neighborPath: [Int] = []
  /// The item that the user chose; `nil` stands for the first one listed.
  var chosen: Int?
  /// Which items are listed, and in which order; `nil` while all are listed as they are ranked.
  var arrangement: ItemArrangement?
  /// The score from which items are counted; `nil` for none.
  var threshold: Float?
  /// The two items under the crosshair of the similarities; `nil` where its row is not an item.
  var crosshair: ItemPair?
  /// Which score the dimensions are compared for.
  var scored = Scored.query

  /// Why items cannot be embedded, by item.
  var failures: [Int: String] = [:]
  var vectors: VectorStore
  /// The items' vectors, ready to be compared.
  var tables = Derived<TablesQuestion, ItemTables>()
  /// The items by score.
  var ranking = Derived<RankingQuestion, ItemRanking>()
  /// The pictures that were looked at.
  var pictures: PictureCache

  /// Two items, by their indices.
  struct ItemPair: Hashable, Sendable {
    var row: Int
    var column: Int
  }

  /// Two things whose similarity is followed through the dimensions.
  enum Scored: Hashable, Sendable {
    /// The query, or the item whose neighbors are listed, and the selected item.
    case query
    /// The two items under the crosshair when it was moved last.
    case items(ItemPair)
  }

  /// What items are ranked against.
  enum Reference: Hashable, Sendable {
    case query(QueryKey)
    /// An item whose neighbors are listed, by its index.
    case item(Int)
  }

  init(
    model: ModelDescription, collection: ItemCollection, task: EmbeddingTask, dimensions: Int,
    homeDirectory: String? = nil, pictureDecoder: ImageDecoder = ImageDecoder()
  ) {
    self.model = model
    self.collection = collection
    self.homeDirectory = homeDirectory
    self.task = task
    self.dimensions = dimensions
    vectors = VectorStore(itemCount: collection.items.count)
    pictures = PictureCache(decoder: pictureDecoder)
  }
}

extension Subject {
  var items: [CorpusItem] { collection.items }
  var identifiers: [String] { collection.identifiers }
  var names: [String] { collection.names }

  /// The current adapter and the marked ones, in the checkpoint's order.
  var shownTasks: [EmbeddingTask] { model.tasks.filter { $0 == task || marked.contains($0) } }

  /// How many items have a vector under the current adapter.
  var embeddedCount: Int { vectors.count(under: task) }

  /// What the items are ranked against: the item whose neighbors are listed, else the query.
  var reference: Reference? { neighborPath.last.map { .item($0) } ?? query.map { .query($0) } }

  /// The vector of a query or an item under a task; `nil` before it is computed.
  func vector(of reference: Reference, under task: EmbeddingTask) -> SingleVector? {
    switch reference {
    case .query(let key): vectors.query(key, under: task)
    case .item(let item): vectors.item(item, under: task)
    }
  }

  /// The vectors of a query or an item under several tasks, as far as they are computed.
  func vectors(of reference: Reference, under tasks: [EmbeddingTask]) -> [EmbeddingTask: SingleVector] {
    var known: [EmbeddingTask: SingleVector] = [:]
    for task in tasks { known[task] = vector(of: reference, under: task) }
    return known
  }

  /// The ranking, if it belongs to the reference and adapter on the screen. It may still be that of other dimensions.
  var shownRanking: ItemRanking? {
    guard let question = ranking.answered?.question, question.current == task else { return nil }
    switch question.reference {
    case .query(let key): return neighborPath.isEmpty && key.role == query?.role ? ranking.answer : nil
    case .item(let item): return neighborPath.last == item ? ranking.answer : nil
    }
  }

  /// The two things whose score the dimensions are compared for; `nil` if there are none.
  var scoredPair: (reference: Reference, item: Int)? {
    if case .items(let pair) = scored { return (.item(pair.row), pair.column) }
    if let reference, let item = selectedItem { return (reference, item) }
    guard items.count > 1 else { return nil }
    let pair = crosshair ?? ItemPair(row: 0, column: 1)
    return (.item(pair.row), pair.column == pair.row ? (pair.row + 1) % items.count : pair.column)
  }
}

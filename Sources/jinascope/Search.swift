import Corpus
import Embeddings
import StrictJSON

/// What items are ranked by.
enum SearchQuery {
  /// A text.
  case text(String)
  /// An item of the collection, by its id.
  case item(id: String)

  /// Whether it has to be embedded.
  var isText: Bool { if case .text = self { true } else { false } }

  /// What reports call it.
  var name: String {
    switch self {
    case .text(let text): text
    case .item(let id): id
    }
  }
}

/// A query and a collection under the same tasks: what `search`, `sweep` and `compare` start from.
struct Search {
  /// The query's vector under each task.
  let queries: [SingleVector]
  let collection: EmbeddedCollection

  /// Embeds a text in the role of a query, and `items` as passages unless they say otherwise. An item that is the query
  /// is compared as it is, in its own role, and ranks first.
  init(
    _ query: SearchQuery, in items: [CorpusItem], with engine: any Embedder, under tasks: [EmbeddingTask]
  ) async throws {
    switch query {
    case .text(let text):
      queries = try await Self.embed(text, with: engine, under: tasks).map(\.vector)
      collection = try await EmbeddedCollection(embedding: items, with: engine, under: tasks, role: .passage)
    case .item(let id):
      guard items.contains(where: { ExactString($0.id) == ExactString(id) }) else { throw InputError.noItem(id: id) }
      let collection = try await EmbeddedCollection(embedding: items, with: engine, under: tasks, role: .passage)
      // A picture that cannot be read may have been left out meanwhile.
      guard let place = collection.items.firstIndex(where: { ExactString($0.id) == ExactString(id) }) else {
        throw InputError.noItem(id: id)
      }
      queries = tasks.map { collection.table($0).vector(place) }
      self.collection = collection
    }
  }

  /// Embeds a query in its role, and says where it was cut.
  fileprivate static func embed(
    _ query: String, with engine: any Embedder, under tasks: [EmbeddingTask], wantsTokens: Bool = false
  ) async throws -> [EmbeddingResult] {
    let request = EmbeddingRequest(.text(query, .query), tasks: tasks, wantsMultiVector: wantsTokens)
    do {
      let results = try await engine.shownResults(of: [request])[0]
      EmbeddedCollection.remarkTruncation(of: "the query", results[0])
      return results
    } catch let failure as RequestFailure { throw InputError.query(reason: failure.reason) }
  }
}

/// Items with the score of their late interaction with a query.
struct LateInteractionSearch {
  let collection: EmbeddedCollection
  /// The scores, in the order of the items.
  let scores: [Float]

  /// Embeds `query` in the role of a query, and `items` as passages unless they say otherwise. The token vectors of an
  /// item are forgotten when it has its score.
  ///
  /// - Throws: `RequestError.noProjector` where the model has no multi-vectors.
  init(_ query: String, in items: [CorpusItem], with engine: any Embedder, under task: EmbeddingTask) async throws {
    let result = try await Search.embed(query, with: engine, under: [task], wantsTokens: true)[0]
    guard let tokens = result.multiVector else { throw RequestError.noProjector(model: engine.model.name) }
    var scores: [ExactString: Float] = [:]
    collection = try await EmbeddedCollection(
      embedding: items, with: engine, under: [task], role: .passage,
      readTokens: { scores[ExactString(items[$0].id)] = MaxSim.scores(of: tokens, in: [$1])[0] })
    self.scores = collection.items.map { scores[ExactString($0.id)] ?? 0 }
  }
}

extension EmbeddedCollection {
  /// The items' vectors under a task they were embedded under.
  func table(_ task: EmbeddingTask) -> VectorTable {
    guard let table = tables[task] else { preconditionFailure("the collection was not embedded under \(task)") }
    return table
  }

  /// The similarity of each item with `query` under a task, at a dimension.
  func scores(of query: SingleVector, task: EmbeddingTask, dimensions: Int) -> [Float] {
    table(task).scores(of: query, dimensions: dimensions)
  }
}

extension Embedder {
  /// The task of that name, or the checkpoint's first.
  func task(named name: String?) throws -> TaskName {
    try TaskName(name ?? model.tasks[0].name, among: model.tasks)
  }
}

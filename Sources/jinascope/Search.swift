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
  /// The vectors of the query's tokens under the first task; `nil` unless they were asked for.
  let queryTokens: MultiVector?
  let collection: EmbeddedCollection

  /// Embeds a text in the role of a query, and `items` as passages unless they say otherwise. An item that is the query
  /// is compared as it is, in its own role, and ranks first.
  init(
    _ query: SearchQuery, in items: [CorpusItem], with engine: any Embedder, under tasks: [EmbeddingTask],
    wantsTokens: Bool = false
  ) async throws {
    switch query {
    case .text(let text):
      let request = EmbeddingRequest(.text(text, .query), tasks: tasks, wantsMultiVector: wantsTokens)
      let results: [EmbeddingResult]
      do { results = try await engine.shownResults(of: [request])[0] } catch let failure as RequestFailure {
        throw InputError.query(reason: failure.reason)
      }
      EmbeddedCollection.remarkTruncation(of: "the query", results[0])
      queries = results.map(\.vector)
      queryTokens = results[0].multiVector
      if wantsTokens && queryTokens == nil { throw RequestError.noProjector(model: engine.model.name) }
      collection = try await EmbeddedCollection(
        embedding: items, with: engine, under: tasks, role: .passage, wantsTokens: wantsTokens)
    case .item(let id):
      guard items.contains(where: { ExactString($0.id) == ExactString(id) }) else { throw InputError.noItem(id: id) }
      let collection = try await EmbeddedCollection(
        embedding: items, with: engine, under: tasks, role: .passage, wantsTokens: wantsTokens)
      // A picture that cannot be read may have been left out meanwhile.
      guard let place = collection.items.firstIndex(where: { ExactString($0.id) == ExactString(id) }) else {
        throw InputError.noItem(id: id)
      }
      queries = tasks.map { collection.table($0).vector(place) }
      queryTokens = wantsTokens ? collection.tokens[place] : nil
      self.collection = collection
    }
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

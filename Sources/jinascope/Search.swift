import Corpus
import EmbeddingEngine
import Embeddings

/// A query and a collection under the same tasks: what `search`, `sweep` and `compare` start from.
struct Search {
  /// The query's vector under each task.
  let queries: [SingleVector]
  /// The vectors of the query's tokens under the first task; `nil` unless they were asked for.
  let queryTokens: MultiVector?
  let collection: EmbeddedCollection

  /// Embeds `query` in the role of a query, and `items` as passages unless they say otherwise.
  init(
    _ query: String, in items: [CorpusItem], with engine: EmbeddingEngine, under tasks: [EmbeddingTask],
    wantsTokens: Bool = false
  ) async throws {
    let request = EmbeddingRequest(.text(query, .query), tasks: tasks, wantsMultiVector: wantsTokens)
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

extension EmbeddingEngine {
  /// The task of that name, or the checkpoint's first.
  nonisolated func task(named name: String?) throws -> TaskName {
    try TaskName(name ?? model.tasks[0].name, among: model.tasks)
  }
}

import Corpus
import Embeddings

/// A collection with the vectors of its items and of its judged queries, ready to be evaluated under several tasks.
struct JudgedQueries {
  let judged: JudgedCollection
  let collection: EmbeddedCollection
  /// The queries' vectors, by task.
  let tables: [EmbeddingTask: VectorTable]

  /// Embeds the items as passages and the queries in their roles, each under all of `tasks`; a query that is an item has
  /// the item's vector.
  ///
  /// - Throws: `InputError.noJudgedQuery` where there is nothing to ask.
  init(
    _ judgments: Judgments, in items: [CorpusItem], with engine: any Embedder, under tasks: [EmbeddingTask]
  ) async throws {
    let known = JudgedCollection(judgments, items: items)
    for remark in known.remarks { Destination.remark("jinascope: \(known.name): \(remark)") }
    guard !known.queries.isEmpty else { throw InputError.noJudgedQuery(name: judgments.name) }
    // Queries that nobody judged need no vectors.
    let asked = Set(known.queries.compactMap(\.item))
    let needed = items.indices.filter { !known.queryItems.contains($0) || asked.contains($0) }
    let collection = try await EmbeddedCollection(
      embedding: needed.map { items[$0] }, with: engine, under: tasks, role: .passage)
    // Of the items that are left by now: pictures that cannot be read are gone.
    let judged = JudgedCollection(judgments, items: collection.items)
    let written = judged.queries.indices.filter { judged.queries[$0].item == nil }
    let results = try await engine.shownResults(of: written.map { judged.queries[$0].request(under: tasks) })
    let places = Dictionary(uniqueKeysWithValues: written.enumerated().map { ($0.element, $0.offset) })
    for (query, result) in zip(written, results) {
      EmbeddedCollection.remarkTruncation(of: "query \(judged.queries[query].id)", result[0])
    }
    var tables: [EmbeddingTask: VectorTable] = [:]
    for (place, task) in tasks.enumerated() {
      let vectors = judged.queries.indices.map { query in
        judged.queries[query].item.map { collection.table(task).vector($0) }
          ?? results[places[query] ?? 0][place].vector
      }
      tables[task] = VectorTable(vectors)
    }
    self.judged = judged
    self.collection = collection
    self.tables = tables
  }

  /// What is relevant, by the rows of the collection.
  var judgments: [QueryJudgments] { judged.judgments(rows: Array(collection.items.indices)) }

  /// The search for all queries under a task.
  func search(under task: EmbeddingTask, ties: TieOrder) -> JudgedSearch {
    JudgedSearch(
      queries: tables[task] ?? VectorTable([]), items: collection.table(task), identifiers: collection.identifiers,
      judgments: judgments, unranked: judged.queryItems, ties: ties)
  }

  /// Every dimension under every task, with progress on standard error.
  func cells(under tasks: [EmbeddingTask], at dimensions: [Int], ties: TieOrder) throws -> [Evaluation.Cell] {
    let progress = ProgressLine()
    defer { progress.clear() }
    let total = tasks.count * judged.queries.count
    return try tasks.enumerated().flatMap { place, task in
      let rankings = try search(under: task, ties: ties).rankings(at: dimensions) { finished in
        let done = place * judged.queries.count + finished
        progress.show { ProgressLine.text("ranking", done, of: total, "queries", elapsed: $0) }
      }
      return Evaluation.cells(of: task, dimensions: dimensions, rankings: rankings)
    }
  }
}

extension JudgedCollection.Query {
  /// Asks for the query's vectors under tasks.
  func request(under tasks: [EmbeddingTask], wantsMultiVector: Bool = false) -> EmbeddingRequest {
    EmbeddingRequest(content.content(role: role), tasks: tasks, wantsMultiVector: wantsMultiVector)
  }
}

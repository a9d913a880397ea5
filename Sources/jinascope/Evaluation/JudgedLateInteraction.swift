import Corpus
import Embeddings

extension JudgedQueries {
  /// Items whose tokens are compared at once.
  private static let groupSize = 256

  /// All queries with all items by late interaction under a task. Token vectors of the queries are held, those of the items
  /// are forgotten group by group.
  ///
  /// - Throws: `RequestError.noProjector` where the model has no multi-vectors.
  func lateInteractionCell(
    under task: EmbeddingTask, with engine: any Embedder, ties: TieOrder
  ) async throws -> Evaluation.Cell {
    guard engine.model.multiVectorDimension != nil else { throw RequestError.noProjector(model: engine.model.name) }
    let queries = try await engine.shownResults(
      of: judged.queries.map { $0.request(under: [task], wantsMultiVector: true) }
    ).map { results in
      guard let tokens = results[0].multiVector else { throw RequestError.noProjector(model: engine.model.name) }
      return tokens
    }
    var scores = [[Float]](repeating: Array(repeating: -.infinity, count: collection.items.count), count: queries.count)
    var group: [(item: Int, tokens: MultiVector)] = []
    var bytes = 0
    func compare() {
      for (query, tokens) in queries.enumerated() {
        for (found, score) in zip(group, MaxSim.scores(of: tokens, in: group.map(\.tokens))) {
          scores[query][found.item] = score
        }
      }
      group = []
    }
    _ = try await EmbeddedCollection(
      embedding: collection.items, with: engine, under: [task], role: .passage,
      readTokens: { item, tokens in
        group.append((item, tokens))
        bytes += tokens.values.count * MemoryLayout<Float>.size
        if group.count == Self.groupSize { compare() }
      })
    compare()
    let judgments = judgments
    let rankings = judged.queries.indices.map { query in
      JudgedRanking(
        scores: scores[query], identifiers: collection.identifiers, judgments[query], unranked: judged.queryItems,
        ties: ties)
    }
    return Evaluation.Cell(
      task: task, scoring: .lateInteraction, bytes: bytes / max(1, collection.items.count), rankings: rankings)
  }
}

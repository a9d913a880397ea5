import Corpus
import Embeddings

extension LateInteraction {
  /// Embeds `query` in the role of a query, and `item` as a passage unless it says otherwise, and compares them token by
  /// token.
  ///
  /// - Throws: `RequestError.noProjector` where the model has no multi-vectors.
  init(_ query: String, with item: CorpusItem, engine: any Embedder, task: EmbeddingTask) async throws {
    let role = try item.askedRole(among: engine.model.tasks) ?? .passage
    let contents = [EmbeddingRequest.Content.text(query, .query), item.content(role: role)]
    let results: [EmbeddingResult]
    do {
      results = try await engine.shownResults(
        of: contents.map { EmbeddingRequest($0, tasks: [task], wantsMultiVector: true) }
      ).map { $0[0] }
    } catch let failure as RequestFailure {
      throw failure.request == 0
        ? InputError.query(reason: failure.reason) : InputError.item(item, reason: failure.reason)
    }
    let sides = results.compactMap { result in result.multiVector.map { TokenVectors(vectors: $0, image: result.image) }
    }
    guard sides.count == 2 else { throw RequestError.noProjector(model: engine.model.name) }
    let prompts = contents.map { engine.promptTokens(of: $0, task: task) }
    try self.init(query: sides[0], prompts[0], item: sides[1], prompts[1])
  }
}

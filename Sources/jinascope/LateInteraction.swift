import Corpus
import EmbeddingEngine
import Embeddings

/// A query and one item, token by token.
struct LateInteraction {
  let query: String
  let task: EmbeddingTask
  let item: CorpusItem
  let queryTokens: MultiVector
  let itemTokens: MultiVector
  /// How the picture was read; `nil` of a text.
  let image: ImageReading?
  private let queryPieces: [TokenPiece]
  private let itemPieces: [TokenPiece]?

  /// Embeds `query` in the role of a query, and `item` as a passage unless it says otherwise.
  ///
  /// - Throws: `RequestError.noProjector` where the model has no multi-vectors.
  init(_ query: String, with item: CorpusItem, engine: EmbeddingEngine, task: EmbeddingTask) async throws {
    let role = try item.askedRole(among: engine.model.tasks) ?? .passage
    let requests = [EmbeddingRequest.Content.text(query, .query), item.content(role: role)].map {
      EmbeddingRequest($0, tasks: [task], wantsMultiVector: true)
    }
    let results: [EmbeddingResult]
    do {
      results = try await engine.shownResults(of: requests).map { $0[0] }
    } catch let failure as ImageFailure {
      throw InputError.item(place: item.place, reason: failure.reason)
    }
    guard let queryTokens = results[0].multiVector, let itemTokens = results[1].multiVector else {
      throw RequestError.noProjector(model: engine.model.name)
    }
    self.query = query
    self.task = task
    self.item = item
    self.queryTokens = queryTokens
    self.itemTokens = itemTokens
    image = results[1].image
    queryPieces = engine.tokenize(query, role: .query, task: task)
    itemPieces =
      switch item.content {
      case .text(let text): engine.tokenize(text, role: role, task: task)
      case .image: nil
      }
  }

  /// The tokens of the query's own words; all where it has none.
  var ownTokens: Range<Int> {
    Array(queryPieces.prefix(queryTokens.tokens)).ownTokens(behind: Prompt.prefix(role: .query, task: task))
  }

  /// What is printed of it.
  func report() -> LateInteractionReport {
    LateInteractionReport(
      query: query, task: task, itemID: item.id, queryPieces: queryPieces, itemPieces: itemPieces, image: image,
      interaction: MaxSim(query: queryTokens, item: itemTokens))
  }
}

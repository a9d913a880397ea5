import Corpus
import Embeddings

extension ExplorerState {
  /// What the inspector compares token by token; `nil` while it shows the item itself, or has nothing to compare.
  var interactionQuestion: InteractionQuestion? {
    guard interaction.isShown, layout.content(of: .inspector) != nil, model.multiVectorDimension != nil,
      let key = query.key, let item = selectedItem
    else { return nil }
    return InteractionQuestion(query: key, item: item, task: task)
  }

  /// The comparison on the screen; `nil` until it is there.
  var shownInteraction: Interaction? {
    guard let question = interactionQuestion, interaction.answer.answered?.question == question else { return nil }
    return try? interaction.answer.answer?.get()
  }

  /// Why there is no comparison, as a sentence; `nil` where there is one.
  var interactionSentence: String? {
    if model.multiVectorDimension == nil { return RequestError.noProjector(model: model.name).description }
    guard let question = interactionQuestion else {
      return "Late interaction compares the query's tokens with the item's: press i and type a query."
    }
    if let stopped = interaction.stopped, stopped.question == question { return stopped.sentence }
    guard interaction.answer.answered?.question == question else { return "The tokens are being embedded …" }
    if case .failure(let failure)? = interaction.answer.answer { return failure.description }
    return nil
  }

  /// Has the vectors of the tokens computed that are needed, of this one pair alone, then the pair compared. The
  /// embedding of the collection stops for it and goes on afterwards.
  mutating func requestInteraction() -> [Effect] {
    guard let question = interactionQuestion, query.pending == nil, interaction.stopped?.question != question else {
      guard !interaction.pending.isEmpty else { return [] }
      end(.tokenVectors)
      return [.cancel(.tokenVectors)]
    }
    let missing = question.sides.filter { interaction[$0] == nil }
    if missing.isEmpty { return interaction.answer.ask(question, revision: 0).map { [.interact($0)] } ?? [] }
    if interaction.pending.isSuperset(of: missing) { return [] }
    interaction.pending = Set(missing)
    interaction.stopped = nil
    jobs[.tokenVectors] = Job(kind: .tokenVectors)
    guard jobs[.items] != nil else { return [.embedTokens(missing)] }
    end(.items)
    return [.cancel(.items), .embedTokens(missing)]
  }

  /// Notes that the tokens that are being embedded are not to be asked for again.
  mutating func stopInteraction(_ sentence: String) {
    if let question = interactionQuestion { interaction.stopped = (question, sentence) }
  }

  /// The request for the token vectors of a side.
  func request(for side: TokenSide) -> EmbeddingRequest {
    switch side.content {
    case .query(let key): EmbeddingRequest(content(of: key), tasks: [side.task], wantsMultiVector: true)
    case .item(let item):
      EmbeddingRequest(items[item].request(tasks: []).content, tasks: [side.task], wantsMultiVector: true)
    }
  }

  /// Goes through the tokens, or scrolls the item.
  mutating func moveInInspector(by rows: Int) {
    if interaction.isShown {
      interaction.row = max(0, interaction.row + rows)
    } else if let content = layout.content(of: .inspector) {
      inspectorLine = max(0, min(inspectorLine + rows, InspectorPane(state: self).lastScroll(in: content)))
    }
  }

  /// Keeps the selected row inside of the list.
  mutating func settleInteraction() {
    guard let shown = shownInteraction else { return }
    interaction.row = clamped(interaction.row, to: shown.queryTokens.count + InteractionState.summaryRows)
  }
}

extension Interaction {
  /// Compares the two sides, whose requests name the tokens of texts.
  init(
    _ question: InteractionQuestion, query: (TokenVectors, EmbeddingRequest), item: (TokenVectors, EmbeddingRequest),
    embedder: any Embedder
  ) throws(Failure) {
    func tokens(_ request: EmbeddingRequest) -> QueryTokens? {
      guard case .text(let text, let role) = request.content else { return nil }
      return embedder.tokens(TokensQuestion(query: QueryKey(text: text, role: role), task: question.task))
    }
    try self.init(query: query.0, tokens(query.1), item: item.0, tokens(item.1))
  }
}

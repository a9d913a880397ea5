import Embeddings

/// The late interaction of the query with the selected item: what of it is shown, and what is known.
struct LateInteractionState: Sendable {
  /// How a picture and the similarities over it are shown.
  enum Display: String, CaseIterable, Sendable {
    case blend, similarities, image
  }

  /// Whether the inspector shows it in place of the item.
  var isShown = false
  /// The selected row: the largest of the query's own tokens, their mean, then each token.
  var row = 0
  var display = Display.blend
  /// The comparison, or why there is none.
  var comparison = Derived<LateInteractionQuestion, Result<LateInteraction, LateInteraction.Failure>>()

  /// Rows above those of the tokens.
  static let summaryRows = 2
  /// Numbers of token vectors that are remembered: 64 MB.
  static let rememberedNumbers = 1 << 24

  // The two that are being compared stay, however long they are.
  private var vectors = BoundedCache<TokenSide, TokenVectors>(limit: rememberedNumbers, keepingLast: 2)

  /// The token vectors of a side, where they are known.
  subscript(side: TokenSide) -> TokenVectors? { vectors[side] }

  /// Forgets the token vectors of all items.
  mutating func forgetItems() {
    vectors.removeAll { side, _ in if case .item = side.content { true } else { false } }
  }

  /// Keeps the token vectors of a side.
  mutating func insert(_ new: TokenVectors, for side: TokenSide) {
    vectors.insert(new, for: side, cost: new.vectors.values.count)
  }
}

extension LateInteractionState {
  /// What is compared token by token; `nil` while the item itself is shown, or there is nothing to compare.
  func question(_ subject: Subject) -> LateInteractionQuestion? {
    guard isShown, subject.model.multiVectorDimension != nil, let query = subject.query,
      let item = subject.selectedItem
    else { return nil }
    return LateInteractionQuestion(query: query, item: item, task: subject.task)
  }

  /// The comparison on the screen; `nil` until it is there.
  func shown(_ subject: Subject) -> LateInteraction? {
    guard let question = question(subject), comparison.answered?.question == question else { return nil }
    return try? comparison.answer?.get()
  }

  /// Why there is no comparison, as a sentence; `nil` if there is one.
  ///
  /// - Parameter stop: what stopped the embedding of the tokens.
  func sentence(_ subject: Subject, stop: String?) -> String? {
    let model = subject.model
    if model.multiVectorDimension == nil { return RequestError.noProjector(model: model.name).description }
    guard let question = question(subject) else {
      return "Late interaction compares the query's tokens with the item's: press i and type a query."
    }
    if let stop { return stop }
    guard comparison.answered?.question == question else { return "The tokens are being embedded …" }
    if case .failure(let failure)? = comparison.answer { return failure.description }
    return nil
  }

  /// Keeps the selected row inside of the list.
  mutating func settle(_ subject: Subject) {
    guard let shown = shown(subject) else { return }
    row = row.clamped(to: shown.queryTokens.count + Self.summaryRows)
  }
}

import Embeddings

/// The late interaction of the query with the selected item: what of it is shown, and what is known.
struct InteractionState: Sendable {
  /// How a picture and the map over it are shown.
  enum Display: String, CaseIterable, Sendable {
    case blend, map, image

    /// The one after this.
    var next: Display {
      let all = Display.allCases
      return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
  }

  /// Whether the inspector shows it in place of the item.
  var isShown = false
  /// The selected row: the greatest of the query's own tokens, their mean, then each token.
  var row = 0
  /// How a picture is shown.
  var display = Display.blend
  /// What the model is asked for now.
  var pending: Set<TokenSide> = []
  /// What Ctrl-C or an error stopped, and why: it is not started again by itself.
  var stopped: (question: InteractionQuestion, sentence: String)?
  /// The comparison.
  var answer = Derived<InteractionQuestion, Result<Interaction, Interaction.Failure>>()

  /// Rows above those of the tokens.
  static let summaryRows = 2
  /// Numbers of token vectors that are remembered: 64 MB.
  static let rememberedNumbers = 1 << 24

  private var vectors: [TokenSide: TokenVectors] = [:]
  private var order: [TokenSide] = []

  /// The token vectors of a side, where they are known.
  subscript(side: TokenSide) -> TokenVectors? { vectors[side] }

  /// Keeps the token vectors of a side; the oldest are forgotten first, but never those of the last two.
  mutating func insert(_ new: TokenVectors, for side: TokenSide) {
    order.removeAll { $0 == side }
    order.append(side)
    vectors[side] = new
    var count = vectors.values.reduce(0) { $0 + $1.vectors.values.count }
    while count > Self.rememberedNumbers, order.count > 2 {
      count -= vectors.removeValue(forKey: order.removeFirst())?.vectors.values.count ?? 0
    }
  }
}

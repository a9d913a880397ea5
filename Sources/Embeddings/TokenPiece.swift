/// One token of a prompt, as shown to people.
public struct TokenPiece: Hashable, Sendable {
  /// The row of the embedding table.
  public let id: Int
  /// The token's bytes as text; bytes that are no whole character are shown as U+FFFD.
  public let text: String
  /// The bytes it covers in the UTF-8 of the prompt (prefix and text).
  public let range: Range<Int>

  /// A piece from its parts.
  public init(id: Int, text: String, range: Range<Int>) {
    self.id = id
    self.text = text
    self.range = range
  }
}

extension [TokenPiece] {
  /// The places of the text's own tokens, without those of the prompt before it; all where the text is empty.
  ///
  /// The blank that ends a prompt belongs to the token of the first word.
  public func ownTokens(behind prompt: String) -> Range<Int> {
    let first = firstIndex { $0.range.upperBound > prompt.utf8.count }
    return (first ?? 0)..<count
  }
}

/// A text as the model reads it: the words of the prompt before it, and the tokens of both.
public struct PromptTokens: Hashable, Sendable {
  /// What the model reads before the text.
  public let prefix: String
  /// The tokens of prefix and text.
  public let pieces: [TokenPiece]

  /// A prompt from its parts.
  public init(prefix: String, pieces: [TokenPiece]) {
    self.prefix = prefix
    self.pieces = pieces
  }
}

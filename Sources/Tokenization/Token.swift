/// One token of a text: its row in the embedding table and the part of the text it stands for.
public struct Token: Hashable, Sendable {
  /// The row of the embedding table.
  public let id: Int
  /// The bytes it stands for in the UTF-8 of the text as given, before any normalization.
  ///
  /// The range ends between characters: tokens that share a character all cover the whole of it, as the offsets of
  /// Hugging Face `tokenizers` do.
  public let sourceRange: Range<Int>

  /// A token from its parts.
  public init(id: Int, sourceRange: Range<Int>) {
    self.id = id
    self.sourceRange = sourceRange
  }
}

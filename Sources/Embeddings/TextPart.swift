/// A document's text, which its parts share.
public final class TextDocument: Sendable {
  /// The whole text.
  public let text: String

  /// A document of this text.
  public init(_ text: String) { self.text = text }
}

extension TextDocument: Hashable {
  /// Whether both have the same bytes.
  public static func == (left: TextDocument, right: TextDocument) -> Bool {
    left === right || left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// The bytes are counted and not hashed: every part of a document is hashed with it.
  public func hash(into hasher: inout Hasher) { hasher.combine(text.utf8.count) }
}

/// A part of a document that is read inside of it: the model reads the document once, and the part's vector is made of
/// the tokens that the part covers (late chunking).
///
/// Source: Günther et al., Late Chunking, arXiv:2409.04701.
public struct TextPart: Hashable, Sendable {
  /// The document.
  public let document: TextDocument
  /// The bytes of the part in the UTF-8 of the document; not empty.
  public let range: Range<Int>

  /// A part of `document`; the range begins and ends at characters.
  public init(of document: TextDocument, _ range: Range<Int>) {
    precondition(
      !range.isEmpty && range.lowerBound >= 0 && range.upperBound <= document.text.utf8.count,
      "\(range) is no part of a document of \(document.text.utf8.count) bytes")
    self.document = document
    self.range = range
  }

  /// The tokens that cover at least one byte of the part, as places among those of the document: one that covers bytes of
  /// two parts belongs to both, and those of the prompt belong to none.
  ///
  /// - Parameters:
  ///   - ranges: the bytes that each token covers, prompt included, in their order.
  ///   - promptLength: the bytes of the prompt before the document.
  public func tokens(among ranges: [Range<Int>], behind promptLength: Int) -> Range<Int> {
    let first = ranges.partitioningIndex { $0.upperBound > promptLength + range.lowerBound }
    let end = ranges.partitioningIndex { $0.lowerBound >= promptLength + range.upperBound }
    return first..<max(first, end)
  }
}

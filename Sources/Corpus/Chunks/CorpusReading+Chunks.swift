public import Embeddings
internal import StrictJSON

/// A part of a document, and where it stands in it.
public struct Chunk: Hashable, Sendable {
  /// The document's id.
  public let document: String
  /// The part in the document's whole text.
  public let part: TextPart
  /// Whether the part is read inside of its document (late chunking), and not by itself.
  public let isLate: Bool

  /// The document's whole text.
  public var text: String { part.document.text }
  /// The bytes of the part in the UTF-8 of the document.
  public var range: Range<Int> { part.range }

  /// A part from its parts.
  public init(document: String, part: TextPart, isLate: Bool = false) {
    self.document = document
    self.part = part
    self.isLate = isLate
  }
}

extension CorpusReading {
  /// The same collection with its texts split: the parts of the document `doc` are the items `doc#1`, `doc#2`, … with all
  /// else that is said of it. Pictures, texts that bring vectors along, and texts of blanks alone stay as they are.
  ///
  /// - Parameters:
  ///   - isLate: whether the parts are to be read inside of their documents.
  ///   - tokens: gives the bytes that each token of a text covers, for `Chunking.tokens`.
  /// - Throws: `CorpusError.duplicateID`, where an item is called as a part is; `.tooManyItems`.
  public func chunked(
    _ chunking: Chunking, isLate: Bool = false, tokens: (String) -> [Range<Int>] = { _ in [] }
  ) throws(CorpusError) -> CorpusReading {
    var result = self
    // Judgments name whole items.
    result.judgments = []
    result.items = []
    result.counts = []
    var rest = items[...]
    for count in counts {
      let start = result.items.count
      for item in rest.prefix(count) { try result.append(item, chunking, isLate, tokens) }
      rest = rest.dropFirst(count)
      result.counts.append(result.items.count - start)
    }
    var places: [ExactString: CorpusItem.Place?] = [:]
    for item in result.items {
      if let first = places.updateValue(item.place, forKey: ExactString(item.id)) ?? nil, let place = item.place {
        throw .duplicateID(item.id, first, place)
      }
    }
    return result
  }

  private mutating func append(
    _ item: CorpusItem, _ chunking: Chunking, _ isLate: Bool, _ tokens: (String) -> [Range<Int>]
  ) throws(CorpusError) {
    guard case .text(let text) = item.content, item.vectors == nil,
      case let ranges = chunking.ranges(of: text, tokens: tokens), !ranges.isEmpty
    else {
      items.append(item)
      return
    }
    let bytes = Array(text.utf8)
    let document = TextDocument(text)
    for (number, range) in ranges.enumerated() {
      if items.count >= CorpusReader.mostItems, let place = item.place {
        throw .tooManyItems(place, limit: CorpusReader.mostItems)
      }
      var part = item
      part.id = "\(item.id)#\(number + 1)"
      part.content = .text(String(decoding: bytes[range], as: UTF8.self))
      part.chunk = Chunk(document: item.id, part: TextPart(of: document, range), isLate: isLate)
      items.append(part)
    }
  }
}

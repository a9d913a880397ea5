internal import StrictJSON

/// A part of a document, and where it stands in it.
public struct Chunk: Hashable, Sendable {
  /// The document's id.
  public let document: String
  /// The document's whole text.
  public let text: String
  /// The bytes of the part in the UTF-8 of the document.
  public let range: Range<Int>

  /// A part from its parts; the range begins and ends at characters of the text.
  public init(document: String, text: String, range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.utf8.count, "\(range) is no part of \(document)")
    self.document = document
    self.text = text
    self.range = range
  }
}

extension CorpusReading {
  /// The same collection with its texts split: the parts of the document `doc` are the items `doc#1`, `doc#2`, … with all
  /// else that is said of it. Pictures, texts that bring vectors along, and texts of blanks alone stay as they are.
  ///
  /// - Parameter tokens: gives the bytes that each token of a text covers, for `Chunking.tokens`.
  /// - Throws: `CorpusError.duplicateID`, where an item is called as a part is; `.tooManyItems`.
  public func chunked(
    _ chunking: Chunking, tokens: (String) -> [Range<Int>] = { _ in [] }
  ) throws(CorpusError) -> CorpusReading {
    var result = self
    // Judgments name whole items.
    result.judgments = []
    result.items = []
    result.counts = []
    var rest = items[...]
    for count in counts {
      let start = result.items.count
      for item in rest.prefix(count) { try result.append(item, chunking, tokens) }
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
    _ item: CorpusItem, _ chunking: Chunking, _ tokens: (String) -> [Range<Int>]
  ) throws(CorpusError) {
    guard case .text(let text) = item.content, item.vectors == nil,
      case let ranges = chunking.ranges(of: text, tokens: tokens), !ranges.isEmpty
    else {
      items.append(item)
      return
    }
    let bytes = Array(text.utf8)
    for (number, range) in ranges.enumerated() {
      if items.count >= CorpusReader.mostItems, let place = item.place {
        throw .tooManyItems(place, limit: CorpusReader.mostItems)
      }
      var part = item
      part.id = "\(item.id)#\(number + 1)"
      part.content = .text(String(decoding: bytes[range], as: UTF8.self))
      part.chunk = Chunk(document: item.id, text: text, range: range)
      items.append(part)
    }
  }
}

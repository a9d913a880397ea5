/// Where the parts of a rewritten text come from.
///
/// A text is rewritten in few places: runs of bytes are copied, and single scalars stand for a range of the source.
struct SourceMap: Sendable {
  private struct Piece {
    /// Where it begins in the rewritten text.
    let start: Int
    /// What it stands for.
    let source: Range<Int>
    /// Whether it is the source, byte for byte.
    let isCopy: Bool
  }

  private var pieces: [Piece] = []

  /// Notes that the text goes on, at `start`, with a copy of these bytes of the source.
  mutating func append(copyOf source: Range<Int>, at start: Int) {
    if !source.isEmpty { pieces.append(Piece(start: start, source: source, isCopy: true)) }
  }

  /// Notes that the text goes on, at `start`, with a scalar that stands for these bytes of the source.
  mutating func append(scalarFor source: Range<Int>, at start: Int) {
    pieces.append(Piece(start: start, source: source, isCopy: false))
  }

  /// The bytes of the source for which a range of the rewritten text stands; the range is of whole scalars, not empty.
  ///
  /// Complexity: O(log pieces).
  func source(of range: Range<Int>) -> Range<Int> {
    let first = piece(at: range.lowerBound)
    let last = piece(at: range.upperBound - 1)
    let start = first.source.lowerBound + (first.isCopy ? range.lowerBound - first.start : 0)
    let end = last.isCopy ? last.source.lowerBound + range.upperBound - last.start : last.source.upperBound
    return start..<end
  }

  private func piece(at position: Int) -> Piece {
    var (low, high) = (0, pieces.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].start <= position { low = middle } else { high = middle }
    }
    return pieces[low]
  }
}

/// Well-formed UTF-8 that knows which bytes of the text as given each part of it stands for.
struct TracedText: Sendable {
  /// The text.
  let bytes: [UInt8]
  /// How it came from the text as given, first rewriting first; none where it is that text.
  private let maps: [SourceMap]

  /// A text as given.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    maps = []
  }

  /// A text rewritten from `source`.
  init(_ bytes: [UInt8], _ map: SourceMap, of source: TracedText) {
    self.bytes = bytes
    maps = source.maps + [map]
  }

  /// What a range of this text, not empty, stands for in the text as given, in whole characters.
  func source(of range: Range<Int>) -> Range<Int> {
    maps.reversed().reduce(bytes.wholeScalars(around: range)) { $1.source(of: $0) }
  }
}

/// How long texts are split into parts, each an item of its own.
public enum Chunking: Hashable, Sendable, CustomStringConvertible {
  /// At lines without a word.
  case paragraphs
  /// At the ends of sentences.
  case sentences
  /// At the ends of lines.
  case lines
  /// After so many tokens of the model, at the end of a character.
  case tokens(Int)
  /// At whatever a regular expression matches, which belongs to no part.
  case expression(String)

  /// Why there is no way to split of a name.
  public struct Unknown: Error, CustomStringConvertible {
    /// What to write instead, and why where it is known.
    public let description: String
  }

  /// The way that `name` says: `paragraph`, `sentence`, `lines`, `tokens:N` or `regex:…`.
  ///
  /// - Throws: `Unknown`.
  public init(_ name: String) throws(Unknown) {
    switch name {
    case "paragraph", "paragraphs": self = .paragraphs
    case "sentence", "sentences": self = .sentences
    case "line", "lines": self = .lines
    case _ where name.hasPrefix("tokens:"):
      guard let count = Int(name.dropFirst(7)), (1...1_000_000).contains(count) else {
        throw Unknown(description: "tokens: needs a number from 1 to 1000000, as in tokens:256")
      }
      self = .tokens(count)
    case _ where name.hasPrefix("regex:"):
      let pattern = String(name.dropFirst(6))
      do { _ = try Regex(pattern) } catch {
        throw Unknown(description: "\(pattern.debugDescription) is no regular expression: \(error)")
      }
      self = .expression(pattern)
    default: throw Unknown(description: "write paragraph, sentence, lines, tokens:N or regex:PATTERN")
    }
  }

  /// Its name, from which it can be made again.
  public var description: String {
    switch self {
    case .paragraphs: "paragraph"
    case .sentences: "sentence"
    case .lines: "lines"
    case .tokens(let count): "tokens:\(count)"
    case .expression(let pattern): "regex:\(pattern)"
    }
  }

  /// The parts of a text as ranges of its bytes, without the blanks at their ends; parts of blanks alone are none.
  ///
  /// - Parameter tokens: gives the bytes that each token covers; used for ``tokens(_:)`` alone.
  func ranges(of text: String, tokens: (String) -> [Range<Int>]) -> [Range<Int>] {
    let bytes = Array(text.utf8)
    let ranges: [Range<Int>] =
      switch self {
      case .lines: Self.lines(of: bytes)
      case .paragraphs: Self.paragraphs(of: bytes)
      case .sentences: Self.paragraphs(of: bytes).flatMap { Sentences.ranges(in: text, $0) }
      case .tokens(let count): Self.groups(of: count, tokens(text), in: bytes)
      case .expression(let pattern): Self.between(pattern, in: text)
      }
    return ranges.compactMap { Self.withoutBlanks($0, in: bytes) }
  }

  private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
    bytes.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "\n") }.map(\.indices)
  }

  private static func paragraphs(of bytes: [UInt8]) -> [Range<Int>] {
    var paragraphs: [Range<Int>] = []
    var isOpen = false
    for line in lines(of: bytes) {
      let isBlank = withoutBlanks(line, in: bytes) == nil
      if !isBlank {
        if isOpen, let last = paragraphs.popLast() {
          paragraphs.append(last.lowerBound..<line.upperBound)
        } else {
          paragraphs.append(line)
        }
      }
      isOpen = !isBlank
    }
    return paragraphs
  }

  private static func groups(of count: Int, _ tokens: [Range<Int>], in bytes: [UInt8]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    for last in stride(from: count - 1, to: tokens.count, by: count) {
      // A token may end inside of a character.
      let end = endOfCharacter(from: tokens[last].upperBound, in: bytes)
      if end > start { groups.append(start..<end) }
      start = max(start, end)
    }
    if start < bytes.count { groups.append(start..<bytes.count) }
    return groups
  }

  private static func endOfCharacter(from place: Int, in bytes: [UInt8]) -> Int {
    var end = min(max(0, place), bytes.count)
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }

  private static func between(_ pattern: String, in text: String) -> [Range<Int>] {
    guard let expression = try? Regex(pattern).matchingSemantics(.unicodeScalar) else { return [0..<text.utf8.count] }
    func offset(_ index: String.Index) -> Int { text.utf8.distance(from: text.utf8.startIndex, to: index) }
    var ranges: [Range<Int>] = []
    var start = 0
    for match in text.matches(of: expression) {
      ranges.append(start..<offset(match.range.lowerBound))
      start = offset(match.range.upperBound)
    }
    return ranges + [start..<text.utf8.count]
  }

  /// A range without the blanks and line ends at its ends; `nil` where there is nothing else in it.
  private static func withoutBlanks(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
    func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains(byte) }
    guard let first = bytes[range].firstIndex(where: { !isBlank($0) }),
      let last = bytes[range].lastIndex(where: { !isBlank($0) })
    else { return nil }
    return first..<(last + 1)
  }
}

/// Where sentences end.
///
/// Source: the rules SB6 to SB11 of Unicode's Standard Annex 29, told by punctuation and letter case alone: a sentence goes
/// on where a small letter or a digit follows, and abbreviations before capital letters end one.
enum Sentences {
  private static let terminators = Set(".!?…‼⁇⁈⁉。！？｡؟۔।॥".unicodeScalars)
  /// Those that end a sentence without a blank behind them.
  private static let wideTerminators = Set("。！？｡".unicodeScalars)
  private static let closers = Set("\"')]}»”’」』）】".unicodeScalars)

  /// The sentences in a range of a text's bytes.
  static func ranges(in text: String, _ range: Range<Int>) -> [Range<Int>] {
    let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
    let end = text.utf8.index(text.utf8.startIndex, offsetBy: range.upperBound)
    var offset = range.lowerBound
    // Where each character begins, for a text of them.
    let scalars = text.unicodeScalars[start..<end].map { scalar in
      defer { offset += UTF8.width(scalar) }
      return (scalar: scalar, offset: offset)
    }
    var ranges: [Range<Int>] = []
    var first = range.lowerBound
    var place = 0
    while place < scalars.count {
      guard terminators.contains(scalars[place].scalar) else {
        place += 1
        continue
      }
      var isWide = false
      while place < scalars.count, terminators.contains(scalars[place].scalar) {
        isWide = isWide || wideTerminators.contains(scalars[place].scalar)
        place += 1
      }
      while place < scalars.count, closers.contains(scalars[place].scalar) { place += 1 }
      var next = place
      while next < scalars.count, scalars[next].scalar.properties.isWhitespace { next += 1 }
      guard next < scalars.count, next > place || isWide, !scalars[next].scalar.properties.isLowercase else { continue }
      ranges.append(first..<scalars[place == next ? next : place].offset)
      first = scalars[next].offset
    }
    return ranges + [first..<range.upperBound]
  }
}

extension UTF8 {
  /// The bytes of a character.
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x80: 1
    case ..<0x800: 2
    case ..<0x1_0000: 3
    default: 4
    }
  }
}

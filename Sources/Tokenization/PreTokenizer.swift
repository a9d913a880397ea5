/// Splits text into the pieces that byte pair encoding never merges across: Qwen2's pattern as a scanner.
///
/// The alternatives are tried in order at each position, as a backtracking engine does; one of them always matches.
struct PreTokenizer: Sendable {
  /// The pattern that this scanner is; a tokenizer with another one is refused.
  ///
  /// Source: `PRETOKENIZE_REGEX` of transformers 4.57.6, `models/qwen2/tokenization_qwen2.py`.
  static let pattern =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  private let classes = ScalarClasses.reference

  /// Where the piece ends that begins at `start`; `end` is where the text ends, after `start`.
  func endOfPiece(in text: [UInt8], from start: Int, to end: Int) -> Int {
    let (scalar, length) = text.scalar(at: start)
    let afterFirst = start + length
    let first = classes[scalar]
    // \p{L}+ and \p{N}
    if first.contains(.letter) { return endOfLetters(in: text, from: afterFirst, to: end) }
    if first.contains(.number) { return afterFirst }
    if text[start] == UInt8(ascii: "'"), let contraction = endOfContraction(in: text, from: afterFirst, to: end) {
      return contraction
    }
    // [^\r\n\p{L}\p{N}]?\p{L}+
    if !first.contains(.lineBreak), afterFirst < end {
      let (second, length) = text.scalar(at: afterFirst)
      if classes[second].contains(.letter) { return endOfLetters(in: text, from: afterFirst + length, to: end) }
    }
    // [ ]?[^\s\p{L}\p{N}]+[\r\n]*
    if !first.contains(.whitespace) || text[start] == UInt8(ascii: " ") {
      let symbols = first.contains(.whitespace) ? afterFirst : start
      let symbolsEnd = endOfRun(in: text, from: symbols, to: end) {
        $0.isDisjoint(with: [.letter, .number, .whitespace])
      }
      if symbolsEnd > symbols { return endOfRun(in: text, from: symbolsEnd, to: end) { $0.contains(.lineBreak) } }
    }
    return endOfWhitespace(in: text, from: start, to: end)
  }

  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)` after its apostrophe.
  private func endOfContraction(in text: [UInt8], from start: Int, to end: Int) -> Int? {
    guard start < end else { return nil }
    func lowercased(_ position: Int) -> UInt8? { position < end ? text[position] | 0x20 : nil }
    switch (lowercased(start), lowercased(start + 1)) {
    case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "d"), _):
      return start + 1
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return start + 2
    default:
      // Case folding makes U+017F, the long s, an s.
      let (scalar, length) = text.scalar(at: start)
      return scalar == 0x17F ? start + length : nil
    }
  }

  /// `\s*[\r\n]+|\s+(?!\S)|\s+`
  private func endOfWhitespace(in text: [UInt8], from start: Int, to end: Int) -> Int {
    var position = start
    var last = start
    var endOfLastLineBreak: Int?
    while position < end {
      let (scalar, length) = text.scalar(at: position)
      let scalarClass = classes[scalar]
      guard scalarClass.contains(.whitespace) else { break }
      last = position
      position += length
      if scalarClass.contains(.lineBreak) { endOfLastLineBreak = position }
    }
    if let endOfLastLineBreak { return endOfLastLineBreak }
    // Before a word the last space is left for it, unless there is no other.
    return position == end || last == start ? position : last
  }

  private func endOfLetters(in text: [UInt8], from start: Int, to end: Int) -> Int {
    endOfRun(in: text, from: start, to: end) { $0.contains(.letter) }
  }

  @inline(__always)
  private func endOfRun(in text: [UInt8], from start: Int, to end: Int, of contains: (ScalarClass) -> Bool) -> Int {
    var position = start
    while position < end {
      let (scalar, length) = text.scalar(at: position)
      guard contains(classes[scalar]) else { break }
      position += length
    }
    return position
  }
}

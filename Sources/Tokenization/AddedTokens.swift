/// A token that is recognized in text as a whole, before anything else happens to it.
struct AddedToken: Sendable {
  /// The row of the embedding table.
  let id: Int
  /// Its text.
  let content: String
  /// Found only where no word character touches it.
  var isSingleWord = false
  /// Takes the whitespace before it.
  var stripsLeft = false
  /// Takes the whitespace behind it.
  var stripsRight = false
  /// Looked for in normalized text, by its normalized content.
  var isNormalized = false
  /// Not part of the language, as `<|image_pad|>`; found in text all the same.
  var isSpecial = false

  /// Whether it is found in the same places as another token.
  func isFoundLike(_ other: AddedToken) -> Bool {
    content.utf8.elementsEqual(other.content.utf8) && isSingleWord == other.isSingleWord
      && stripsLeft == other.stripsLeft && stripsRight == other.stripsRight && isNormalized == other.isNormalized
  }
}

/// Finds added tokens in text: leftmost first, of those the longest, never overlapping.
///
/// Source: `AddedVocabulary::find_matches` of Hugging Face `tokenizers` 0.22.2, details of overlapping whitespace
/// included.
struct AddedTokenFinder: Sendable {
  /// A part of a text, and the added token it is, if it is one.
  typealias Part = (token: AddedToken?, range: Range<Int>)

  private let tokens: [(token: AddedToken, content: [UInt8])]
  /// For each first byte the tokens that begin with it, longest first.
  private let candidates: [[Int]]

  /// Prepares to find these tokens; `normalize` gives the text to look for.
  ///
  /// Of two tokens of the same text the special one is found, then the first.
  init(_ tokens: [AddedToken], normalize: ([UInt8]) -> [UInt8]) {
    let ordered = tokens.filter(\.isSpecial) + tokens.filter { !$0.isSpecial }
    self.tokens = ordered.map { ($0, normalize(Array($0.content.utf8))) }
    var candidates = [[Int]](repeating: [], count: 256)
    for (index, entry) in self.tokens.enumerated() {
      if let first = entry.content.first { candidates[Int(first)].append(index) }
    }
    let lengths = self.tokens.map(\.content.count)
    self.candidates = candidates.map { $0.sorted { (-lengths[$0], $0) < (-lengths[$1], $1) } }
  }

  /// The part of `text` in `range` cut at added tokens; the parts together are the whole.
  func parts(of text: [UInt8], in range: Range<Int>) -> [Part] {
    var parts: [Part] = []
    var done = range.lowerBound
    var position = range.lowerBound
    while position < range.upperBound {
      guard let (token, matched) = match(in: text, at: position, to: range.upperBound) else {
        position += 1
        continue
      }
      position = matched.upperBound
      if token.isSingleWord, isInsideWord(matched, of: text, in: range) { continue }
      let end = token.stripsRight ? endOfWhitespace(after: matched, in: text, range) : matched.upperBound
      // Whitespace that the token before has taken is not there to take.
      let start = token.stripsLeft ? max(startOfWhitespace(before: matched, in: text, range), done) : matched.lowerBound
      if done < start { parts.append((nil, done..<start)) }
      if start < end { parts.append((token, start..<end)) }
      done = end
    }
    if done < range.upperBound { parts.append((nil, done..<range.upperBound)) }
    return parts
  }

  /// The longest token that begins at `position`.
  private func match(in text: [UInt8], at position: Int, to end: Int) -> (AddedToken, Range<Int>)? {
    for index in candidates[Int(text[position])] {
      let content = tokens[index].content
      guard content.count <= end - position else { continue }
      if text[position..<position + content.count].elementsEqual(content) {
        return (tokens[index].token, position..<position + content.count)
      }
    }
    return nil
  }

  private func isInsideWord(_ match: Range<Int>, of text: [UInt8], in range: Range<Int>) -> Bool {
    func isWord(at position: Int) -> Bool {
      Unicode.Scalar(text.scalar(at: position).value).map(ScalarClasses.isWord) ?? false
    }
    return match.lowerBound > range.lowerBound && isWord(at: text.startOfScalar(endingAt: match.lowerBound))
      || match.upperBound < range.upperBound && isWord(at: match.upperBound)
  }

  private func startOfWhitespace(before match: Range<Int>, in text: [UInt8], _ range: Range<Int>) -> Int {
    var start = match.lowerBound
    while start > range.lowerBound {
      let scalarStart = text.startOfScalar(endingAt: start)
      guard isWhitespace(text, at: scalarStart) else { break }
      start = scalarStart
    }
    return start
  }

  private func endOfWhitespace(after match: Range<Int>, in text: [UInt8], _ range: Range<Int>) -> Int {
    var end = match.upperBound
    while end < range.upperBound, isWhitespace(text, at: end) { end += text.scalar(at: end).length }
    return end
  }

  private func isWhitespace(_ text: [UInt8], at position: Int) -> Bool {
    ScalarClasses.reference[text.scalar(at: position).value].contains(.whitespace)
  }
}

/// A statement of a TOML document: a name with its value, or the name of a table.
struct TOMLStatement {
  /// The numbers of its lines, from 1.
  let lines: ClosedRange<Int>
  /// How the library shall read it: a value of a kind that no setting has is an empty array there.
  let text: String
}

/// What keeps a line from being a statement.
struct TOMLFault: Error {
  let reason: String
}

/// Splits a text into statements, and takes for one only what TOML's grammar has: the library ends the program on some
/// texts that are none, and on nested ones that exhaust its stack.
///
/// Source: TOML 1.0.0.
struct TOMLStatementReader {
  /// Parts of a dotted name, and values inside of values.
  private static let deepest = 16

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var output: [UInt8] = []

  init(_ text: String) {
    // A byte order mark is no part of the text.
    let text = text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? text.utf8.dropFirst(3) : text.utf8[...]
    bytes = Array(text)
  }

  /// The next statement, or what is wrong with the next line that holds something; `nil` at the end.
  mutating func next() -> (line: Int, statement: Result<TOMLStatement, TOMLFault>)? {
    while position < bytes.count {
      let start = (position: position, line: line)
      output = []
      do throws(TOMLFault) {
        guard try readStatement() else { continue }
        let text = String(decoding: output, as: UTF8.self)
        return (start.line, .success(TOMLStatement(lines: start.line...max(start.line, line - 1), text: text)))
      } catch {
        // Lines behind the first may be statements of their own.
        (position, line) = start
        while let byte = peek {
          advance()
          if byte == Self.newline { break }
        }
        return (start.line, .failure(error))
      }
    }
    return nil
  }

  // MARK: Statements

  /// Reads to the end of a line; returns whether it holds more than a comment.
  private mutating func readStatement() throws(TOMLFault) -> Bool {
    skipSpace()
    let isEmpty: Bool
    switch peek {
    case nil, UInt8(ascii: "#"), Self.newline: isEmpty = true
    case UInt8(ascii: "\r") where follows(Self.newline): isEmpty = true
    case UInt8(ascii: "["):
      isEmpty = false
      try readHeader()
    default:
      isEmpty = false
      try readMember()
    }
    skipSpace()
    try readLineEnd(expecting: "nothing but a comment may stand behind a value or the name of a table")
    return !isEmpty
  }

  private mutating func readHeader() throws(TOMLFault) {
    let isArray = follows(UInt8(ascii: "["))
    for _ in 0..<(isArray ? 2 : 1) { copy() }
    skipSpace()
    let form = TOMLFault(reason: "a table is named [NAME]")
    do { try readName() } catch { throw form }
    for _ in 0..<(isArray ? 2 : 1) {
      guard peek == UInt8(ascii: "]") else { throw form }
      copy()
    }
  }

  /// Reads `NAME = VALUE`.
  private mutating func readMember(depth: Int = 0) throws(TOMLFault) {
    try readName()
    guard peek == UInt8(ascii: "=") else { throw TOMLFault(reason: "a line is NAME = VALUE, or [NAME] for a table") }
    copy()
    skipSpace()
    try readValue(depth: depth)
  }

  /// Reads a name, a dotted one whole, and the space behind it.
  private mutating func readName() throws(TOMLFault) {
    for _ in 0..<Self.deepest {
      switch peek {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): try readString()
      default:
        let start = position
        while let byte = peek, Self.isOfBareName(byte) { copy() }
        guard position > start else {
          throw TOMLFault(reason: "a name has letters, digits, - and _ alone, or stands in quotes")
        }
      }
      skipSpace()
      guard peek == UInt8(ascii: ".") else { return }
      copy()
      skipSpace()
    }
    throw TOMLFault(reason: "a name has at most \(Self.deepest) parts")
  }

  // MARK: Values

  private mutating func readValue(depth: Int) throws(TOMLFault) {
    guard depth < Self.deepest else { throw TOMLFault(reason: "values are nested more than \(Self.deepest) deep") }
    switch peek {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      if let quote = peek, follows(quote, quote) { try readLongString() } else { try readString() }
    case UInt8(ascii: "["): try readArray(depth: depth)
    case UInt8(ascii: "{"): try readInlineTable(depth: depth)
    default: try readBareValue()
    }
  }

  private mutating func readArray(depth: Int) throws(TOMLFault) {
    copy()
    while true {
      try skipLines()
      if peek != UInt8(ascii: "]") {
        try readValue(depth: depth + 1)
        try skipLines()
        if peek == UInt8(ascii: ",") {
          copy()
          continue
        }
      }
      guard peek == UInt8(ascii: "]") else { throw TOMLFault(reason: "a list is written [VALUE, VALUE]") }
      return copy()
    }
  }

  private mutating func readInlineTable(depth: Int) throws(TOMLFault) {
    copy()
    skipSpace()
    if peek == UInt8(ascii: "}") { return copy() }
    while true {
      try readMember(depth: depth + 1)
      skipSpace()
      guard let byte = peek, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") else {
        throw TOMLFault(reason: "a table on a line is written {NAME = VALUE, NAME = VALUE}")
      }
      copy()
      if byte == UInt8(ascii: "}") { return }
      skipSpace()
    }
  }

  /// Reads a flag or a number, or stands an empty array in for what no setting can be: numbers with a fraction, dates
  /// and times, on whose beginnings the library relies.
  private mutating func readBareValue() throws(TOMLFault) {
    let start = position
    while let byte = peek, !Self.endsValue(byte) { advance() }
    while position > start, Self.isSpace(bytes[position - 1]) { position -= 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    switch TOMLBareValue(text) {
    case .flagOrInteger: output += bytes[start..<position]
    case .otherKind: output += Array("[]".utf8)
    case nil where text.isEmpty: throw TOMLFault(reason: "a value is missing")
    case nil: throw TOMLFault(reason: "a value is a text in quotes, true, false or a number")
    }
  }
}

// MARK: - Texts

extension TOMLStatementReader {
  /// Reads a text in quotes that ends on its line.
  private mutating func readString() throws(TOMLFault) {
    let quote = peek
    copy()
    while let byte = peek, byte != Self.newline, byte != UInt8(ascii: "\r") {
      if byte == quote { return copy() }
      try readCharacter(byte, escapes: quote == UInt8(ascii: "\""))
    }
    throw TOMLFault(reason: "a text ends with the quote it begins with, on the same line")
  }

  /// Reads a text in three quotes, which may have lines.
  private mutating func readLongString() throws(TOMLFault) {
    guard let quote = peek else { return }
    for _ in 0..<3 { copy() }
    while let byte = peek {
      if byte == quote, follows(quote, quote) {
        for _ in 0..<3 { copy() }
        // The text itself may end with two quotes.
        for _ in 0..<2 where peek == quote { copy() }
        return
      }
      if byte == Self.newline || byte == UInt8(ascii: "\r") && follows(Self.newline) {
        copy()
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), isEscapedLineEnd {
        copy()
        skipSpace()
      } else {
        try readCharacter(byte, escapes: quote == UInt8(ascii: "\""))
      }
    }
    throw TOMLFault(reason: "a text that begins with three quotes ends with three")
  }

  private mutating func readCharacter(_ byte: UInt8, escapes: Bool) throws(TOMLFault) {
    guard !Self.isControl(byte) else { throw TOMLFault(reason: "a control character stands in a text") }
    copy()
    guard escapes, byte == UInt8(ascii: "\\") else { return }
    let digits: Int
    switch peek {
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    case let next? where "btnfr\"\\".utf8.contains(next): digits = 0
    default: throw TOMLFault(reason: #"a backslash in "…" is written \\, or the text stands in '…'"#)
    }
    copy()
    let start = position
    while position - start < digits, let byte = peek, Self.isHexadecimal(byte) { copy() }
    guard digits > 0 else { return }
    let number = UInt32(String(decoding: bytes[start..<position], as: UTF8.self), radix: 16)
    guard position - start == digits, let number, Unicode.Scalar(number) != nil else {
      throw TOMLFault(reason: #"\u is followed by the four digits of a character, \U by eight"#)
    }
  }

  /// Whether nothing but space follows a backslash on its line.
  private var isEscapedLineEnd: Bool {
    let rest = bytes[(position + 1)...].drop(while: Self.isSpace)
    return rest.starts(with: [Self.newline]) || rest.starts(with: [UInt8(ascii: "\r"), Self.newline])
  }
}

// MARK: - Bytes

extension TOMLStatementReader {
  private static let newline = UInt8(ascii: "\n")

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Whether these bytes stand behind the present one.
  private func follows(_ next: UInt8...) -> Bool { bytes[min(position + 1, bytes.count)...].starts(with: next) }

  private mutating func advance() {
    if bytes[position] == Self.newline { line += 1 }
    position += 1
  }

  private mutating func copy() {
    output.append(bytes[position])
    advance()
  }

  private mutating func skipSpace() { while let byte = peek, Self.isSpace(byte) { copy() } }

  /// Reads over space, comments and ends of lines.
  private mutating func skipLines() throws(TOMLFault) {
    skipSpace()
    while let byte = peek, byte == Self.newline || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "#") {
      try readLineEnd(expecting: "a control character stands between values")
      skipSpace()
    }
  }

  /// Reads over a comment and the end of its line.
  private mutating func readLineEnd(expecting reason: String) throws(TOMLFault) {
    if peek == UInt8(ascii: "#") {
      while let byte = peek, byte != Self.newline, !(byte == UInt8(ascii: "\r") && follows(Self.newline)) {
        guard !Self.isControl(byte) else { throw TOMLFault(reason: "a control character stands in a comment") }
        copy()
      }
    }
    if peek == UInt8(ascii: "\r"), follows(Self.newline) { copy() }
    guard let byte = peek else { return line += 1 }
    guard byte == Self.newline else { throw TOMLFault(reason: reason) }
    copy()
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F }

  private static func endsValue(_ byte: UInt8) -> Bool { ",]}#\r\n".utf8.contains(byte) }

  private static func isHexadecimal(_ byte: UInt8) -> Bool { "0123456789abcdefABCDEF".utf8.contains(byte) }

  private static func isOfBareName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

/// What a value without quotes is.
private enum TOMLBareValue {
  /// What a setting can be.
  case flagOrInteger
  /// A number with a fraction, a date or a time.
  case otherKind

  /// What `text` is; `nil` where TOML has no such value.
  init?(_ text: String) {
    // Longer ones are no numbers that anybody means.
    guard text.utf8.count <= 100, let first = text.utf8.first, "+-0123456789intf".utf8.contains(first) else {
      return nil
    }
    let integer =
      /true|false|[+-]?(?:0|[1-9](?:_?[0-9])*)|0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*/
    let fraction =
      /[+-]?(?:inf|nan|(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?)/
    let time =
      /(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ])?[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?/
    let date = /[0-9]{4}-[0-9]{2}-[0-9]{2}/
    if integer.isWhole(text) {
      self = .flagOrInteger
    } else if [fraction.isWhole(text), time.isWhole(text), date.isWhole(text)].contains(true) {
      self = .otherKind
    } else {
      return nil
    }
  }
}

extension Regex<Substring> {
  fileprivate func isWhole(_ text: String) -> Bool { text.wholeMatch(of: self) != nil }
}

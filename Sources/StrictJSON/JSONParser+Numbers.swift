extension JSONParser {
  /// A number, by the grammar `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?` of RFC 8259, section 6.
  mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    skip(UInt8(ascii: "-"))
    if dialect == .python, next == UInt8(ascii: "I") { return try literal("Infinity", .number(-.infinity)) }
    if !skip(UInt8(ascii: "0")) { try digits() }
    if let next, isDigit(next) { throw error(.malformedNumber, at: start) }
    var isWhole = true
    if skip(UInt8(ascii: ".")) {
      isWhole = false
      try digits()
    }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      isWhole = false
      if !skip(UInt8(ascii: "+")) { skip(UInt8(ascii: "-")) }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole { return Int(text).map { .integer($0) } ?? .largeInteger(text) }
    guard let double = Double(text), double.isFinite || dialect == .python else {
      throw error(.numberOutOfRange, at: start)
    }
    return .number(double)
  }

  /// Skips `byte` where it is next, and says whether it was.
  @discardableResult
  private mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  /// Skips digits, of which there must be one.
  private mutating func digits() throws(JSONError) {
    guard let first = next else { throw error(.unexpectedEnd) }
    guard isDigit(first) else { throw error(.malformedNumber) }
    while let byte = next, isDigit(byte) { position += 1 }
  }

  /// Whether a byte is one of `0`…`9`.
  func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

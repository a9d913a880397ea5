extension JSONValue {
  /// The one JSON value that these bytes are, read exactly as RFC 8259 writes it, or with what a dialect adds to that.
  ///
  /// Refused are, beyond what the grammar refuses: a byte order mark, bytes that are not UTF-8, surrogate escapes
  /// without their other half, a name twice in one object, nesting deeper than 128, and numbers beyond a double.
  ///
  /// Complexity: O(bytes).
  ///
  /// - Throws: `JSONError` with the place of the first thing that is wrong.
  public init(parsing bytes: some Collection<UInt8>, _ dialect: JSONDialect = .rfc8259) throws(JSONError) {
    var parser = JSONParser(bytes: Array(bytes), dialect: dialect)
    self = try parser.document()
  }
}

/// What is taken for JSON.
public enum JSONDialect: Sendable {
  /// What RFC 8259 describes.
  case rfc8259
  /// What Python's `json` reads beyond it, and its users therefore write: `NaN`, `Infinity` and `-Infinity`, numbers
  /// beyond a double, and a name several times in one object, of which the last counts.
  case python
}

/// A recursive-descent reader over the bytes of one document.
struct JSONParser {
  /// The deepest nesting of arrays and objects that is read.
  static let depthLimit = 128

  let bytes: [UInt8]
  let dialect: JSONDialect
  var position = 0
  private var depth = 0
  /// Where the names of the objects that are open stand, innermost last: the place to report for a duplicate.
  private var nameOffsets: [Int] = []

  init(bytes: [UInt8], dialect: JSONDialect) {
    self.bytes = bytes
    self.dialect = dialect
  }

  /// The next byte; `nil` at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func document() throws(JSONError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw error(.byteOrderMark) }
    skipSpace()
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw error(.trailingBytes) }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    switch next {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): return try number()
    case UInt8(ascii: "N") where dialect == .python: return try literal("NaN", .number(.nan))
    case UInt8(ascii: "I") where dialect == .python: return try literal("Infinity", .number(.infinity))
    default: throw unexpected("a value")
    }
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    try open()
    let firstName = nameOffsets.count
    var members: [JSONObject.Member] = []
    skipSpace()
    if next != UInt8(ascii: "}") {
      while true {
        guard next == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
        nameOffsets.append(position)
        let name = try string()
        skipSpace()
        guard next == UInt8(ascii: ":") else { throw unexpected("':'") }
        position += 1
        skipSpace()
        members.append((name, try value()))
        skipSpace()
        if next == UInt8(ascii: "}") { break }
        guard next == UInt8(ascii: ",") else { throw unexpected("',' or '}'") }
        position += 1
        skipSpace()
      }
    }
    close()
    if dialect == .python {
      nameOffsets.removeSubrange(firstName...)
      return .object(JSONObject(lastOf: members))
    }
    let object: JSONObject
    do { object = try JSONObject(members: members) } catch {
      throw self.error(.duplicateName(members[error.position].name), at: nameOffsets[firstName + error.position])
    }
    nameOffsets.removeSubrange(firstName...)
    return .object(object)
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    try open()
    var elements: [JSONValue] = []
    skipSpace()
    if next != UInt8(ascii: "]") {
      while true {
        elements.append(try value())
        skipSpace()
        if next == UInt8(ascii: "]") { break }
        guard next == UInt8(ascii: ",") else { throw unexpected("',' or ']'") }
        position += 1
        skipSpace()
      }
    }
    close()
    return .array(elements)
  }

  private mutating func open() throws(JSONError) {
    guard depth < Self.depthLimit else { throw error(.nestedTooDeeply(limit: Self.depthLimit)) }
    depth += 1
    position += 1
  }

  private mutating func close() {
    depth -= 1
    position += 1
  }

  mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for byte in text.description.utf8 {
      guard next == byte else { throw unexpected(text.description) }
      position += 1
    }
    return value
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// An error at `offset`, or at the current position.
  func error(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
    JSONError(reason, at: offset ?? position, in: bytes)
  }

  /// The error of finding something else than `expected` here.
  func unexpected(_ expected: String) -> JSONError {
    guard let next else { return error(.unexpectedEnd) }
    return error(.unexpectedByte(next, expected: expected))
  }
}

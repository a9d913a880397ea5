/// Writes JSON as bytes, members in the order they are given, without spaces.
///
/// ```swift
/// var writer = JSONWriter()
/// try writer.object { writer in
///   writer.member("id", "greeting")
///   try writer.member("embedding", vector)
///   try writer.member("scores") { try $0.array { try $0.value(0.5) } }
/// }
/// ```
///
/// Strings are escaped only where RFC 8259 asks for it; numbers are the shortest that read back to the same bits of
/// their own type. Calls that are not in the order of a document (a member outside of an object, a value without a name
/// inside of one) break the contract and trap.
public struct JSONWriter: Sendable {
  /// What the innermost open thing expects next.
  private enum Expectation { case element, name, memberValue }

  /// What has been written.
  public private(set) var bytes: [UInt8] = []
  private var open: [Expectation] = []
  private var needsComma = false

  /// A writer that has written nothing.
  public init() {}

  /// Writes an object whose members `body` writes.
  public mutating func object<Failure>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginValue()
    bytes.append(UInt8(ascii: "{"))
    open.append(.name)
    needsComma = false
    try body(&self)
    precondition(open.last == .name, "a name is written without its value")
    open.removeLast()
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  /// Writes an array whose elements `body` writes.
  public mutating func array<Failure>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginValue()
    bytes.append(UInt8(ascii: "["))
    open.append(.element)
    needsComma = false
    try body(&self)
    open.removeLast()
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  /// Writes the name of a member; its value must be written next.
  public mutating func name(_ name: String) {
    precondition(open.last == .name, "a name belongs inside of an object, before a value")
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    appendQuoted(name)
    bytes.append(UInt8(ascii: ":"))
    open[open.count - 1] = .memberValue
    needsComma = false
  }

  /// Ends a line, between two documents of JSON Lines.
  public mutating func endLine() {
    precondition(open.isEmpty, "a line ends between documents, not inside of one")
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Takes what has been written so far, and goes on with nothing; for output piece by piece.
  public mutating func takeBytes() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  // MARK: - Values

  /// Writes `null`.
  public mutating func null() { scalar("null") }

  /// Writes a truth value.
  public mutating func value(_ value: Bool) { scalar(value ? "true" : "false") }

  /// Writes a whole number.
  public mutating func value(_ value: Int) { scalar(value.description) }

  /// Writes a string.
  public mutating func value(_ value: String) {
    beginValue()
    appendQuoted(value)
  }

  /// Writes a number so that it reads back to the same `Float`.
  ///
  /// - Throws: `JSONError` of reason `notFinite` for an infinity or NaN.
  public mutating func value(_ value: Float) throws(JSONError) {
    try finite(value)
    scalar(value.description)
  }

  /// Writes a number so that it reads back to the same `Double`.
  ///
  /// - Throws: `JSONError` of reason `notFinite` for an infinity or NaN.
  public mutating func value(_ value: Double) throws(JSONError) {
    try finite(value)
    scalar(value.description)
  }

  /// Writes an array of numbers, each so that it reads back to the same `Float`.
  ///
  /// - Throws: `JSONError` of reason `notFinite` for an infinity or NaN.
  public mutating func value(_ values: some Sequence<Float>) throws(JSONError) {
    try array { (writer) throws(JSONError) in
      for value in values { try writer.value(value) }
    }
  }

  /// Writes a tree, members in their order.
  public mutating func value(_ value: JSONValue) throws(JSONError) {
    switch value {
    case .null: null()
    case .bool(let value): self.value(value)
    case .integer(let value): self.value(value)
    case .largeInteger(let digits): scalar(digits)
    case .number(let value): try self.value(value)
    case .string(let value): self.value(value)
    case .array(let elements):
      try array { (writer) throws(JSONError) in
        for element in elements { try writer.value(element) }
      }
    case .object(let object):
      try self.object { (writer) throws(JSONError) in
        for member in object.members {
          writer.name(member.name)
          try writer.value(member.value)
        }
      }
    }
  }

  // MARK: - Parts

  private mutating func beginValue() {
    switch open.last {
    case .name: preconditionFailure("a value inside of an object needs a name first")
    case .memberValue: open[open.count - 1] = .name
    case .element: if needsComma { bytes.append(UInt8(ascii: ",")) }
    case nil: precondition(!needsComma, "a document is one value; end the line before the next")
    }
    needsComma = true
  }

  private mutating func scalar(_ text: String) {
    beginValue()
    bytes.append(contentsOf: text.utf8)
  }

  private func finite(_ value: some BinaryFloatingPoint) throws(JSONError) {
    guard value.isFinite else { throw JSONError(.notFinite, at: bytes.count, in: bytes) }
  }

  private mutating func appendQuoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var isAfterC2 = false
    for byte in text.utf8 {
      // U+0080…U+009F are controls too, which some terminals obey; escaped they are the same string.
      if isAfterC2 && (0x80..<0xA0).contains(byte) {
        bytes.removeLast()
        bytes += Array("\\u00\(String(byte, radix: 16))".utf8)
        isAfterC2 = false
        continue
      }
      isAfterC2 = byte == 0xC2
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
      case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
      case UInt8(ascii: "\t"): bytes += Array("\\t".utf8)
      case 0x7F: bytes += Array("\\u007f".utf8)
      case 0..<0x20: bytes += Array("\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSONWriter {
  /// Writes a member that is a string.
  public mutating func member(_ name: String, _ value: String) {
    self.name(name)
    self.value(value)
  }

  /// Writes a member that is a whole number.
  public mutating func member(_ name: String, _ value: Int) {
    self.name(name)
    self.value(value)
  }

  /// Writes a member that is a truth value.
  public mutating func member(_ name: String, _ value: Bool) {
    self.name(name)
    self.value(value)
  }

  /// Writes a member that is a number; see ``value(_:)-(Float)``.
  public mutating func member(_ name: String, _ value: Float) throws(JSONError) {
    self.name(name)
    try self.value(value)
  }

  /// Writes a member that is a number; see ``value(_:)-(Double)``.
  public mutating func member(_ name: String, _ value: Double) throws(JSONError) {
    self.name(name)
    try self.value(value)
  }

  /// Writes a member that is an array of numbers.
  public mutating func member(_ name: String, _ values: some Sequence<Float>) throws(JSONError) {
    self.name(name)
    try self.value(values)
  }

  /// Writes a member whose value `body` writes.
  public mutating func member<Failure>(
    _ name: String, _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.name(name)
    try body(&self)
  }
}

/// Why bytes are not a JSON document, and where.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// The bytes end inside of a value.
    case unexpectedEnd
    /// A byte that cannot stand here, and what is expected instead.
    case unexpectedByte(UInt8, expected: String)
    /// The bytes begin with a byte order mark, which RFC 8259 does not allow.
    case byteOrderMark
    /// Something follows the document.
    case trailingBytes
    /// A number that RFC 8259's grammar does not allow, as `01`, `1.` or `+1`.
    case malformedNumber
    /// A number beyond the range of a double.
    case numberOutOfRange
    /// A byte below 0x20 inside a string.
    case controlCharacter(UInt8)
    /// A backslash before something that is not an escape.
    case unknownEscape
    /// A surrogate escape without its other half.
    case loneSurrogate
    /// Bytes that are not UTF-8.
    case invalidUTF8
    /// A name that stands a second time in the same object.
    case duplicateName(String)
    /// Arrays and objects inside each other beyond this depth.
    case nestedTooDeeply(limit: Int)
    /// A number that is not finite was to be written.
    case notFinite
  }

  /// What is wrong.
  public let reason: Reason
  /// The offset of the offending byte, from 0.
  public let offset: Int
  /// The line of that byte, from 1.
  public let line: Int
  /// The place of that byte in its line, in bytes, from 1.
  public let column: Int

  /// An error at an offset of the document's bytes.
  init(_ reason: Reason, at offset: Int, in bytes: [UInt8]) {
    let before = bytes.prefix(offset)
    self.reason = reason
    self.offset = offset
    line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    column = offset - (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
  }

  /// The place and the reason, as `line 3, column 14 (byte 95): …`; the caller puts the file's name before it.
  public var description: String { "line \(line), column \(column) (byte \(offset)): \(reason.description)" }
}

extension JSONError.Reason: CustomStringConvertible {
  /// The reason alone, without the place.
  public var description: String {
    switch self {
    case .unexpectedEnd: "the JSON ends in the middle of a value; the text is cut short"
    case .unexpectedByte(let byte, let expected): "found \(Self.name(of: byte)) where \(expected) is expected"
    case .byteOrderMark: "the JSON begins with a byte order mark; save it as UTF-8 without one"
    case .trailingBytes: "something follows the end of the JSON value; remove it"
    case .malformedNumber: "this is not how JSON writes a number"
    case .numberOutOfRange: "this number is too large for a double"
    case .controlCharacter(let byte):
      "a string holds the control character \(Self.name(of: byte)); write it as an escape"
    case .unknownEscape: "a backslash stands before something that is not a JSON escape"
    case .loneSurrogate: "a surrogate escape lacks its other half"
    case .invalidUTF8: "these bytes are not UTF-8"
    case .duplicateName(let name): "the name \"\(name)\" stands a second time in this object"
    case .nestedTooDeeply(let limit): "arrays and objects are nested more than \(limit) deep"
    case .notFinite: "a number is not finite, which JSON cannot express"
    }
  }

  /// A byte as a sentence shows it: printable ASCII in quotes, anything else in hexadecimal.
  private static func name(of byte: UInt8) -> String {
    if (0x21...0x7E).contains(byte) { return "'\(Character(Unicode.Scalar(byte)))'" }
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (digits.count < 2 ? "0" : "") + digits
  }
}

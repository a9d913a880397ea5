/// A JSON document as a tree that keeps what the files of a model need kept: the order of members, exact strings, and
/// integers apart from other numbers.
///
/// Foundation's decoder cannot serve here: it drops duplicate names silently and merges names that are canonically
/// equivalent, both of which a checkpoint's header or a vocabulary must be refused for or keep apart.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A number without fraction and exponent that fits in `Int`.
  case integer(Int)
  /// A number without fraction and exponent that does not fit in `Int`, by its digits and sign.
  case largeInteger(String)
  /// Any other number; finite, but where `JSONDialect.python` allows others.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// The text, where this is a string.
  public var string: String? { if case .string(let value) = self { value } else { nil } }

  /// The number, where this is written as a whole number that fits in `Int`; `1.0` and `1e3` are not.
  public var integer: Int? { if case .integer(let value) = self { value } else { nil } }

  /// The number, where this is one that is finite, whole or not.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .largeInteger(let digits): Double(digits).flatMap { $0.isFinite ? $0 : nil }
    case .number(let value): value.isFinite ? value : nil
    default: nil
    }
  }

  /// The truth value, where this is `true` or `false`.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The elements, where this is an array.
  public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

  /// The members, where this is an object.
  public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// Whether this is `null`.
  public var isNull: Bool { if case .null = self { true } else { false } }

  /// What kind of value this is, as error messages name it: `a string`, `a whole number`, …
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .largeInteger: "a whole number"
    case .number(let value): value.isFinite ? "a number" : "not a finite number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

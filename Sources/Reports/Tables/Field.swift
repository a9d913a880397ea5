/// One value of a table. Its kind is that of its column; `empty` fits any.
public enum Field: Hashable, Sendable {
  /// A text, exactly as its source has it.
  case text(String)
  /// A whole number.
  case integer(Int)
  /// A number of double precision.
  case number(Double)
  /// A number of single precision: written with the fewest digits that read back to the same `Float`.
  case float(Float)
  /// No value.
  case empty

  /// A text, or no value.
  public init(_ text: String?) { self = text.map { .text($0) } ?? .empty }

  /// A whole number, or no value.
  public init(_ integer: Int?) { self = integer.map { .integer($0) } ?? .empty }

  /// A number, or no value; a number that is not finite is none.
  public init(_ number: Double?) { self = number.flatMap { $0.isFinite ? .number($0) : nil } ?? .empty }

  /// A number, or no value; a number that is not finite is none.
  public init(_ number: Float?) { self = number.flatMap { $0.isFinite ? .float($0) : nil } ?? .empty }

  /// The value as a text that reads back to it; empty where there is none, as for numbers that are not finite.
  public var text: String {
    switch self {
    case .text(let text): text
    case .integer(let integer): "\(integer)"
    case .number(let number): number.isFinite ? "\(number)" : ""
    case .float(let number): number.isFinite ? "\(number)" : ""
    case .empty: ""
    }
  }

  /// Whether the value may stand in a column of that kind.
  func fits(_ kind: Column.Kind) -> Bool {
    switch (self, kind) {
    case (.empty, _), (.text, .text), (.integer, .integer), (.number, .number), (.float, .number): true
    default: false
    }
  }
}

/// A column of a table: its name and its kind are declared once, here, and hold for every format.
public struct Column: Hashable, Sendable {
  /// What a column holds.
  public enum Kind: String, Hashable, Sendable {
    /// Texts.
    case text
    /// Whole numbers.
    case integer
    /// Numbers.
    case number
  }

  /// The name, in snake_case; unique in its table.
  public internal(set) var name: String
  /// What it holds.
  public let kind: Kind
  /// The decimals that people are shown of a number.
  public let decimals: Int
  /// The columns of the screen that people are shown of a text at most.
  public let width: Int?
  /// Whether people are shown texts in quotes, so that blanks at their ends can be seen.
  public let isQuoted: Bool

  /// A column from its parts.
  private init(_ name: String, _ kind: Kind, decimals: Int = 3, width: Int? = nil, isQuoted: Bool = false) {
    self.name = name
    self.kind = kind
    self.decimals = decimals
    self.width = width
    self.isQuoted = isQuoted
  }

  /// A column of texts.
  public static func text(_ name: String, width: Int? = nil, isQuoted: Bool = false) -> Column {
    Column(name, .text, width: width, isQuoted: isQuoted)
  }

  /// A column of whole numbers.
  public static func integer(_ name: String) -> Column { Column(name, .integer) }

  /// A column of numbers.
  public static func number(_ name: String, decimals: Int = 3) -> Column { Column(name, .number, decimals: decimals) }

  /// A word of a column's name made of any text: what is no ASCII letter or digit becomes `_`.
  public static func word(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }
}

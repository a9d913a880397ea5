/// One thing that a user can set: its name, what it may be, and what it is when nobody says anything.
public struct Setting: Hashable, Sendable {
  /// What a setting may be.
  public enum Kind: Hashable, Sendable {
    /// One of these words.
    case choice([String])
    /// True or false.
    case flag
    /// A whole number of this range.
    case number(ClosedRange<Int>)
    /// Any text, as a path or a name.
    case text
  }

  /// The name in the file, in words with hyphens between, as `color-map`.
  public let name: String
  /// One line that says what it does.
  public let summary: String
  /// What it may be.
  public let kind: Kind
  /// What it is when nobody says anything; `nil` where that depends on the machine or the model.
  public let standard: SettingValue?

  /// A setting from its parts.
  public init(_ name: String, _ kind: Kind, standard: SettingValue? = nil, summary: String) {
    self.name = name
    self.kind = kind
    self.standard = standard
    self.summary = summary
  }

  /// What all variables begin with.
  static let variablePrefix = "JINASCOPE_"

  /// The environment variable that overrides the file, as `JINASCOPE_COLOR_MAP`.
  public var variable: String {
    Self.variablePrefix + String(name.map { $0 == "-" ? "_" : Character($0.uppercased()) })
  }

  /// What it may be, for people.
  public var expectation: String {
    switch kind {
    case .choice(let words): "one of " + words.joined(separator: ", ")
    case .flag: "true or false"
    case .number(let range) where range.upperBound == .max: "a whole number of at least \(range.lowerBound)"
    case .number(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .text: "a text"
    }
  }

  /// Whether it may have a value.
  func allows(_ value: SettingValue) -> Bool {
    switch (kind, value) {
    case (.choice(let words), .text(let text)): words.contains(text)
    case (.flag, .flag): true
    case (.number(let range), .number(let number)): range.contains(number)
    case (.text, .text(let text)): !text.isEmpty
    default: false
    }
  }

  /// The value that an environment variable's text stands for; `nil` where it may not have it.
  func value(of text: String) -> SettingValue? {
    let value: SettingValue?
    switch kind {
    case .choice, .text: value = .text(text)
    case .flag: value = ["true": true, "1": true, "false": false, "0": false][text.lowercased()].map { .flag($0) }
    case .number: value = Int(text).map { .number($0) }
    }
    return value.flatMap { allows($0) ? $0 : nil }
  }
}

/// The value of a setting.
public enum SettingValue: Hashable, Sendable, CustomStringConvertible {
  case text(String)
  case flag(Bool)
  case number(Int)

  /// The value as the file writes it.
  public var description: String {
    switch self {
    case .text(let text): "\"" + text.unicodeScalars.map(Self.escaped).joined() + "\""
    case .flag(let isOn): "\(isOn)"
    case .number(let number): "\(number)"
    }
  }

  /// A character inside of quotes (TOML 1.0.0, basic strings).
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    default:
      guard scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) else { return String(scalar) }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
}

/// What the split pattern and the normalization ask about a scalar.
struct ScalarClass: OptionSet, Sendable {
  let rawValue: UInt8

  /// `\p{L}`
  static let letter = Self(rawValue: 1)
  /// `\p{N}`
  static let number = Self(rawValue: 2)
  /// `\s`
  static let whitespace = Self(rawValue: 4)
  /// `[\r\n]`
  static let lineBreak = Self(rawValue: 8)
  /// Canonical composition may change this scalar, move it, or join it to the one before.
  static let unstable = Self(rawValue: 16)
}

/// The class of every scalar, as the reference sees it.
///
/// Hugging Face `tokenizers` 0.22.2 splits with Oniguruma 6.9.10, whose letters, numbers and spaces are those of Unicode
/// 16.0; it normalizes by tables of Unicode 9.0 (see `CanonicalComposition`). Swift's own tables are newer, so scalars
/// that came later than the reference's version are taken for what they were there: unassigned.
struct ScalarClasses: Sendable {
  /// The one table; it takes some 30 ms to build and 200 KB to keep.
  static let reference = ScalarClasses(composition: .reference)

  /// Above this there are neither letters, numbers nor spaces, and nothing composes: the last CJK extension of Unicode
  /// 16.0 ends below.
  private static let end: UInt32 = 0x32400

  /// The version of Unicode by which the reference splits.
  private static let unicodeVersion = 16

  private let classes: [ScalarClass]

  private init(composition: CanonicalComposition) {
    var classes = (0..<Self.end).map { Unicode.Scalar($0).map(Self.classOf) ?? [] }
    for scalar in composition.unstableScalars { classes[Int(scalar)].insert(.unstable) }
    self.classes = classes
  }

  private static func classOf(_ scalar: Unicode.Scalar) -> ScalarClass {
    var result: ScalarClass = []
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: result = .letter
    case .decimalNumber, .letterNumber, .otherNumber: result = .number
    // Only marks have a combining class.
    case .nonspacingMark, .spacingMark: return CanonicalComposition.combiningClass(scalar) == 0 ? [] : .unstable
    default: if scalar.properties.isWhitespace { result = .whitespace }
    }
    if scalar == "\r" || scalar == "\n" { result.insert(.lineBreak) }
    return result.isEmpty || scalar.isAssigned(inUnicode: unicodeVersion) ? result : []
  }

  /// The class of a scalar.
  subscript(scalar: UInt32) -> ScalarClass {
    scalar < Self.end ? classes[Int(scalar)] : []
  }

  /// Whether a scalar is a word character, `\w` of Rust's `regex` 1.12 (Unicode Technical Standard 18, annex C).
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isAssigned(inUnicode: unicodeVersion) else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
    default: return scalar.properties.isAlphabetic || scalar.properties.isJoinControl
    }
  }
}

extension Unicode.Scalar {
  /// Whether this scalar was assigned in a version of Unicode.
  func isAssigned(inUnicode version: Int) -> Bool {
    // Scalars below U+0250 are asked for most often and are all older than any version in question.
    value < 0x250 || properties.age.map { $0.major <= version } ?? false
  }
}

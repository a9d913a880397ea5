/// What one spacing character of a text becomes on the screen.
public struct DisplayCell: Hashable, Sendable {
  /// The text to show: one spacing scalar and at most four combining marks; never a control character.
  public let text: String
  /// The columns it takes: 1 or 2.
  public let columns: Int

  /// A cell from its parts.
  public init(text: String, columns: Int) {
    self.text = text
    self.columns = columns
  }
}

/// How many columns text takes, and how any text is made safe and steady for the screen.
///
/// Terminals, multiplexers and curses disagree about emoji sequences, variation selectors and characters newer than
/// they are. The rules here leave only what all of them measure alike (glibc 2.36, ncurses 6.4 and tmux 3.3):
/// control, bidi and escape characters become pictures, invisible ones vanish, an emoji sequence joined by U+200D
/// shrinks to its first emoji, and what is not assigned in Unicode 14 becomes U+FFFD. The original text is untouched.
public enum TextWidth {
  /// The columns `text` takes on the screen.
  public static func columns(of text: String) -> Int {
    if isPlainASCII(text) { return text.utf8.count }
    return cells(of: text).reduce(0) { $0 + $1.columns }
  }

  /// The display form of `text`: one line, with control and bidirectional characters as pictures.
  public static func display(_ text: String) -> String { cells(of: text).map(\.text).joined() }

  /// `text` without anything that does something where it is pasted, and nothing that the screen hides: control and
  /// bidirectional characters as pictures, line ends and tabs as they are. Joiners and variation selectors stay, because
  /// words and emoji need them.
  public static func pasteable(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x200C, 0x200D, 0xFE0E, 0xFE0F: result.append(scalar)
      default:
        if let picture = picture(for: scalar) {
          result.append(contentsOf: picture.unicodeScalars)
        } else if !isInvisible(scalar) {
          result.append(scalar)
        }
      }
    }
    return String(result)
  }

  /// The text as the screen shows it, one element per spacing character.
  public static func cells(of text: String) -> [DisplayCell] {
    if isPlainASCII(text) { return text.unicodeScalars.map { DisplayCell(text: String($0), columns: 1) } }
    var result: [DisplayCell] = []
    result.reserveCapacity(text.utf8.count)
    for character in text { append(character, to: &result) }
    return result
  }

  /// The columns of a scalar as the C library counts them: 0 for marks that combine, 1 or 2 for characters that have
  /// a place of their own, `nil` for what cannot be shown as itself.
  public static func columns(of scalar: Unicode.Scalar) -> Int? {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 ? nil : 1 }
    // Box drawing, block elements and braille are most of what the views draw.
    if (0x2500...0x259F).contains(value) || (0x2800...0x28FF).contains(value) { return 1 }
    guard let age = scalar.properties.age, age.major <= newestUnicode else { return nil }
    switch scalar.properties.generalCategory {
    case .control, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned: return nil
    case .nonspacingMark, .enclosingMark: return 0
    case .format: return visibleFormats.contains(value) ? 1 : 0
    default: break
    }
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
    return isWide(value) ? 2 : 1
  }

  /// Unicode's version in glibc 2.36 and ncurses 6.4: what came later has no width there.
  private static let newestUnicode = 14

  private static let replacement = DisplayCell(text: "\u{FFFD}", columns: 1)

  private static func isPlainASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  private static func append(_ character: Character, to cells: inout [DisplayCell]) {
    let first = cells.count
    var marks = 0
    for scalar in character.unicodeScalars {
      let value = scalar.value
      // An emoji sequence is its first emoji: the joiner, skin tones and what follows would widen it unpredictably.
      let isInsideEmoji = cells.count > first
      if isInsideEmoji && (scalar.properties.isEmojiModifier || (value == 0x200D && isEmoji(cells[first]))) { return }
      if let picture = picture(for: scalar) {
        cells.append(DisplayCell(text: picture, columns: 1))
      } else if isInvisible(scalar) {
        continue
      } else if let columns = columns(of: scalar) {
        if columns > 0 {
          cells.append(DisplayCell(text: String(scalar), columns: columns))
          marks = 0
        } else if cells.count == first {
          cells.append(DisplayCell(text: "\u{25CC}\(scalar)", columns: 1))
          marks = 1
        } else if marks < 4 {
          let base = cells.removeLast()
          cells.append(DisplayCell(text: base.text + String(scalar), columns: base.columns))
          marks += 1
        }
      } else {
        cells.append(replacement)
      }
    }
  }

  private static func isEmoji(_ cell: DisplayCell) -> Bool {
    cell.text.unicodeScalars.first?.properties.isEmoji ?? false
  }

  /// Control characters as Unicode's control pictures; bidirectional controls as the substitute's picture.
  private static func picture(for scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0..<0x20: return Unicode.Scalar(0x2400 + scalar.value).map { String($0) }
    case 0x7F: return "\u{2421}"
    case 0x80..<0xA0, 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB: return "\u{2426}"
    case 0x2028, 0x2029: return "\u{2424}"
    default: return nil
    }
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0xAD && scalar.properties.isDefaultIgnorableCodePoint
      && !(0x115F...0x1160).contains(scalar.value)
  }

  /// Format characters with a glyph of their own: signs that enclose numbers.
  private static let visibleFormats: Set<UInt32> = [
    0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD,
  ]

  private static func isWide(_ value: UInt32) -> Bool {
    if value < 0x1100 { return false }
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < wideRanges.count && wideRanges[low].contains(value)
  }

  /// East Asian Wide and Fullwidth, joined over what is not assigned (Unicode 14, EastAsianWidth.txt, with the yijing
  /// hexagrams and unified ideograph blocks wide as in glibc 2.36).
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
    0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
    0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
    0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
    0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
    0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E,
    0x3041...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAD9, 0xFE10...0xFE6B, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E, 0x1F191...0x1F19A,
    0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3,
    0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D,
    0x1F54B...0x1F54E, 0x1F550...0x1F567, 0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F,
    0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC,
    0x1F7E0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF, 0x1FA70...0x1FAF6, 0x20000...0x3134A,
  ]
}

import TerminalUI

/// Keys as xterm and its kin send them, for sequences that the terminal's description leaves out.
enum EscapeSequence {
  /// The key of a control sequence without its ESC [, as in `1;5D` for Ctrl-left; `nil` for what is none.
  static func press(_ sequence: String) -> KeyPress? {
    guard let final = sequence.last else { return nil }
    let numbers = sequence.dropLast().split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let first = numbers.first.flatMap { $0 } ?? 1
    let modifiers = numbers.count > 1 ? max(1, numbers[1] ?? 1) - 1 : 0
    guard numbers.count <= 2, numbers.allSatisfy({ $0 != nil }) || numbers.allSatisfy({ $0 == nil }) else { return nil }
    guard var press = press(final, first) else { return nil }
    if press.key != .backTab { press.isShift = modifiers & 1 != 0 }
    press.isAlternate = modifiers & 2 != 0
    press.isControl = modifiers & 4 != 0
    if case .character = press.key { press.isShift = false }
    return press
  }

  /// The key of ESC O and that character, as keypads and F1 to F4 send it.
  static func applicationKey(_ final: Unicode.Scalar) -> KeyPress? {
    if final == "M" { return KeyPress(.enter) }
    return "ABCDHFPQRS".unicodeScalars.contains(final) ? press(Character(final), 1) : nil
  }

  private static func press(_ final: Character, _ number: Int) -> KeyPress? {
    switch final {
    case "A": KeyPress(.up)
    case "B": KeyPress(.down)
    case "C": KeyPress(.right)
    case "D": KeyPress(.left)
    case "H": KeyPress(.home)
    case "F": KeyPress(.end)
    case "P": KeyPress(.function(1))
    case "Q": KeyPress(.function(2))
    case "R": KeyPress(.function(3))
    case "S": KeyPress(.function(4))
    case "Z": KeyPress(.backTab)
    case "~": numbered[number].map { KeyPress($0) }
    case "u": UInt32(exactly: number).flatMap { Unicode.Scalar($0) }.flatMap { KeyDecoder.press($0) }
    default: nil
    }
  }

  private static let numbered: [Int: Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end, 11: .function(1),
    12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6), 18: .function(7),
    19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
  ]
}

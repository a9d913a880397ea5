import CTerminal
import TerminalUI

/// Makes input events of what curses read: control characters, Alt, pastes, the mouse, and escape sequences that the
/// terminal's description does not have.
///
/// Pastes and mouse reports may come in several parts; an escape sequence that curses did not take as a key is read
/// from one part, so that Esc alone is known at once.
struct KeyDecoder {
  private var paste: String?
  private var mouseReport: String?

  /// The events of one part of the input.
  mutating func decode(_ inputs: [RawInput]) -> [InputEvent] {
    var events: [InputEvent] = []
    var rest = inputs[...]
    if let paste, inputs == [.character("\u{3}")] {
      // Ctrl-C typed by hand: the end of the paste got lost, and must not take the keyboard with it.
      events.append(.paste(paste))
      self.paste = nil
    }
    while let input = rest.popFirst() {
      if paste != nil {
        continuePaste(input, &events)
      } else if mouseReport != nil {
        continueMouseReport(input, &events)
      } else {
        switch input {
        case .key(let code): key(code, &events)
        case .character("\u{1B}"): escape(&rest, &events)
        case .character(let scalar):
          if let press = KeyDecoder.press(scalar) { events.append(.key(press)) }
        }
      }
    }
    return events
  }

  /// A character typed, with Ctrl where it is a control character; `nil` for those no key sends.
  static func press(_ scalar: Unicode.Scalar) -> KeyPress? {
    switch scalar.value {
    case 0: return KeyPress(.character(" "), isControl: true)
    case 9: return KeyPress(.tab)
    case 10, 13: return KeyPress(.enter)
    case 27: return KeyPress(.escape)
    case 8, 127: return KeyPress(.backspace)
    case 1..<27: return Unicode.Scalar(scalar.value + 96).map { KeyPress(.character($0), isControl: true) }
    case 28..<32: return Unicode.Scalar(scalar.value + 64).map { KeyPress(.character($0), isControl: true) }
    case 0x80..<0xA0: return nil
    default: return KeyPress(.character(scalar))
    }
  }

  // MARK: Keys

  private mutating func key(_ code: UInt32, isAlternate: Bool = false, _ events: inout [InputEvent]) {
    let modifiers = terminal_key(
      code & (TERMINAL_KEY_SHIFT.rawValue | TERMINAL_KEY_ALTERNATE.rawValue | TERMINAL_KEY_CONTROL.rawValue))
    let bare = terminal_key(code & 0xFF)
    if bare == TERMINAL_KEY_PASTE_START {
      paste = ""
    } else if bare == TERMINAL_KEY_MOUSE {
      mouseReport = ""
    } else if let key = KeyDecoder.keys[bare.rawValue] ?? KeyDecoder.functionKey(bare) {
      events.append(
        .key(
          KeyPress(
            key, isControl: modifiers.rawValue & TERMINAL_KEY_CONTROL.rawValue != 0,
            isAlternate: isAlternate || modifiers.rawValue & TERMINAL_KEY_ALTERNATE.rawValue != 0,
            isShift: modifiers.rawValue & TERMINAL_KEY_SHIFT.rawValue != 0)))
    }
  }

  private static let keys: [UInt32: Key] = [
    TERMINAL_KEY_UP.rawValue: .up, TERMINAL_KEY_DOWN.rawValue: .down, TERMINAL_KEY_LEFT.rawValue: .left,
    TERMINAL_KEY_RIGHT.rawValue: .right, TERMINAL_KEY_HOME.rawValue: .home, TERMINAL_KEY_END.rawValue: .end,
    TERMINAL_KEY_PAGE_UP.rawValue: .pageUp, TERMINAL_KEY_PAGE_DOWN.rawValue: .pageDown,
    TERMINAL_KEY_INSERT.rawValue: .insert, TERMINAL_KEY_DELETE.rawValue: .delete,
    TERMINAL_KEY_BACKSPACE.rawValue: .backspace, TERMINAL_KEY_ENTER.rawValue: .enter,
    TERMINAL_KEY_BACK_TAB.rawValue: .backTab,
  ]

  private static func functionKey(_ code: terminal_key) -> Key? {
    let number = Int(code.rawValue) - Int(TERMINAL_KEY_F0.rawValue)
    return (1...12).contains(number) ? .function(number) : nil
  }

  // MARK: Escape sequences

  /// What follows an ESC that curses did not take: nothing (the key Esc), a sequence, or a key held with Alt.
  private mutating func escape(_ rest: inout ArraySlice<RawInput>, _ events: inout [InputEvent]) {
    switch rest.first {
    case nil: events.append(.key(KeyPress(.escape)))
    case .key(let code):
      rest.removeFirst()
      key(code, isAlternate: true, &events)
    case .character("["):
      if let sequence = KeyDecoder.takeSequence(&rest) {
        if let press = EscapeSequence.press(sequence) { events.append(.key(press)) }
      } else {
        alternate("[", &rest, &events)
      }
    case .character("O"):
      // Keys in application mode send one character after ESC O.
      if case .character(let final)? = rest.dropFirst().first, let press = EscapeSequence.applicationKey(final) {
        rest.removeFirst(2)
        events.append(.key(press))
      } else {
        alternate("O", &rest, &events)
      }
    case .character("]") where KeyDecoder.isDigit(rest.dropFirst().first):
      KeyDecoder.dropAnswer(&rest)
    case .character("\u{1B}"):
      // Two of them: the first was the key.
      events.append(.key(KeyPress(.escape)))
    case .character(let scalar): alternate(scalar, &rest, &events)
    }
  }

  private func alternate(
    _ scalar: Unicode.Scalar, _ rest: inout ArraySlice<RawInput>, _ events: inout [InputEvent]
  ) {
    rest.removeFirst()
    guard var press = KeyDecoder.press(scalar) else { return }
    press.isAlternate = true
    events.append(.key(press))
  }

  /// A control sequence without its ESC [: parameters and the final character (ECMA-48, 5.4); `nil`, with nothing
  /// taken, when there is none.
  private static func takeSequence(_ rest: inout ArraySlice<RawInput>) -> String? {
    var sequence = ""
    for (index, input) in zip(rest.indices, rest).dropFirst() {
      guard case .character(let scalar) = input, (0x20..<0x7F).contains(scalar.value) else { return nil }
      sequence.unicodeScalars.append(scalar)
      if scalar.value >= 0x40 {
        rest = rest[(index + 1)...]
        return sequence
      }
    }
    return nil
  }

  private static func isDigit(_ input: RawInput?) -> Bool {
    if case .character(let scalar)? = input { ("0"..."9").contains(scalar) } else { false }
  }

  /// Passes over what the terminal answers to an operating system command, as the color behind its text that it was
  /// asked for: up to BEL or ESC \ (ECMA-48, 8.3.89).
  private static func dropAnswer(_ rest: inout ArraySlice<RawInput>) {
    while let input = rest.popFirst() {
      if input == .character("\u{7}") { return }
      if input == .character("\u{1B}"), rest.first == .character("\\") {
        rest.removeFirst()
        return
      }
    }
  }

  // MARK: Paste and mouse

  private mutating func continuePaste(_ input: RawInput, _ events: inout [InputEvent]) {
    switch input {
    case .key(TERMINAL_KEY_ENTER.rawValue), .character("\r"): paste?.append("\n")
    case .character("\n"):
      // The second half of a line end that was sent as two characters.
      if !endsInReturn { paste?.append("\n") }
    case .character(let scalar):
      paste?.unicodeScalars.append(scalar)
      if scalar == "~", let text = paste, text.utf8.suffix(6).elementsEqual("\u{1B}[201~".utf8) {
        events.append(.paste(String(text.unicodeScalars.dropLast(6))))
        paste = nil
      }
    case .key: break
    }
    endsInReturn = input == .character("\r")
  }

  private var endsInReturn = false

  private mutating func continueMouseReport(_ input: RawInput, _ events: inout [InputEvent]) {
    guard case .character(let scalar) = input, let report = mouseReport, report.utf8.count < 24,
      scalar == ";" || scalar == "M" || scalar == "m" || ("0"..."9").contains(scalar)
    else {
      mouseReport = nil
      return
    }
    if scalar == ";" || ("0"..."9").contains(scalar) {
      mouseReport = report + String(scalar)
      return
    }
    mouseReport = nil
    if let event = KeyDecoder.mouse(report, isRelease: scalar == "m") { events.append(.mouse(event)) }
  }

  /// The event of a report `button;column;row` (xterm's SGR mode 1006; columns and rows count from 1).
  static func mouse(_ report: String, isRelease: Bool) -> MouseEvent? {
    let numbers = report.split(separator: ";", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
    let position = Position(row: numbers[2] - 1, column: numbers[1] - 1)
    // 4, 8 and 16 are Shift, Alt and Ctrl.
    switch numbers[0] & ~(4 | 8 | 16) {
    case 0: return MouseEvent(isRelease ? .release : .press, at: position)
    case 32: return MouseEvent(.drag, at: position)
    case 64: return MouseEvent(.wheelUp, at: position)
    case 65: return MouseEvent(.wheelDown, at: position)
    default: return nil
    }
  }
}

import CTerminal
import TerminalUI
import Testing

@testable import NcursesTerminal

@Suite struct KeyDecodingTests {
  /// The events of input in which `\u{1B}` and text are characters.
  private func decoded(_ text: String) -> [InputEvent] {
    var decoder = KeyDecoder()
    return decoder.decode(text.unicodeScalars.map { .character($0) })
  }

  @Test(
    "Characters and sequences become the keys they stand for",
    arguments: [
      ("a", "a"), ("中", "中"), ("e\u{301}", "e\u{301}"), ("\u{1}", "<C-a>"), ("\u{3}", "<C-c>"), ("\u{1A}", "<C-z>"),
      ("\u{0}", "<C-Space>"), ("\u{1F}", "<C-_>"), ("\t", "<Tab>"), ("\r", "<Enter>"), ("\u{7F}", "<BS>"),
      ("\u{8}", "<BS>"), ("\u{1B}", "<Esc>"), ("\u{1B}1", "<A-1>"), ("\u{1B}\u{7F}", "<A-BS>"),
      ("\u{1B}\u{1}", "<C-A-a>"), ("\u{1B}\u{1B}", "<Esc><Esc>"), ("\u{1B}[", "<A-[>"), ("\u{1B}[1;5D", "<C-Left>"),
      ("\u{1B}[1;2A", "<S-Up>"), ("\u{1B}[1;3C", "<A-Right>"), ("\u{1B}[1;8B", "<C-A-S-Down>"),
      ("\u{1B}[5;5~", "<C-PageUp>"),
      ("\u{1B}[3;2~x", "<S-Del>x"), ("\u{1B}[Z", "<S-Tab>"), ("\u{1B}OR", "<F3>"), ("\u{1B}OM", "<Enter>"),
      ("\u{1B}O", "<A-O>"), ("\u{1B}Ox", "<A-O>x"), ("\u{1B}[15~", "<F5>"), ("\u{1B}[112;5u", "<C-p>"),
      ("\u{1B}[1;-9223372036854775808A", "<Up>"), ("\u{1B}[I\u{1B}[O", ""), ("\u{1B}[?1;2c", ""),
      ("\u{1B}[99;99;99~a", "a"), ("\u{9B}", ""), ("\u{1B}[;;X", ""),
    ])
  func keys(input: String, notation: String) {
    let events = decoded(input)
    let keys = events.compactMap { if case .key(let press) = $0 { press.notation } else { nil } }
    #expect(keys.joined() == notation && keys.count == events.count)
  }

  @Test func keysOfCursesKeepTheirModifiers() {
    var decoder = KeyDecoder()
    let left = TERMINAL_KEY_LEFT.rawValue
    let events = decoder.decode([
      .key(left), .key(left | TERMINAL_KEY_CONTROL.rawValue), .character("\u{1B}"), .key(left),
      .key(TERMINAL_KEY_F0.rawValue + 1), .key(TERMINAL_KEY_BACK_TAB.rawValue), .key(0xFF),
    ])
    let keys = events.compactMap { if case .key(let press) = $0 { press.notation } else { nil } }
    #expect(keys == ["<Left>", "<C-Left>", "<A-Left>", "<F1>", "<S-Tab>"])
  }

  @Test func aPasteInPartsIsOneEventAndItsLineEndsAreOne() {
    var decoder = KeyDecoder()
    func characters(_ text: String) -> [RawInput] { text.unicodeScalars.map { .character($0) } }
    #expect(decoder.decode([.key(TERMINAL_KEY_PASTE_START.rawValue)] + characters("one\rtwo\r")) == [])
    #expect(decoder.decode(characters("\nth\u{1B}ree\n\n") + [.key(TERMINAL_KEY_UP.rawValue)]) == [])
    let events = decoder.decode(characters("~中\u{1B}[201")) + decoder.decode(characters("~x"))
    #expect(events == [.paste("one\ntwo\nth\u{1B}ree\n\n~中"), .key(KeyPress(.character("x")))])
  }

  @Test func aPasteWhoseEndGotLostIsEndedByHand() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([.key(TERMINAL_KEY_PASTE_START.rawValue), .character("a"), .character("\u{3}")]) == [])
    let control = InputEvent.key(KeyPress(.character("c"), isControl: true))
    #expect(decoder.decode([.character("\u{3}")]) == [.paste("a\u{3}"), control])
  }

  @Test func mouseReportsAreReadInPartsAndDamagedOnesForgotten() {
    var decoder = KeyDecoder()
    func report(_ text: String) -> [InputEvent] {
      decoder.decode([.key(TERMINAL_KEY_MOUSE.rawValue)] + text.unicodeScalars.map { .character($0) })
    }
    #expect(report("0;252;7M") == [.mouse(MouseEvent(.press, at: Position(row: 6, column: 251)))])
    #expect(report("0;1;1m") == [.mouse(MouseEvent(.release, at: Position(row: 0, column: 0)))])
    #expect(report("32;3;4M") == [.mouse(MouseEvent(.drag, at: Position(row: 3, column: 2)))])
    #expect(report("68;1;2M") == [.mouse(MouseEvent(.wheelUp, at: Position(row: 1, column: 0)))])
    #expect(report("65;1;2M") == [.mouse(MouseEvent(.wheelDown, at: Position(row: 1, column: 0)))])
    for damaged in ["1;1M", "0;0;1M", "2;1;1M", "M", "9999999999999999999999999;1;1M"] {
      #expect(!report(damaged).contains { if case .mouse = $0 { true } else { false } })
    }
    var other = KeyDecoder()
    #expect(other.decode([.key(TERMINAL_KEY_MOUSE.rawValue), .character("0")]) == [])
    #expect(other.decode(";5;5M".unicodeScalars.map { .character($0) }).count == 1)
  }

  @Test func anyInputIsDecodedWithoutATrap() {
    for seed in UInt64(0)..<300 {
      var decoder = KeyDecoder()
      var state = seed
      let inputs: [RawInput] = (0..<80).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let value = UInt32(truncatingIfNeeded: state >> 33)
        if value % 9 == 0 { return .key(value % 2048) }
        let alphabet = Array("\u{1B}\u{1B}[[;;0159MmOZu~a\u{0}\r\n\u{9B}中".unicodeScalars)
        return .character(alphabet[Int(value) % alphabet.count])
      }
      _ = decoder.decode(inputs)
    }
  }

  @Test func aLateAnswerOfTheTerminalIsNoText() {
    let answer = "a\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\\u{1B}[?62;4cb\u{1B}]11;rgb:0/0/0\u{7}c"
    #expect(decoded(answer) == ["a", "b", "c"].map { .key(KeyPress(.character($0))) })
    #expect(decoded("\u{1B}]") == [.key(KeyPress(.character("]"), isAlternate: true))])
  }
}

import CTerminal
import TerminalUI
import TestSupport
import Testing

@testable import NcursesTerminal

@Suite struct AnswerFuzzTests {
  private static let pieces = [
    "\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}]", "\u{1B}[<0;1;1M", "\u{1B}[200~", "\u{1B}[201~", "\u{7}", "\u{1B}\\", ";",
    "-", "0", "1", "5", "99999999999999999999", "-9223372036854775808", "9223372036854775807", "4294967296", "~", "u",
    "A", "M", "m", "<", "?", "c", "rgb:", "/", "FFFF", "\u{3}", "\u{0}", "\u{9B}", "é", "\u{301}", "\u{10FFFF}",
  ]

  /// Whatever a terminal sends is keys, or nothing; and no key has a control character in it.
  @Test func damagedAnswersAreKeysOrNothing() {
    let documents = [
      "\u{1B}[1;5D\u{1B}[112;5u\u{1B}[15~a\u{1B}]11;rgb:ffff/0000/ffff\u{1B}\\x", "\u{1B}[<0;12;3M\u{1B}[<0;12;3mq",
      "\u{1B}[200~one\rtwo\u{1B}[201~\u{1B}[?1;2c\u{1B}OP",
    ].map { Array($0.utf8) }
    let codes = [
      TERMINAL_KEY_PASTE_START, TERMINAL_KEY_MOUSE, TERMINAL_KEY_UP, TERMINAL_KEY_BACK_TAB, TERMINAL_KEY_F0,
    ].map(\.rawValue)
    var noEvents = 0
    Fuzzing("terminal-answer", count: 1000).run(documents, Fuzzing.text(Self.pieces)) { bytes in
      guard !bytes.isEmpty else { throw NothingMuch() }
      let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
      var inputs = scalars.map { RawInput.character($0) }
      // Keys that curses knew stand between.
      for (index, code) in codes.enumerated() where (bytes.count + index) % 4 == 0 {
        inputs.insert(
          .key(code | UInt32(bytes[index % bytes.count]) << 8), at: (bytes.count * (index + 3)) % inputs.count)
      }
      var decoder = KeyDecoder()
      var events = 0
      for part in [inputs[..<(inputs.count / 2)], inputs[(inputs.count / 2)...]] {
        for event in decoder.decode(Array(part)) {
          events += 1
          guard case .key(let press) = event, case .character(let scalar) = press.key else { continue }
          if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) {
            throw Fuzzing.Broken("a key is the control character \(scalar.value)")
          }
        }
      }
      guard events > 3 else {
        noEvents += 1
        throw NothingMuch()
      }
    }
    #expect(noEvents > 0)
  }

  /// A case of few events, as one that is refused.
  private struct NothingMuch: Error {}
}

import Testing

@testable import Display

@Suite struct TextWidthTests {
  @Test(
    "Text takes the columns that glibc 2.36, ncurses 6.4 and tmux count for its display form",
    arguments: [
      ("", 0), ("abc", 3), ("e\u{301}", 1), ("中文", 4), ("ｈａ", 4), ("한국어", 6), ("\u{1112}\u{1161}\u{11AB}", 2),
      ("😀", 2), ("🇫🇷", 2), ("⚠️", 1), ("❤️", 1), ("👨‍👩‍👧", 2), ("👍🏽", 2), ("1️⃣", 1), ("🫨", 1), ("नमस्ते", 4),
      ("สวัสดี", 4), ("مرحبا", 5), ("▀▄█", 3), ("⠿", 1), ("a\u{200B}b", 2), ("a\u{AD}b", 2), ("\u{E000}", 1),
      ("\u{600}", 1),
    ])
  func columns(text: String, columns: Int) {
    #expect(TextWidth.columns(of: text) == columns)
    #expect(TextWidth.cells(of: text).reduce(0) { $0 + $1.columns } == columns)
  }

  @Test(
    "What a terminal could obey or draw unpredictably is replaced by something visible",
    arguments: [
      ("\u{1B}[2J", "␛[2J"), ("a\tb\r\n", "a␉b␍␊"), ("\u{7F}", "␡"), ("\u{9B}31m", "␦31m"), ("\u{202E}abc", "␦abc"),
      ("a\u{2028}b", "a␤b"), ("⚠️", "⚠"), ("👨‍👩‍👧", "👨"), ("👍🏽!", "👍!"), ("🫨", "\u{FFFD}"),
      ("\u{10FFFF}", "\u{FFFD}"), ("\u{301}a", "◌\u{301}a"), ("a\u{FEFF}b", "ab"),
      ("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", "a\u{301}\u{302}\u{303}\u{304}"),
    ])
  func displayForm(text: String, shown: String) {
    let cells = TextWidth.cells(of: text).map(\.text)
    #expect(cells.joined().unicodeScalars.elementsEqual(shown.unicodeScalars), "\(cells)")
  }

  @Test func noScalarReachesTheScreenAsAControlCharacterOrWithoutAColumn() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for cell in TextWidth.cells(of: String(scalar)) {
        #expect(cell.columns == 1 || cell.columns == 2)
        let scalars = cell.text.unicodeScalars
        if let first = scalars.first, TextWidth.columns(of: first) != cell.columns, first.value != 0xFFFD {
          Issue.record("U+\(String(value, radix: 16)) is shown as \(cell.text) in \(cell.columns) columns")
        }
      }
    }
  }
}

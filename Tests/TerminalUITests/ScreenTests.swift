import TestSupport
import Testing

@testable import TerminalUI

@Suite struct ScreenTests {
  @Test func wideCharactersAreNeverCutInHalf() {
    var screen = Screen(size: Size(columns: 6, rows: 1))
    screen.write("中文字", at: Position(row: 0, column: 0))
    #expect(screen.text == "中文字")
    screen[Position(row: 0, column: 1)] = Cell("x")
    #expect(screen.text == " x文字")
    screen[Position(row: 0, column: 2)] = Cell("y")
    #expect(screen.text == " xy 字")
    screen[Position(row: 0, column: 3)] = Cell("語")
    #expect(screen.text == " xy語 ")
    screen[Position(row: 0, column: 5)] = Cell("語")
    #expect(screen.text == " xy語 ")
  }

  @Test func everySequenceOfWritesLeavesEveryWideCharacterWithItsRightHalf() {
    var random = SplitMix(state: 1)
    for _ in 0..<200 {
      var screen = Screen(size: Size(columns: 7, rows: 2))
      for _ in 0..<60 {
        let place = Position(row: Int.random(in: 0..<2, using: &random), column: Int.random(in: 0..<7, using: &random))
        screen[place] = Cell(["", "a", "中", "e\u{301}", "two", "\u{1B}", "😀"].randomElement(using: &random) ?? "")
      }
      for row in 0..<2 {
        let cells = (0..<7).map { screen[Position(row: row, column: $0)].text }
        #expect(TextWidth.columns(of: cells.joined()) == 7, "\(cells)")
        for (index, text) in cells.enumerated() where text.isEmpty {
          #expect(index > 0 && TextWidth.columns(of: cells[index - 1]) == 2, "\(cells)")
        }
      }
    }
  }

  @Test func controlCharactersNeverEnterACell() {
    var screen = Screen(size: Size(columns: 3, rows: 1))
    screen[Position(row: 0, column: 0)] = Cell("\u{1B}[2J")
    screen.fill(Rect(row: 0, column: 1, columns: 1, rows: 1), with: "\u{7}")
    #expect(screen.text == "␛␇ ")
  }

  @Test(
    "Text longer than its place is cut where asked",
    arguments: [
      (Truncation.clip, "日本語のテ", 10), (.ellipsis, "日本語の…", 9), (.leadingEllipsis, "…のテスト", 9),
      (.ellipsis, "日本語のテスト", 14),
    ])
  func truncation(truncation: Truncation, shown: String, columns: Int) {
    var screen = Screen(size: Size(columns: 20, rows: 1))
    let place = Rect(row: 0, column: 0, columns: columns < 14 ? 10 : 14, rows: 1)
    let written = screen.write("日本語のテスト", in: place, truncation: truncation)
    #expect(written == columns)
    #expect(screen.text == shown + String(repeating: " ", count: 20 - columns))
  }

  @Test func textIsAlignedInItsPlace() {
    var screen = Screen(size: Size(columns: 9, rows: 3))
    for (row, alignment) in [Alignment.leading, .center, .trailing].enumerated() {
      screen.write("ab中", in: Rect(row: row, column: 1, columns: 7, rows: 1), alignment: alignment)
    }
    #expect(screen.text == " ab中    \n  ab中   \n    ab中 ")
  }

  @Test func boxesFitTheirRectangle() {
    var screen = Screen(size: Size(columns: 5, rows: 4))
    screen.drawBox(Rect(row: 0, column: 1, columns: 4, rows: 3))
    screen.drawBox(Rect(row: 3, column: 0, columns: 5, rows: 1))
    #expect(screen.text == " ┌──┐\n │  │\n └──┘\n     ")
  }

  @Test func theDescriptionNamesSizeCursorGlyphsAndStyles() {
    var screen = Screen(size: Size(columns: 4, rows: 2))
    screen.cursor = Position(row: 1, column: 2)
    screen.write("中x", at: Position(row: 0, column: 0), style: Style(foreground: .named(4), isBold: true))
    screen[Position(row: 1, column: 0)] = Cell(
      "▀", style: Style(foreground: .rgb(red: 255, green: 0, blue: 10), background: .rgb(red: 0, green: 0, blue: 96)))
    #expect(
      screen.description(colorDepth: .trueColor) == """
        size 4x2
        cursor row 1 column 2
        glyphs
        |中x |
        |▀   |
        styles
        |aaa.|
        |b...|
        legend
        a 4 bold
        b #FF000A on #000060

        """)
    #expect(screen.description(colorDepth: .palette256).contains("b #FF0000 on #00005F"))
    #expect(screen.description(colorDepth: .ansi16).contains("b 9 on 0"))
    #expect(screen.description(colorDepth: .mono).hasSuffix("legend\na bold\n"))
  }
}

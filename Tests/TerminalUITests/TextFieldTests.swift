import Testing

@testable import TerminalUI

@Suite struct TextFieldTests {
  /// Types `keys` and shows the text with `|` at the caret.
  private func typed(_ keys: String, into text: String = "") throws -> String {
    var field = TextField(text)
    for key in try KeyPress.sequence(keys) { _ = field.handle(key) }
    return "\(field.before)|\(field.after)"
  }

  @Test(
    "Keys edit as in a shell's line",
    arguments: [
      ("abc<Left><Left>x", "ax|bc"), ("one two three<C-w>", "one two |"), ("one two<C-Left><C-Left>", "|one two"),
      ("one two<C-a><C-Right>", "one| two"), ("one two<Home><Del>", "|ne two"), ("abc<Left><C-u>", "|c"),
      ("abc<C-a><Right><C-k>", "a|"), ("abc<C-a>x<C-e>y", "xabcy|"), ("ab<BS><BS><BS>", "|"),
      ("中文<Left><BS>", "|文"), ("e\u{301}<BS>", "|"), ("ab<Left>\u{301}", "a\u{301}|b"),
      ("a-b c_d<A-BS>", "a-b |"), ("x<Left><Left><Right><Right><Right>y", "xy|"), ("日本 語<A-b>", "日本 |語"),
    ])
  func editing(keys: String, result: String) throws {
    #expect(try typed(keys) == result)
  }

  @Test(
    "Undo takes back words, erasures and pastes as a whole, and redo brings them again",
    arguments: [
      ("one two<C-_>", "one|"), ("one two<C-_><C-_>", "|"), ("one two<C-_><C-_><C-_><C-y><C-y>", "one two|"),
      ("abc<BS><BS><C-_>", "abc|"), ("abc<BS>d<C-_>", "ab|"), ("abc<C-u><C-_>", "abc|"),
      ("abc<C-_>x<C-y>", "x|"),
    ])
  func history(keys: String, result: String) throws {
    #expect(try typed(keys) == result)
  }

  @Test func pasteKeepsLineEndsAndIsOneStep() throws {
    var field = TextField("ab")
    _ = field.handle(KeyPress(.left))
    field.paste("1\n2")
    #expect(field.text == "a1\n2b")
    #expect(drawn(field, 8, 1) == "a1⏎2b   ")
    field.undo()
    #expect(field.text == "ab")
  }

  @Test func otherKeysAreNotItsOwn() throws {
    var field = TextField("a")
    for key in ["<Esc>", "<Enter>", "<Tab>", "<Up>", "<C-c>", "<C-p>", "<A-1>", "<F1>"] {
      #expect(try !field.handle(KeyPress(notation: key)))
    }
    #expect(field.text == "a")
  }

  /// The glyphs and the cursor's column of a field on one row.
  private func line(_ keys: String, _ columns: Int) throws -> (String, Int?) {
    var field = TextField()
    field.isFocused = true
    for key in try KeyPress.sequence(keys) { _ = field.handle(key) }
    var screen = Screen(size: Size(columns: columns, rows: 1))
    field.draw(on: &screen, in: screen.bounds)
    return (screen.text, screen.cursor?.column)
  }

  @Test func oneRowScrollsWithTheCaret() throws {
    #expect(try line("abc", 6) == ("abc   ", 3))
    #expect(try line("abcdefgh", 6) == ("defgh ", 5))
    #expect(try line("abcdefgh<Home>", 6) == ("abcdef", 0))
    #expect(try line("abcdefgh<Left><Left><Left><Left>", 6) == ("bcdefg", 3))
    #expect(try line("日本語のテスト", 6) == ("スト  ", 4))
    #expect(try line("日本語<Home><Right>", 6) == ("日本語", 2))
    #expect(try line("abc", 1) == (" ", 0))
  }

  @Test func severalRowsHoldTheTextWrapped() {
    var field = TextField("abcdef\n中文字")
    field.isFocused = true
    var screen = Screen(size: Size(columns: 5, rows: 4))
    field.draw(on: &screen, in: screen.bounds)
    #expect(screen.text == "abcde\nf⏎   \n中文 \n字   ")
    #expect(screen.cursor == Position(row: 3, column: 2))
  }

  /// The text with `|` where a click puts the caret.
  private func clicked(_ text: String, left: Int = 0, row: Int, column: Int, _ columns: Int, _ rows: Int) -> String {
    var field = TextField(text)
    for _ in 0..<left { _ = field.handle(KeyPress(.left)) }
    field.setCaret(
      at: Position(row: 2 + row, column: 3 + column), in: Rect(row: 2, column: 3, columns: columns, rows: rows))
    return "\(field.before)|\(field.after)"
  }

  @Test func aClickPutsTheCaretBeforeWhatIsUnderIt() {
    #expect(clicked("abc", row: 0, column: 1, 6, 1) == "a|bc")
    #expect(clicked("abc", row: 0, column: 5, 6, 1) == "abc|")
    #expect(clicked("abc", row: 0, column: -2, 6, 1) == "|abc")
    for column in [2, 3] { #expect(clicked("日本語", row: 0, column: column, 9, 1) == "日|本語") }
    #expect(clicked("ae\u{301}b", row: 0, column: 2, 6, 1) == "ae\u{301}|b")
    #expect(clicked("", row: 0, column: 2, 6, 1) == "|")
  }

  @Test func aClickKnowsWhatIsScrolledAway() {
    // Shown is "defgh ", and with the caret in the middle "bcdefg".
    #expect(clicked("abcdefgh", row: 0, column: 0, 6, 1) == "abc|defgh")
    #expect(clicked("abcdefgh", left: 4, row: 0, column: 5, 6, 1) == "abcdef|gh")
    #expect(clicked("日本語のテスト", row: 0, column: 2, 6, 1) == "日本語のテス|ト")
  }

  @Test func aClickIntoWrappedTextFindsItsRow() {
    // Shown is "abcde", "f⏎", "中文 ", "字".
    for (row, column, caret) in [
      (0, 3, "abc|def\n中文字"), (1, 0, "abcde|f\n中文字"), (1, 4, "abcdef|\n中文字"), (2, 3, "abcdef\n中|文字"),
      (3, 0, "abcdef\n中文|字"), (3, 4, "abcdef\n中文字|"),
    ] { #expect(clicked("abcdef\n中文字", row: row, column: column, 5, 4) == caret) }
    #expect(clicked("ab", row: 3, column: 0, 5, 4) == "ab|")
    // Rows above are scrolled away: shown is "ghi", "jkl".
    #expect(clicked("abcdefghijkl", left: 1, row: 0, column: 1, 3, 2) == "abcdefg|hijkl")
  }

  @Test func aMegabyteIsDrawnAroundItsCaret() {
    var field = TextField(String(repeating: "日本語 text ", count: 70_000))
    field.isFocused = true
    for _ in 0..<20 { _ = field.handle(KeyPress(.left)) }
    #expect(drawn(field, 14, 1) == "語 text 日本語")
  }

  @Test func anEmptyFieldShowsItsPlaceholder() {
    var field = TextField()
    field.placeholder = "type a question"
    #expect(drawn(field, 10, 1) == "type a qu…")
  }
}

import Testing

@testable import TerminalUI

@Suite struct KeyNotationTests {
  @Test(
    "A key and its notation stand for each other",
    arguments: [
      ("j", KeyPress(.character("j"))), ("J", KeyPress(.character("J"))), ("中", KeyPress(.character("中"))),
      ("<C-p>", KeyPress(.character("p"), isControl: true)), ("<A-1>", KeyPress(.character("1"), isAlternate: true)),
      ("<C-A-x>", KeyPress(.character("x"), isControl: true, isAlternate: true)), ("<Esc>", KeyPress(.escape)),
      ("<S-Tab>", KeyPress(.backTab)), ("<Tab>", KeyPress(.tab)), ("<C-Left>", KeyPress(.left, isControl: true)),
      ("<F12>", KeyPress(.function(12))), ("<lt>", KeyPress(.character("<"))), (">", KeyPress(.character(">"))),
      ("<Space>", KeyPress(.character(" "))), ("<S-Up>", KeyPress(.up, isShift: true)),
      ("<A-->", KeyPress(.character("-"), isAlternate: true)),
    ])
  func roundTrip(notation: String, key: KeyPress) throws {
    #expect(try KeyPress(notation: notation) == key)
    #expect(key.notation == notation)
  }

  @Test func sequencesAreReadKeyByKey() throws {
    let keys = try KeyPress.sequence("i<c-P>é<enter><M-a> ")
    #expect(keys.map(\.notation) == ["i", "<C-p>", "é", "<Enter>", "<A-a>", "<Space>"])
    #expect(try KeyPress.sequence("").isEmpty)
  }

  @Test("What is not a key is refused", arguments: ["<", "<Nope>", "<C->", "<X-a>", "<F13>", "\u{1B}", "<>"])
  func refused(notation: String) {
    #expect(throws: KeyNotationError.self) { try KeyPress.sequence(notation) }
  }
}

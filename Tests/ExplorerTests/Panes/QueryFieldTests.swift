import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Query field")
struct QueryFieldTests {
  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 60, rows: 12)])
  func aClickPutsTheCaretWhereItIs(size: Size) throws {
    var harness = ExplorerHarness(size: size)
    try harness.type("two 水水 fish")
    let shown = try #require(harness.picture.cursor)
    harness.click(row: shown.row, column: shown.column - 4)
    #expect(harness.picture.cursor == Position(row: shown.row, column: shown.column - 4))
    try harness.type("big ")
    #expect(harness.state.query.field.text == "two 水水 big fish")
    // On the second column of a wide character.
    harness.click(row: shown.row, column: shown.column - 6)
    try harness.type("x")
    #expect(harness.state.query.field.text == "two 水x水 big fish")
  }

  @Test func aClickBelowTheFieldLeavesTheCaret() throws {
    var harness = ExplorerHarness()
    try harness.type("water<Left><Left><Esc>3")
    let rect = try #require(harness.state.layout.content(of: .query))
    harness.click(row: rect.rows.upperBound - 1, column: rect.origin.column + 3)
    #expect(harness.state.isEditing && harness.state.query.field.before == "wat")
    // The mark before the text stands for its beginning.
    harness.click(row: rect.origin.row, column: rect.origin.column)
    #expect(harness.state.query.field.before == "")
  }
}

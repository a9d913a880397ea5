import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Query field")
struct QueryFieldTests {
  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 60, rows: 12)])
  func aClickPutsTheCaretWhereItIs(size: Size) throws {
    var bench = Bench(size: size)
    try bench.type("two 水水 fish")
    let shown = try #require(bench.picture.cursor)
    bench.click(row: shown.row, column: shown.column - 4)
    #expect(bench.picture.cursor == Position(row: shown.row, column: shown.column - 4))
    try bench.type("big ")
    #expect(bench.state.query.field.text == "two 水水 big fish")
    // On the second column of a wide character.
    bench.click(row: shown.row, column: shown.column - 6)
    try bench.type("x")
    #expect(bench.state.query.field.text == "two 水x水 big fish")
  }

  @Test func aClickBelowTheFieldLeavesTheCaret() throws {
    var bench = Bench()
    try bench.type("water<Left><Left><Esc>3")
    let rect = try #require(bench.state.layout.content(of: .query))
    bench.click(row: rect.rows.upperBound - 1, column: rect.origin.column + 3)
    #expect(bench.state.isEditing && bench.state.query.field.before == "wat")
    // The mark before the text stands for its beginning.
    bench.click(row: rect.origin.row, column: rect.origin.column)
    #expect(bench.state.query.field.before == "")
  }
}

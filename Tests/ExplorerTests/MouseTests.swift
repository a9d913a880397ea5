import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Mouse")
struct MouseTests {
  @Test func clicksFocusPanesAndPickRowsAndValues() throws {
    var bench = Bench()
    try bench.type("sea")
    let items = try #require(bench.state.layout.content(of: .items))
    bench.click(row: items.origin.row + 3, column: items.origin.column + 5)
    #expect(bench.state.screen.focus == .items && bench.state.subject.selectedRow == 2)
    let adapters = try #require(bench.state.layout.content(of: .adapters))
    bench.click(row: adapters.origin.row + 3, column: adapters.origin.column + 8)
    #expect(bench.state.subject.task == EmbeddingTask("code") && bench.state.subject.marked.isEmpty)
    bench.click(row: adapters.origin.row + 2, column: adapters.origin.column + 4)
    #expect(
      bench.state.subject.task == EmbeddingTask("code")
        && bench.state.subject.marked == [EmbeddingTask("text-matching")])
    #expect(bench.state.adapters.cursor == 1)
    bench.perform(.input(.mouse(MouseEvent(.wheelDown, at: adapters.origin))))
    #expect(bench.state.adapters.cursor == 2)
    let map = try #require(bench.state.layout.content(of: .similarity))
    bench.click(row: map.origin.row + 2, column: map.origin.column + 20)
    #expect(bench.state.screen.focus == .similarity && bench.state.similarity.column > 1)
    let query = try #require(bench.state.layout.content(of: .query))
    bench.click(row: query.origin.row, column: query.origin.column)
    #expect(bench.state.isEditing)
    let row = bench.state.subject.selectedRow
    bench.perform(.input(.mouse(MouseEvent(.wheelDown, at: items.origin))))
    #expect(bench.state.subject.selectedRow == row + 3)
  }

  @Test func aClickInTheTableOrThePlotAndTheWheelChooseADimension() throws {
    var bench = Bench(size: Size(columns: 120, rows: 40))
    try bench.type("sea")
    let content = try #require(bench.state.layout.content(of: .dimensions))
    bench.click(row: content.origin.row + 1, column: content.origin.column + 2)
    #expect(bench.state.subject.dimensions == 16)
    bench.click(row: content.rows.upperBound - 3, column: content.columns.upperBound - 4)
    #expect(bench.state.subject.dimensions == 128)
    bench.perform(.input(.mouse(MouseEvent(.wheelUp, at: content.origin))))
    #expect(bench.state.subject.dimensions == 64)
  }
}

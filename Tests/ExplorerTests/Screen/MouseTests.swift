import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Mouse")
struct MouseTests {
  @Test func clicksFocusPanesAndPickRowsAndValues() throws {
    var harness = ExplorerHarness()
    try harness.type("sea")
    let items = try #require(harness.state.layout.content(of: .items))
    harness.click(row: items.origin.row + 3, column: items.origin.column + 5)
    #expect(harness.state.screen.focus == .items && harness.state.subject.selectedRow == 2)
    let adapters = try #require(harness.state.layout.content(of: .adapters))
    harness.click(row: adapters.origin.row + 3, column: adapters.origin.column + 8)
    #expect(harness.state.subject.task == EmbeddingTask("code") && harness.state.subject.marked.isEmpty)
    harness.click(row: adapters.origin.row + 2, column: adapters.origin.column + 4)
    #expect(
      harness.state.subject.task == EmbeddingTask("code")
        && harness.state.subject.marked == [EmbeddingTask("text-matching")])
    #expect(harness.state.adapters.cursor == 1)
    harness.perform(.input(.mouse(MouseEvent(.wheelDown, at: adapters.origin))))
    #expect(harness.state.adapters.cursor == 2)
    let map = try #require(harness.state.layout.content(of: .similarity))
    harness.click(row: map.origin.row + 2, column: map.origin.column + 20)
    #expect(harness.state.screen.focus == .similarity && harness.state.similarity.column > 1)
    let query = try #require(harness.state.layout.content(of: .query))
    harness.click(row: query.origin.row, column: query.origin.column)
    #expect(harness.state.isEditing)
    let row = harness.state.subject.selectedRow
    harness.perform(.input(.mouse(MouseEvent(.wheelDown, at: items.origin))))
    #expect(harness.state.subject.selectedRow == row + 3)
  }

  @Test func aClickInTheTableOrThePlotAndTheWheelChooseADimension() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("sea")
    let content = try #require(harness.state.layout.content(of: .dimensions))
    harness.click(row: content.origin.row + 1, column: content.origin.column + 2)
    #expect(harness.state.subject.dimensions == 16)
    harness.click(row: content.rows.upperBound - 3, column: content.columns.upperBound - 4)
    #expect(harness.state.subject.dimensions == 128)
    harness.perform(.input(.mouse(MouseEvent(.wheelUp, at: content.origin))))
    #expect(harness.state.subject.dimensions == 64)
  }
}

import Embeddings
import Foundation
import TerminalUI
import TestSupport
import Testing

@testable import Explorer

/// The selected rectangle never outlives what it was selected of.
@Suite("Rectangle")
struct RectangleTests {
  /// Two adapters compared with a query, the focus on the similarities.
  private func comparing() throws -> ExplorerHarness {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("water from the sea<Esc>2jj<Space>4")
    return harness
  }

  @Test(arguments: ["x", "o", "oo", "t", "<Esc>", "<Space>", "3A4", "3B4"])
  func whateverShowsOtherValuesLetsItGo(keys: String) throws {
    var harness = try comparing()
    try harness.type("l<Space>jjll")
    #expect(harness.state.similarity.selection?.rows == 0..<3)
    try harness.type(keys)
    #expect(harness.state.similarity.corner == nil && harness.state.similarity.selection == nil)
  }

  @Test func itStaysWhereTheSamePairsAreShown() throws {
    var harness = try comparing()
    try harness.type("l<Space>jjll")
    let selection = try #require(harness.state.similarity.selection)
    for keys in ["<lt>", "c", "v", "f", "3", "4", "=", "5k4", "d"] {
      try harness.type(keys)
      #expect(harness.state.similarity.selection?.rows == selection.rows, "\(keys)")
      #expect(harness.state.similarity.selection?.columns == selection.columns, "\(keys)")
    }
  }

  @Test(arguments: [1, 2]) func oneThatReachesBeyondAShrunkenMatrixIsDropped(adapters: Int) throws {
    var harness = try comparing()
    if adapters == 2 { try harness.type("2k<Space>4") }
    try harness.type("xG<Space>gl")
    let extent = harness.state.similarity.extent
    #expect(extent.rows == adapters + 1 && harness.state.similarity.corner?.row == adapters)
    // The row of its corner is one more than the last one now.
    try harness.type("2<Space>4")
    #expect(harness.state.similarity.extent.rows == adapters)
    #expect(harness.state.similarity.corner == nil)
    let folder = try TemporaryFolder()
    harness.perform(.line("export \(folder.path)/a.csv"))
    let lines = try String(contentsOfFile: folder.path + "/a.csv", encoding: .utf8).split(separator: "\n")
    #expect(lines.count == adapters + 1)
  }

  @Test func itsCornerIsKeptOnTheLastRowAndColumnAndNoFurther() throws {
    let harness = try comparing()
    var (similarity, subject) = (harness.state.similarity, harness.state.subject)
    let last = similarity.extent.rows - 1
    for (row, column) in [(last, last), (0, last), (last, 0), (0, 0)] {
      similarity.corner = HeatmapGrid.Place(row: row, column: column)
      similarity.settle(&subject, capacity: nil)
      #expect(similarity.corner != nil)
    }
    for (row, column) in [(last + 1, 0), (0, last + 1), (last + 1, last + 1), (last + 100, 0)] {
      similarity.corner = HeatmapGrid.Place(row: row, column: column)
      similarity.settle(&subject, capacity: nil)
      #expect(similarity.corner == nil, "\(row), \(column)")
    }
  }
}

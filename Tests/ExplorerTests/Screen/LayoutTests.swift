import TerminalUI
import Testing

@testable import Explorer

@Suite("Layout")
struct LayoutTests {
  @Test func panesLieOnTheScreenAndNeverOnEachOtherAtAnySize() {
    for columns in 1...300 {
      for rows in 1...100 {
        let layout = ExplorerLayout(
          size: Size(columns: columns, rows: rows), focus: .items, isZoomed: false, adapterCount: 3, noticeColumns: 60)
        #expect(layout.isTooSmall == (columns < 40 || rows < 10))
        let rects = Array(layout.frames.values) + [layout.status, layout.tabs]
        let area = rects.reduce(0) { $0 + $1.size.columns * $1.size.rows }
        if !layout.isTooSmall { #expect(area == columns * rows, "\(columns)×\(rows) is covered exactly") }
        for rect in rects {
          #expect(rect.isEmpty || (rect.columns.upperBound <= columns && rect.rows.upperBound <= rows))
        }
      }
    }
  }

  @Test func severalPanesAreShownFrom80By24On() {
    func panes(_ columns: Int, _ rows: Int) -> Int {
      ExplorerLayout(
        size: Size(columns: columns, rows: rows), focus: .query, isZoomed: false, adapterCount: 3, noticeColumns: 60
      ).frames.count
    }
    #expect(panes(80, 24) == 5)
    #expect(panes(79, 24) == 1)
    #expect(panes(80, 23) == 1)
    #expect(panes(120, 40) == 6)
    #expect(panes(200, 60) == 6)
  }

  @Test func theScreenIsDrawnAtEverySizeInEveryPane() throws {
    var harness = ExplorerHarness()
    try harness.type("water from the sea<Esc>2j<Space>")
    for pane in Pane.allCases {
      try harness.type(String(pane.number))
      for columns in stride(from: 1, through: 300, by: 23) {
        for rows in stride(from: 1, through: 100, by: 13) {
          harness.perform(.input(.resize(Size(columns: columns, rows: rows))))
          #expect(harness.picture.size == Size(columns: columns, rows: rows))
        }
      }
    }
  }

  @Test func theNoticeOfTheModelIsWholeAtEveryAllowedWidth() throws {
    for columns in 40...130 {
      let harness = ExplorerHarness(size: Size(columns: columns, rows: 24))
      let foot = harness.picture.text.split(separator: "\n").suffix(4).joined(separator: " ")
      let words = foot.split(separator: " ").joined(separator: " ")
      #expect(words.contains("Untrained stand-in model: its numbers mean nothing."), "\(columns) columns")
    }
  }

  @Test func everyPaneCanBeReachedWithTheMouse() {
    for (columns, rows) in [(40, 10), (80, 23), (80, 24), (100, 30), (120, 40), (150, 40), (200, 60), (300, 100)] {
      for pane in Pane.allCases {
        var harness = ExplorerHarness(size: Size(columns: columns, rows: rows))
        let place =
          harness.state.paneTabs.first { $0.pane == pane }?.rect
          ?? harness.state.layout.frames[pane].map { $0.inset(by: 1) }
        guard let place else {
          Issue.record("\(pane) cannot be clicked on at \(columns)×\(rows)")
          continue
        }
        harness.click(row: place.origin.row, column: place.origin.column)
        #expect(harness.state.screen.focus == pane, "\(columns)×\(rows)")
        #expect(harness.state.layout.frames[pane] != nil)
      }
    }
  }
}

import Embeddings
import TerminalUI

extension ExplorerState {
  /// Selects what stands in a row of the list, or the nearest row.
  mutating func selectRow(_ row: Int) {
    guard rowCount > 0 else { return }
    select(item(inRow: clamped(row, to: rowCount)))
  }

  /// Selects an item.
  mutating func select(_ item: Int) {
    if list.chosen != item { inspectorLine = 0 }
    list.chosen = item
    pair = .query
  }

  /// Goes to the top of the list, where the best items for a new query are; neighbours of an item stay as they are.
  mutating func showTheBest() {
    guard list.pins.isEmpty else { return }
    list.chosen = nil
    inspectorLine = 0
  }

  /// Keeps the selected row on the screen.
  mutating func settleList() {
    arrangeItems()
    guard let rect = layout.content(of: .items) else { return }
    let pane = ItemsPane(state: self)
    list.firstRow = pane.list.visibleRows(in: pane.parts(of: rect).list).lowerBound
  }
}

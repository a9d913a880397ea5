import Embeddings
import TerminalUI

extension ExplorerState {
  /// Selects what stands in a row of the list, or the nearest row.
  mutating func selectRow(_ row: Int) {
    guard !items.isEmpty else { return }
    select(item(inRow: clamped(row, to: items.count)))
  }

  /// Selects an item.
  mutating func select(_ item: Int) {
    if list.chosen != item { inspectorLine = 0 }
    list.chosen = item
    pair = .query
  }

  /// Keeps the selected row on the screen.
  mutating func settleList() {
    guard let rect = layout.content(of: .items) else { return }
    list.firstRow = ItemsPane(state: self).list.visibleRows(in: rect).lowerBound
  }
}

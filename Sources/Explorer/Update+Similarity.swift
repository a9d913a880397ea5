import Embeddings
import TerminalUI

extension ExplorerState {
  /// The item of a column (and, of items × items, of a row); the nearest where there are fewer.
  func heatmapItem(at place: Int) -> Int {
    let shown = heatmap.items
    return shown.isEmpty ? clamped(place, to: items.count) : shown[clamped(place, to: shown.count)]
  }

  /// Rows and columns of what is shown.
  var heatmapExtent: (rows: Int, columns: Int) {
    switch heatmap.rows {
    case .items: (heatmap.items.count, heatmap.items.count)
    case .query: (heatmap.items.isEmpty ? 0 : shownRanking?.comparison.tasks.count ?? 0, heatmap.items.count)
    }
  }

  /// Moves the crosshair; the dimension pane follows the pair it points at.
  mutating func moveCrosshair(rows: Int, columns: Int) {
    moveCrosshair(toRow: heatmap.row + rows, column: heatmap.column + columns)
  }

  /// Puts the crosshair on a value, or the nearest one.
  mutating func moveCrosshair(toRow row: Int, column: Int) {
    let extent = heatmapExtent
    guard extent.rows > 0, extent.columns > 0 else { return }
    heatmap.row = clamped(row, to: extent.rows)
    heatmap.column = clamped(column, to: extent.columns)
    switch heatmap.rows {
    case .items: pair = .items(heatmapItem(at: heatmap.row), heatmapItem(at: heatmap.column))
    case .query: pair = .query
    }
    if heatmap.rows == .query { list.chosen = heatmapItem(at: heatmap.column) }
  }

  /// Compares the items with each other, or with the query.
  mutating func switchMatrix() {
    heatmap.rows = heatmap.rows == .items ? .query : .items
    heatmap.row = 0
    if heatmap.rows == .query && query.key == nil {
      message = Message(text: "Without a query there is nothing to compare the items with: press i and type one.")
    }
  }

  /// The adapter whose similarities are taken from those under the current one.
  var subtractedTask: EmbeddingTask? { shownTasks.first { $0 != task } }

  /// Shows similarities, or how much the current adapter's differ from those of the first one marked beside it.
  mutating func switchDifference() {
    guard subtractedTask != nil || heatmap.isDifference else {
      message = Message(text: "A difference takes two adapters: press 2, then Space on another one.")
      return
    }
    heatmap.isDifference.toggle()
    if heatmap.isDifference { heatmap.rows = .items }
  }

  /// The case after `value`, around the end.
  func next<Value: CaseIterable & Equatable>(after value: Value) -> Value {
    let all = Array(Value.allCases)
    let place = all.firstIndex(of: value) ?? 0
    return all[(place + 1) % all.count]
  }

  /// Orders rows and columns by collection, by score or by cluster.
  mutating func switchOrder() {
    heatmap.order = next(after: heatmap.order)
    if heatmap.order == .score && shownRanking == nil {
      message = Message(text: "There are no scores yet to order by: press i and type a query.")
    }
  }

  /// Draws the values larger or smaller. Where the overview already shows every value there is no step between it and
  /// the digits.
  mutating func zoomHeatmap(by step: Int) {
    var all = HeatmapState.Zoom.allCases
    if let content = layout.content(of: .similarity) {
      let capacity = SimilarityPane(state: self).capacity(in: content)
      if heatmap.zoom != .digits && heatmapExtent.columns <= capacity.columns && heatmapExtent.rows <= capacity.rows {
        all.removeAll { $0 == .pixels }
      }
    }
    heatmap.zoom = all[clamped((all.firstIndex(of: heatmap.zoom) ?? 0) + step, to: all.count)]
  }

  /// Selects the item of the crosshair's column in the list.
  mutating func goToItem() {
    guard heatmapExtent.columns > 0 else { return }
    select(heatmapItem(at: heatmap.column))
    focus = .items
  }

  /// Keeps the crosshair inside of the matrix and on the screen. Two rows share a line, so the first is even.
  mutating func settleHeatmap() {
    heatmap.arrange(by: shownRanking, key: shownRanking == nil ? nil : ranking.answered)
    let extent = heatmapExtent
    guard extent.rows > 0, extent.columns > 0 else { return }
    heatmap.row = clamped(heatmap.row, to: extent.rows)
    heatmap.column = clamped(heatmap.column, to: extent.columns)
    guard let content = layout.content(of: .similarity) else { return }
    let capacity = SimilarityPane(state: self).capacity(in: content)
    let row = first(heatmap.firstRow, showing: heatmap.row, of: extent.rows, capacity: capacity.rows)
    heatmap.firstRow = row + (row % 2 == 0 ? 0 : heatmap.row < row + capacity.rows - 1 ? -1 : 1)
    heatmap.firstColumn = first(
      heatmap.firstColumn, showing: heatmap.column, of: extent.columns, capacity: capacity.columns)
  }

  /// The first place shown, nearest to the present one, so that `place` is among those shown.
  private func first(_ present: Int, showing place: Int, of count: Int, capacity: Int) -> Int {
    guard capacity > 0 else { return 0 }
    return max(0, min(max(present, place - capacity + 1), place, count - capacity))
  }
}

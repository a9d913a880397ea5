import Embeddings
import TerminalUI

extension ExplorerState {
  /// Moves the crosshair; the dimension pane follows the pair it points at.
  mutating func moveCrosshair(rows: Int, columns: Int) {
    if heatmap.isListing && rows != 0 { return moveInPairs(by: rows) }
    moveCrosshair(toRow: heatmap.row + rows, column: heatmap.column + columns)
  }

  /// Puts the crosshair on a value, or the nearest one.
  mutating func moveCrosshair(toRow row: Int, column: Int) {
    let extent = heatmapExtent
    guard extent.rows > 0, extent.columns > 0 else { return }
    heatmap.crosshair = Heatmap.Place(row: clamped(row, to: extent.rows), column: clamped(column, to: extent.columns))
    if heatmap.rows == .query {
      pair = .query
      list.chosen = heatmapItem(atColumn: heatmap.column)
    } else {
      pair = .items(heatmapItem(atRow: heatmap.row), heatmapItem(atColumn: heatmap.column))
    }
  }

  /// Compares the items with each other, with the query, or some of them with others.
  mutating func switchMatrix() {
    let hasSets = heatmap.rowSet != nil || heatmap.columnSet != nil
    show(heatmap.rows == .items ? .query : heatmap.rows == .query && hasSets ? .sets : .items)
    if heatmap.rows == .query && query.key == nil {
      message = Message(text: "Without a query there is nothing to compare the items with: press i and type one.")
    }
  }

  /// Shows other rows, from the first on.
  mutating func show(_ rows: HeatmapState.Rows) {
    heatmap.rows = rows
    heatmap.crosshair.row = 0
    heatmap.anchor = nil
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
    if heatmap.isDifference && heatmap.rows == .query { show(.items) }
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
    heatmap.anchor = nil
    if heatmap.order == .cluster, heatmap.arrangement?.isTiled == true {
      heatmap.order = .collection
      message = Message(text: "Up to \(heatmap.largestWhole) items are ordered by cluster; these are more.")
    }
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
    select(heatmapItem(atColumn: heatmap.column))
    focus = .items
  }

  /// Keeps the crosshair on the screen. Two rows share a line, so the first is even.
  mutating func settleHeatmap() {
    arrangeHeatmap()
    let extent = heatmapExtent
    if let anchor = heatmap.anchor, anchor.row >= extent.rows || anchor.column >= extent.columns {
      heatmap.anchor = nil
    }
    guard extent.rows > 0, extent.columns > 0, let content = layout.content(of: .similarity) else { return }
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

import TerminalUI

/// The part of the matrix that is on the screen, and how large.
enum SimilarityWindow {
  /// Everything, each value a block.
  case magnified(rows: Int, columns: Int)
  /// Everything, each place of the screen a block of values.
  case overview(MatrixOverview)
  /// A part, one value per column and `height` rows.
  case part(rows: Range<Int>, columns: Range<Int>, height: Int)
}

extension SimilarityState {
  /// What is shown if that many values fit at one per place.
  func window(_ capacity: PaneExtent, depth: ColorDepth) -> SimilarityWindow {
    let extent = extent
    let fits = extent.rows <= capacity.rows && extent.columns <= capacity.columns
    if zoom == .overview, !fits, let overview = overview(capacity) { return .overview(overview) }
    if zoom == .overview, fits, extent.rows > 0 {
      let columns = capacity.columns / extent.columns
      let rows = capacity.rows / extent.rows
      // Half a cell is about square, a whole one twice as high as wide; up to twice as long still looks like one value.
      let height = depth.showsScales ? 1 : 2
      let tallest = self.rows == .query ? 8 : max(1, 2 * columns / height)
      let side = min(rows, tallest)
      return .magnified(rows: side, columns: min(columns, 2 * side * height))
    }
    let firstRow = min(firstRow, max(0, extent.rows - 1))
    let firstColumn = min(firstColumn, max(0, extent.columns - 1))
    return .part(
      rows: firstRow..<min(extent.rows, firstRow + capacity.rows),
      columns: firstColumn..<min(extent.columns, firstColumn + capacity.columns),
      height: rows == .query && zoom != .digits ? max(1, min(8, capacity.rows / max(1, extent.rows))) : 1)
  }

  /// The whole matrix in as many values as there are places, if it is known.
  private func overview(_ capacity: PaneExtent) -> MatrixOverview? {
    let extent = extent
    let summary = arrangement?.isTiled == true ? tiles.summary : rows == .query ? nil : overview.answer
    guard let summary, summary.rows.count == extent.rows, summary.columns.count == extent.columns else { return nil }
    return MatrixOverview(summary, rows: capacity.rows, columns: capacity.columns, by: reduction)
  }

  /// The tiles that what is shown lies in.
  func visibleTiles(_ capacity: PaneExtent, depth: ColorDepth) -> [TilePlace] {
    guard case .part(let rows, let columns, _) = window(capacity, depth: depth), !rows.isEmpty, !columns.isEmpty
    else { return [] }
    let side = MatrixTile.side
    return (rows.lowerBound / side...(rows.upperBound - 1) / side).flatMap { row in
      (columns.lowerBound / side...(columns.upperBound - 1) / side).map { TilePlace(row: row, column: $0) }
    }
  }
}

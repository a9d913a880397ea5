import Corpus
import Embeddings
import TerminalUI

extension SimilarityPane {
  /// The part of the matrix that is on the screen, and how large.
  enum Window {
    /// Everything, each value a block.
    case magnified(rows: Int, columns: Int)
    /// Everything, each place of the screen a block of values.
    case overview(MatrixOverview)
    /// A part, one value per column and `height` rows.
    case part(rows: Range<Int>, columns: Range<Int>, height: Int)
  }

  /// How many values fit into a pane at one per place.
  func capacity(in content: Rect) -> (rows: Int, columns: Int) {
    template.capacity(in: parts(of: content).map)
  }

  /// The map without values: what decides how many of them fit.
  private var template: Heatmap {
    var heatmap = Heatmap(
      grid: HeatmapGrid(rows: 0, columns: 0, values: []), scale: scale, depth: state.colorDepth,
      mode: state.heatmap.zoom == .digits ? .values : .halfBlocks)
    heatmap.rowLabel = { _ in "" }
    heatmap.labelColumns = 13
    return heatmap
  }

  /// What is shown in the rectangle of the map.
  func window(in rect: Rect) -> Window {
    let capacity = template.capacity(in: rect)
    let extent = state.heatmapExtent
    let fits = extent.rows <= capacity.rows && extent.columns <= capacity.columns
    if state.heatmap.zoom == .overview, !fits, let overview = overview(capacity) { return .overview(overview) }
    if state.heatmap.zoom == .overview, fits, extent.rows > 0 {
      let columns = capacity.columns / extent.columns
      let rows = capacity.rows / extent.rows
      // Half a cell is about square, a whole one twice as high as wide; up to twice as long still looks like one value.
      let height = state.colorDepth.showsScales ? 1 : 2
      let tallest = state.heatmap.rows == .query ? 8 : max(1, 2 * columns / height)
      let side = min(rows, tallest)
      return .magnified(rows: side, columns: min(columns, 2 * side * height))
    }
    let firstRow = min(state.heatmap.firstRow, max(0, extent.rows - 1))
    let firstColumn = min(state.heatmap.firstColumn, max(0, extent.columns - 1))
    return .part(
      rows: firstRow..<min(extent.rows, firstRow + capacity.rows),
      columns: firstColumn..<min(extent.columns, firstColumn + capacity.columns),
      height: state.heatmap.rows == .query && state.heatmap.zoom != .digits
        ? max(1, min(8, capacity.rows / max(1, extent.rows))) : 1)
  }

  /// The whole matrix in as many values as there are places, where it is known.
  private func overview(_ capacity: (rows: Int, columns: Int)) -> MatrixOverview? {
    let extent = state.heatmapExtent
    let summary =
      state.heatmap.arrangement?.isTiled == true
      ? state.heatmap.tiles.summary : state.heatmap.rows == .query ? nil : state.heatmap.overview.answer
    guard let summary, summary.rows.count == extent.rows, summary.columns.count == extent.columns else { return nil }
    return MatrixOverview(summary, rows: capacity.rows, columns: capacity.columns, by: state.heatmap.reduction)
  }

  /// The tiles that what is shown in a pane lies in.
  func visibleTiles(in content: Rect) -> [TilePlace] {
    guard case .part(let rows, let columns, _) = window(in: parts(of: content).map), !rows.isEmpty, !columns.isEmpty
    else { return [] }
    let side = MatrixTile.side
    return (rows.lowerBound / side...(rows.upperBound - 1) / side).flatMap { row in
      (columns.lowerBound / side...(columns.upperBound - 1) / side).map { TilePlace(row: row, column: $0) }
    }
  }

  /// The map of what is shown in a rectangle.
  func heatmap(in rect: Rect) -> Heatmap {
    var heatmap = template
    let crosshair = Heatmap.Place(row: state.heatmap.row, column: state.heatmap.column)
    switch window(in: rect) {
    case .overview(let overview):
      heatmap.grid = overview.grid
      heatmap.ranges = ranges(of: overview.grid)
      heatmap.note = "\(state.heatmap.reduction.rawValue) of \(overview.block.rows)×\(overview.block.columns)"
      func place(of place: Heatmap.Place) -> Heatmap.Place {
        let place = overview.place(row: place.row, column: place.column)
        return Heatmap.Place(row: place.row, column: place.column)
      }
      heatmap.crosshair = place(of: crosshair)
      heatmap.anchor = state.heatmap.anchor.map(place(of:))
      heatmap.rowLabel = { row in row < overview.grid.rows ? rowLabel(overview.firstRow(of: row)) : "" }
    case .magnified(let height, let width):
      show(rows: 0..<state.heatmapExtent.rows, columns: 0..<state.heatmapExtent.columns, height, width, in: &heatmap)
    case .part(let rows, let columns, let height):
      show(rows: rows, columns: columns, height, 1, in: &heatmap)
    }
    return heatmap
  }

  /// Puts a part of the matrix into the map, each value as a block of `height` × `width`.
  private func show(
    rows: Range<Int>, columns: Range<Int>, _ height: Int, _ width: Int, in heatmap: inout Heatmap
  ) {
    heatmap.grid = state.heatmapGrid(rows: rows, columns: columns).magnified(rows: height, columns: width)
    heatmap.ranges = ranges(rows: rows, columns: columns, height: height, width: width)
    // Two opposite corners of what is marked: of the value at the crosshair, or of the rectangle from there to the anchor.
    let (here, there) = (
      Heatmap.Place(row: state.heatmap.row, column: state.heatmap.column),
      state.heatmap.anchor ?? Heatmap.Place(row: state.heatmap.row, column: state.heatmap.column)
    )
    func corner(of place: Heatmap.Place, opposite other: Heatmap.Place, isFirst: Bool) -> Heatmap.Place {
      let isLow = (place.row < other.row, place.column < other.column)
      let isEqual = (place.row == other.row, place.column == other.column)
      return Heatmap.Place(
        row: (place.row - rows.lowerBound) * height + (isLow.0 || isEqual.0 && isFirst ? 0 : height - 1),
        column: (place.column - columns.lowerBound) * width + (isLow.1 || isEqual.1 && isFirst ? 0 : width - 1))
    }
    heatmap.crosshair = corner(of: here, opposite: there, isFirst: true)
    if height * width > 1 || here != there { heatmap.anchor = corner(of: there, opposite: here, isFirst: false) }
    // A line of half blocks shows two rows; a label stands where a value begins.
    let lines = heatmap.mode == .halfBlocks ? 2 : 1
    heatmap.rowLabel = { row in
      let start = (row + height - 1) / height
      return start * height < row + lines && start < rows.count ? rowLabel(rows.lowerBound + start) : ""
    }
  }

  /// The row and column of the matrix at a place of the screen; `content` is that of the pane.
  func value(at position: Position, in content: Rect) -> (row: Int, column: Int)? {
    let rect = parts(of: content).map
    guard state.heatmapExtent.rows > 0, let place = heatmap(in: rect).place(at: position, in: rect) else { return nil }
    switch window(in: rect) {
    case .overview(let overview):
      return (overview.firstRow(of: place.row), overview.firstColumn(of: place.column))
    case .magnified(let rows, let columns): return (place.row / rows, place.column / columns)
    case .part(let rows, let columns, let height):
      return (rows.lowerBound + place.row / height, columns.lowerBound + place.column)
    }
  }

  func rowLabel(_ row: Int) -> String {
    if state.heatmap.rows != .query { return state.names[state.heatmapItem(atRow: row)] }
    return state.shownRanking.map { row < $0.comparison.tasks.count ? $0.comparison.tasks[row].name : "" } ?? ""
  }
}

extension HeatmapGrid {
  /// Each value as a block of that many rows and columns.
  func magnified(rows height: Int, columns width: Int) -> HeatmapGrid {
    if height <= 1 && width <= 1 { return self }
    var result: [Float] = []
    result.reserveCapacity(values.count * height * width)
    for row in 0..<rows {
      let line = (0..<columns).flatMap { Array(repeating: self[row, $0], count: width) }
      for _ in 0..<height { result += line }
    }
    return HeatmapGrid(rows: rows * height, columns: columns * width, values: result)
  }
}

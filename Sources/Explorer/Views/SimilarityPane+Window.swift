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
    if state.heatmap.zoom == .overview, !fits, state.heatmap.rows == .items,
      let overview = state.heatmap.overview.answer
    {
      return .overview(overview)
    }
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

  /// The similarity of a row with a column, as shown; `nil` where none is known.
  func value(row: Int, column: Int) -> Float? {
    switch state.heatmap.rows {
    case .items:
      return state.heatmap.matrix.answer?.similarity(
        of: state.heatmapItem(at: row), with: state.heatmapItem(at: column))
    case .query:
      guard let ranking = state.shownRanking, row < ranking.comparison.rankings.count else { return nil }
      return ranking.score(of: state.heatmapItem(at: column), under: row)
    }
  }

  /// The map of everything, one value a place.
  var wholeMap: Heatmap {
    var heatmap = template
    let extent = state.heatmapExtent
    heatmap.grid = grid(rows: 0..<extent.rows, columns: 0..<extent.columns)
    heatmap.ranges = ranges(rows: 0..<extent.rows, columns: 0..<extent.columns, height: 1, width: 1)
    return heatmap
  }

  /// The map of what is shown in a rectangle.
  func heatmap(in rect: Rect) -> Heatmap {
    var heatmap = template
    let crosshair = Heatmap.Place(row: state.heatmap.row, column: state.heatmap.column)
    switch window(in: rect) {
    case .overview(let overview):
      heatmap.grid = overview.grid
      heatmap.ranges = ranges(of: overview.grid)
      heatmap.crosshair = Heatmap.Place(
        row: crosshair.row * overview.grid.rows / max(1, overview.matrixRows),
        column: crosshair.column * overview.grid.columns / max(1, overview.matrixColumns))
      heatmap.rowLabel = { row in rowLabel(row * overview.matrixRows / max(1, overview.grid.rows)) }
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
    heatmap.grid = grid(rows: rows, columns: columns).magnified(rows: height, columns: width)
    heatmap.ranges = ranges(rows: rows, columns: columns, height: height, width: width)
    let row = (state.heatmap.row - rows.lowerBound) * height
    let column = (state.heatmap.column - columns.lowerBound) * width
    heatmap.crosshair = Heatmap.Place(row: row, column: column)
    if height * width > 1 { heatmap.anchor = Heatmap.Place(row: row + height - 1, column: column + width - 1) }
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
      return (
        place.row * overview.matrixRows / max(1, overview.grid.rows),
        place.column * overview.matrixColumns / max(1, overview.grid.columns)
      )
    case .magnified(let rows, let columns): return (place.row / rows, place.column / columns)
    case .part(let rows, let columns, let height):
      return (rows.lowerBound + place.row / height, columns.lowerBound + place.column)
    }
  }

  private func rowLabel(_ row: Int) -> String {
    switch state.heatmap.rows {
    case .items: state.items[state.heatmapItem(at: row)].id
    case .query: state.shownRanking.map { row < $0.comparison.tasks.count ? $0.comparison.tasks[row].name : "" } ?? ""
    }
  }

  private func grid(rows: Range<Int>, columns: Range<Int>) -> HeatmapGrid {
    let order = state.heatmap.items
    switch state.heatmap.rows {
    case .items:
      guard let matrix = state.heatmap.matrix.answer else { return HeatmapGrid(rows: 0, columns: 0, values: []) }
      return matrix.grid(rows: order[rows], columns: order[columns])
    case .query:
      guard let ranking = state.shownRanking else { return HeatmapGrid(rows: 0, columns: 0, values: []) }
      let values = rows.flatMap { row in columns.map { ranking.score(of: order[$0], under: row) ?? .nan } }
      return HeatmapGrid(rows: rows.count, columns: columns.count, values: values)
    }
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

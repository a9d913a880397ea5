import Corpus
import Embeddings
import TerminalUI

extension SimilarityView {
  func extent(in content: Rect) -> PaneExtent { capacity(in: parts(of: content).heatmap) }

  /// How many values fit into the rectangle of the heatmap at one per place.
  private func capacity(in rect: Rect) -> PaneExtent {
    let capacity = template.capacity(in: rect)
    return PaneExtent(rows: capacity.rows, columns: capacity.columns)
  }

  /// What is shown in the rectangle of the heatmap.
  func window(in rect: Rect) -> SimilarityWindow { similarity.window(capacity(in: rect), depth: theme.depth) }

  /// The heatmap without values: what decides how many of them fit.
  private var template: Heatmap {
    var heatmap = Heatmap(
      grid: HeatmapGrid(rows: 0, columns: 0, values: []), scale: scale, depth: theme.depth,
      mode: similarity.zoom == .digits ? .values : .halfBlocks)
    heatmap.rowLabel = { _ in "" }
    heatmap.labelColumns = 13
    return heatmap
  }

  /// The heatmap of what is shown in a rectangle.
  func heatmap(in rect: Rect) -> Heatmap {
    var heatmap = template
    let crosshair = HeatmapGrid.Place(row: similarity.row, column: similarity.column)
    switch window(in: rect) {
    case .overview(let overview):
      heatmap.grid = overview.grid
      heatmap.ranges = ranges(of: overview.grid)
      heatmap.note = "\(similarity.reduction.rawValue) of \(overview.block.rows)×\(overview.block.columns)"
      func place(of place: HeatmapGrid.Place) -> HeatmapGrid.Place {
        let place = overview.place(row: place.row, column: place.column)
        return HeatmapGrid.Place(row: place.row, column: place.column)
      }
      heatmap.crosshair = place(of: crosshair)
      heatmap.anchor = similarity.corner.map(place(of:))
      heatmap.rowLabel = { row in row < overview.grid.rows ? matrix.rowLabel(overview.firstRow(of: row)) : "" }
    case .magnified(let height, let width):
      show(rows: 0..<similarity.extent.rows, columns: 0..<similarity.extent.columns, height, width, in: &heatmap)
    case .part(let rows, let columns, let height):
      show(rows: rows, columns: columns, height, 1, in: &heatmap)
    }
    return heatmap
  }

  /// Puts a part of the matrix into the map, each value as a block of `height` × `width`.
  private func show(
    rows: Range<Int>, columns: Range<Int>, _ height: Int, _ width: Int, in heatmap: inout Heatmap
  ) {
    heatmap.grid = matrix.grid(rows: rows, columns: columns).magnified(rows: height, columns: width)
    heatmap.ranges = ranges(rows: rows, columns: columns, height: height, width: width)
    // Two opposite corners of what is marked: of the value at the crosshair, or of the rectangle from there to the anchor.
    let (here, there) = (
      HeatmapGrid.Place(row: similarity.row, column: similarity.column),
      similarity.corner ?? HeatmapGrid.Place(row: similarity.row, column: similarity.column)
    )
    func corner(of place: HeatmapGrid.Place, opposite other: HeatmapGrid.Place, isFirst: Bool) -> HeatmapGrid.Place {
      let isLow = (place.row < other.row, place.column < other.column)
      let isEqual = (place.row == other.row, place.column == other.column)
      return HeatmapGrid.Place(
        row: (place.row - rows.lowerBound) * height + (isLow.0 || isEqual.0 && isFirst ? 0 : height - 1),
        column: (place.column - columns.lowerBound) * width + (isLow.1 || isEqual.1 && isFirst ? 0 : width - 1))
    }
    heatmap.crosshair = corner(of: here, opposite: there, isFirst: true)
    if height * width > 1 || here != there { heatmap.anchor = corner(of: there, opposite: here, isFirst: false) }
    // A line of half blocks shows two rows; a label stands where a value begins.
    let lines = heatmap.mode == .halfBlocks ? 2 : 1
    heatmap.rowLabel = { row in
      let start = (row + height - 1) / height
      return start * height < row + lines && start < rows.count ? matrix.rowLabel(rows.lowerBound + start) : ""
    }
  }

  func hit(at position: Position, in content: Rect) -> Hit? {
    let parts = parts(of: content)
    if let row = list.row(at: position, in: parts.list) { return .listRow(row) }
    return value(at: position, in: parts.heatmap).map { .value($0) }
  }

  /// The place in the matrix at a position of the screen; `rect` is that of the heatmap.
  private func value(at position: Position, in rect: Rect) -> HeatmapGrid.Place? {
    guard similarity.extent.rows > 0, let place = heatmap(in: rect).place(at: position, in: rect) else { return nil }
    switch window(in: rect) {
    case .overview(let overview):
      return HeatmapGrid.Place(row: overview.firstRow(of: place.row), column: overview.firstColumn(of: place.column))
    case .magnified(let rows, let columns):
      return HeatmapGrid.Place(row: place.row / rows, column: place.column / columns)
    case .part(let rows, let columns, let height):
      return HeatmapGrid.Place(row: rows.lowerBound + place.row / height, column: columns.lowerBound + place.column)
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

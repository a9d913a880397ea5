/// A matrix of values as colors, with labels, a crosshair and a legend.
///
/// With a scale of colors one cell holds two values, one above the other (`▀`). With few colors or none each value is a
/// shade or a digit. `values` shows the numbers themselves.
public struct Heatmap: View {
  /// How a value is shown.
  public enum Mode: Hashable, Sendable {
    /// Half a cell of color.
    case halfBlocks
    /// A digit from 0 to 9 on its color.
    case digits
    /// One of five shades of darkness.
    case shades
    /// The number with two decimals on its color, five columns wide.
    case values
  }

  /// Where the ends of the colors lie.
  public enum Ranges: Hashable, Sendable {
    /// At the same two values everywhere.
    case shared
    /// At two values for each row of the grid.
    case rows([ClosedRange<Float>])
    /// At two values for each column of the grid.
    case columns([ClosedRange<Float>])
  }

  /// The values.
  public var grid: HeatmapGrid
  /// How values become colors.
  public var scale: ValueScale
  /// Whether rows or columns have ranges of their own instead of that of `scale`.
  public var ranges = Ranges.shared
  /// How many colors the terminal shows.
  public var depth: ColorDepth
  /// How a value is shown; half blocks become shades where there is no scale of colors.
  public var mode: Mode
  /// The place shown at the upper left.
  public var scroll = HeatmapGrid.Place(row: 0, column: 0)
  /// The place the crosshair is at.
  public var crosshair: HeatmapGrid.Place?
  /// A second place: with the crosshair it spans the selected rectangle.
  public var anchor: HeatmapGrid.Place?
  /// The label of a row; `nil` leaves no room for labels.
  public var rowLabel: ((Int) -> String)?
  /// The columns of the screen that row labels take.
  public var labelColumns = 12
  /// What the last line says beside the scale: of which values what is drawn is the mean, say.
  public var note: String?
  /// Whether the last line shows the scale.
  public var hasLegend = true

  /// A heatmap.
  public init(grid: HeatmapGrid, scale: ValueScale, depth: ColorDepth, mode: Mode = .halfBlocks) {
    self.grid = grid
    self.scale = scale
    self.depth = depth
    self.mode = mode == .halfBlocks && !depth.showsScales ? .shades : mode
  }

  /// Values in one cell of the screen, and columns of the screen for one value.
  private var valuesPerCell: Int { mode == .halfBlocks ? 2 : 1 }
  private var columnsPerValue: Int { mode == .values ? 5 : 1 }

  /// The parts of `rect`: the marks of the crosshair above and at the left, labels, values, legend.
  struct Parts {
    let topMarks: Rect
    let leftMarks: Rect
    let labels: Rect
    let values: Rect
    let legend: Rect
  }

  func parts(of rect: Rect) -> Parts {
    let rows = rect.splitRows([
      .fixed(rect.size.rows > 3 ? 1 : 0), .flexible(), .fixed(hasLegend && rect.size.rows > 2 ? 1 : 0),
    ])
    let labelRoom = rowLabel == nil || rect.size.columns < 3 * labelColumns ? 0 : labelColumns
    let split: [Extent] = [.fixed(labelRoom), .fixed(rect.size.columns > 3 ? 1 : 0), .flexible()]
    let columns = rows[1].splitColumns(split)
    return Parts(
      topMarks: rows[0].splitColumns(split)[2], leftMarks: columns[1], labels: columns[0], values: columns[2],
      legend: rows[2])
  }

  /// How many rows and columns of the matrix `rect` shows at once.
  public func capacity(in rect: Rect) -> (rows: Int, columns: Int) {
    let size = parts(of: rect).values.size
    return (size.rows * valuesPerCell, size.columns / columnsPerValue)
  }

  /// The place in the matrix shown at a position of the screen, for the mouse; in a cell of two the upper one.
  public func place(at position: Position, in rect: Rect) -> HeatmapGrid.Place? {
    let values = parts(of: rect).values
    guard values.contains(position) else { return nil }
    let place = HeatmapGrid.Place(
      row: scroll.row + (position.row - values.origin.row) * valuesPerCell,
      column: scroll.column + (position.column - values.origin.column) / columnsPerValue)
    return place.row < grid.rows && place.column < grid.columns ? place : nil
  }

  /// The scroll nearest to the present one that shows `place`.
  public func scroll(showing place: HeatmapGrid.Place, in rect: Rect) -> HeatmapGrid.Place {
    let (rows, columns) = capacity(in: rect)
    func nearest(_ start: Int, _ index: Int, _ length: Int, _ count: Int) -> Int {
      guard length > 0 else { return 0 }
      let shown = min(max(start, index - length + 1), index)
      return max(0, min(shown, max(0, count - length)))
    }
    var row = nearest(scroll.row, place.row, rows, grid.rows)
    // Two values share a cell: an odd start would pair them anew with every step.
    if row % valuesPerCell != 0 { row += place.row < row + rows - 1 ? -1 : 1 }
    return HeatmapGrid.Place(row: max(0, row), column: nearest(scroll.column, place.column, columns, grid.columns))
  }

  /// The scale of the value at a place.
  public func scale(at place: HeatmapGrid.Place) -> ValueScale {
    let own: ClosedRange<Float>? =
      switch ranges {
      case .shared: nil
      case .rows(let all): all.indices.contains(place.row) ? all[place.row] : nil
      case .columns(let all): all.indices.contains(place.column) ? all[place.column] : nil
      }
    return own.map { ValueScale(range: $0, colormap: scale.colormap, isInverted: scale.isInverted) } ?? scale
  }

  /// Draws marks, labels, values and legend.
  public func draw(on screen: inout Screen, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let parts = parts(of: rect)
    for (index, row) in parts.values.rows.enumerated() {
      let matrixRow = scroll.row + index * valuesPerCell
      guard matrixRow < grid.rows else { break }
      if let rowLabel { screen.write(rowLabel(matrixRow), in: parts.labels.line(index)) }
      for column in 0..<max(0, min(parts.values.size.columns / columnsPerValue, grid.columns - scroll.column)) {
        let place = Rect(
          row: row, column: parts.values.origin.column + column * columnsPerValue, columns: columnsPerValue, rows: 1)
        drawValue(HeatmapGrid.Place(row: matrixRow, column: scroll.column + column), on: &screen, in: place)
      }
    }
    drawMarks(on: &screen, parts)
    drawLegend(on: &screen, in: parts.legend)
  }

  private func drawValue(_ place: HeatmapGrid.Place, on screen: inout Screen, in cell: Rect) {
    let value = grid[place.row, place.column]
    let scale = scale(at: place)
    if mode == .halfBlocks {
      drawPair(place, on: &screen, in: cell)
      return
    }
    guard !value.isNaN else {
      screen.write(mode == .values ? "  ·  " : "·", in: cell, style: Style(isDim: true, isReversed: isMarked(place)))
      return
    }
    var style = Style(isReversed: isMarked(place))
    if mode != .shades, depth.showsScales, let color = scale.color(of: value, depth: depth) {
      style = Style(foreground: color.readable, background: color, isBold: isMarked(place), isReversed: isMarked(place))
    }
    let text =
      switch mode {
      case .values: NumberText.short(value)
      case .digits: ValueGlyph.digit(scale.fraction(of: value))
      default: ValueGlyph.shade(scale.fraction(of: value))
      }
    screen.fill(cell, style: style)
    screen.write(text, in: cell, style: style, alignment: .center)
  }

  /// Draws a value and the one below it in one cell; a missing one shows the background.
  private func drawPair(_ place: HeatmapGrid.Place, on screen: inout Screen, in cell: Rect) {
    let below = HeatmapGrid.Place(row: place.row + 1, column: place.column)
    let upper = color(at: place)
    let lower = color(at: below)
    switch (upper, lower) {
    case (let upper?, let lower?):
      screen.fill(cell, with: "▀", style: Style(foreground: upper, background: lower))
    case (let upper?, nil): screen.fill(cell, with: "▀", style: Style(foreground: upper))
    case (nil, let lower?): screen.fill(cell, with: "▄", style: Style(foreground: lower))
    case (nil, nil): screen.fill(cell, with: "·", style: Style(isDim: true))
    }
  }

  /// The color of a value in half a cell; what is marked takes black or white, whichever stands out.
  private func color(at place: HeatmapGrid.Place) -> Color? {
    let color = scale(at: place).color(of: grid[place.row, place.column], depth: depth)
    return isMarked(place) ? (color ?? .rgb(red: 0, green: 0, blue: 0)).readable : color
  }

  /// Whether the crosshair is there, or the border of the selected rectangle passes.
  private func isMarked(_ place: HeatmapGrid.Place) -> Bool {
    guard let crosshair else { return false }
    guard let anchor else { return place == crosshair }
    let rows = min(crosshair.row, anchor.row)...max(crosshair.row, anchor.row)
    let columns = min(crosshair.column, anchor.column)...max(crosshair.column, anchor.column)
    guard rows.contains(place.row), columns.contains(place.column) else { return false }
    return place.row == rows.lowerBound || place.row == rows.upperBound || place.column == columns.lowerBound
      || place.column == columns.upperBound
  }

  private func drawMarks(on screen: inout Screen, _ parts: Parts) {
    guard let crosshair else { return }
    let row = (crosshair.row - scroll.row) / valuesPerCell
    let column = (crosshair.column - scroll.column) * columnsPerValue + columnsPerValue / 2
    let style = Style(isBold: true)
    if crosshair.row >= scroll.row { screen.write(">", in: parts.leftMarks.line(row), style: style) }
    if crosshair.column >= scroll.column, column < parts.topMarks.size.columns {
      screen.write(
        "v",
        in: Rect(
          row: parts.topMarks.origin.row, column: parts.topMarks.origin.column + column, columns: 1,
          rows: parts.topMarks.size.rows), style: style)
    }
  }

  /// Draws the ends of the range with the scale between them; of rows or columns with their own those of the crosshair.
  private func drawLegend(on screen: inout Screen, in line: Rect) {
    guard !line.isEmpty else { return }
    let scale = scale(at: crosshair ?? scroll)
    let note = notes.map { "  \($0)" }.joined()
    let low = NumberText.fixed(scale.range.lowerBound, decimals: 2)
    let high = NumberText.fixed(scale.range.upperBound, decimals: 2)
    // The scale gives room to what is said beside it.
    let room = line.size.columns - low.count - high.count - 2
    let ramp = min(24, max(min(8, room), room - TextWidth.columns(of: note)))
    let parts = line.splitColumns([.fixed(low.count + 1), .fixed(max(0, ramp)), .fixed(high.count + 1), .flexible()])
    screen.write(low, in: parts[0])
    for column in 0..<parts[1].size.columns {
      let fraction = (Float(column) + 0.5) / Float(parts[1].size.columns)
      let value = scale.range.lowerBound + fraction * (scale.range.upperBound - scale.range.lowerBound)
      let place = Rect(row: line.origin.row, column: parts[1].origin.column + column, columns: 1, rows: 1)
      switch mode {
      case .shades: screen.write(ValueGlyph.shade(scale.fraction(of: value)), in: place)
      case .digits: screen.write(ValueGlyph.digit(scale.fraction(of: value)), in: place)
      default: screen.fill(place, style: Style(background: scale.color(of: value, depth: depth) ?? .standard))
      }
    }
    screen.write(" " + high, in: parts[2])
    screen.write(note, in: parts[3], style: Style(isDim: true))
  }

  /// What is said beside the scale: whose range it is, `note`, and what a point means where there is one.
  private var notes: [String] {
    let range: String? =
      switch ranges {
      case .shared: nil
      case .rows: "this row"
      case .columns: "this column"
      }
    return [range, note, grid.values.contains { $0.isNaN } ? "· missing" : nil].compactMap { $0 }
  }
}

/// Several series over the same places of an axis, as lines of dots with a mark at each value.
///
/// Each series has a mark of its own (`o`, `x`, `+`, `*` …), so that it is known without color. Values that are not
/// finite leave a gap.
public struct LinePlot: View {
  /// A line.
  public struct Series: Hashable, Sendable {
    /// Its name in the legend.
    public var name: String
    /// Its values, one for each label of the axis.
    public var values: [Double]
    /// How it is drawn.
    public var style: Style

    /// A line.
    public init(name: String, values: [Double], style: Style = .plain) {
      self.name = name
      self.values = values
      self.style = style
    }
  }

  /// The places of the axis from left to right, at equal distances.
  public var labels: [String]
  /// The lines.
  public var series: [Series]
  /// The range of the vertical axis; `nil` takes that of the values.
  public var range: ClosedRange<Double>?
  /// The decimals of the numbers at the vertical axis.
  public var decimals = 2
  /// The place of the axis that is current.
  public var selection: Int?
  /// Whether only ASCII is drawn.
  public var isASCII = false

  /// A plot.
  public init(labels: [String], series: [Series]) {
    self.labels = labels
    self.series = series
  }

  private static let marks = ["o", "x", "+", "*", "#", "@", "%", "&"]

  /// The place of the axis nearest to a position of the screen, for the mouse.
  public func index(at position: Position, in rect: Rect) -> Int? {
    let area = parts(of: rect).area
    guard area.contains(position), !labels.isEmpty else { return nil }
    return labels.indices.min {
      abs(column($0, in: area) - position.column) < abs(column($1, in: area) - position.column)
    }
  }

  /// Draws legend, axes, lines and marks.
  public func draw(on screen: inout Screen, in rect: Rect) {
    let parts = parts(of: rect)
    guard !rect.isEmpty else { return }
    drawLegend(on: &screen, in: parts.legend)
    guard !parts.area.isEmpty else { return }
    drawAxes(on: &screen, parts)
    let axis = self.axis
    var canvas = Canvas(size: parts.area.size, isASCII: isASCII)
    let dotsPerColumn = isASCII ? 1 : 2
    for line in series {
      var last: (x: Int, y: Int)?
      for (index, value) in line.values.prefix(labels.count).enumerated() {
        guard value.isFinite else {
          last = nil
          continue
        }
        let x = (column(index, in: parts.area) - parts.area.origin.column) * dotsPerColumn
        let dot = (x: x, y: canvas.height - 1 - axis.dot(value, of: canvas.height))
        canvas.line(from: last ?? dot, to: dot, style: line.style)
        last = dot
      }
    }
    canvas.draw(on: &screen, in: parts.area)
    for (number, line) in series.enumerated() {
      for (index, value) in line.values.prefix(labels.count).enumerated() where value.isFinite {
        let row = parts.area.size.rows - 1 - axis.dot(value, of: parts.area.size.rows)
        let place = Rect(row: parts.area.origin.row + row, column: column(index, in: parts.area), columns: 1, rows: 1)
        screen.write(
          LinePlot.marks[number % LinePlot.marks.count], in: place.intersection(parts.area), style: line.style)
      }
    }
  }

  private var axis: PlotAxis {
    if let range { return PlotAxis([range.lowerBound, range.upperBound]) }
    return PlotAxis(series.flatMap(\.values))
  }

  private func parts(of rect: Rect) -> (legend: Rect, numbers: Rect, area: Rect, labels: Rect) {
    let axis = self.axis
    let widest =
      [axis.range.lowerBound, axis.range.upperBound]
      .map { NumberText.fixed($0, decimals: decimals).count }.max() ?? 0
    let rows = rect.splitRows([
      .fixed(rect.size.rows > 3 ? 1 : 0), .flexible(), .fixed(rect.size.rows > 2 ? 1 : 0),
    ])
    let columns = rows[1].splitColumns([.fixed(rect.size.columns > 2 * widest ? widest + 1 : 0), .flexible()])
    return (rows[0], columns[0], columns[1], rows[2])
  }

  /// The column of a place of the axis, half a step away from the edges.
  private func column(_ index: Int, in area: Rect) -> Int {
    area.origin.column + (2 * index + 1) * area.size.columns / (2 * max(1, labels.count))
  }

  /// Draws every mark with its name, cut where there is no room for all of them.
  private func drawLegend(on screen: inout Screen, in line: Rect) {
    let names = series.map(\.name)
    let room = line.size.columns - 4 * series.count + 2
    var column = line.columns.lowerBound
    for (number, name) in (TextFit.abbreviated(names, columns: room) ?? names).enumerated() {
      let place = Rect(
        row: line.origin.row, column: column, columns: line.columns.upperBound - column, rows: line.size.rows)
      let mark = LinePlot.marks[number % LinePlot.marks.count]
      column += screen.write("\(mark) \(name)  ", in: place, style: series[number].style, truncation: .clip)
    }
  }

  private func drawAxes(
    on screen: inout Screen, _ parts: (legend: Rect, numbers: Rect, area: Rect, labels: Rect)
  ) {
    let axis = self.axis
    let last = parts.area.size.rows - 1
    for (row, value) in [(0, axis.range.upperBound), (last, axis.range.lowerBound)] where row == 0 || last > 0 {
      var place = parts.numbers.line(row)
      place.size.columns = max(0, place.size.columns - 1)
      screen.write(NumberText.fixed(value, decimals: decimals), in: place, alignment: .trailing)
    }
    let numbers = parts.numbers
    if !numbers.isEmpty {
      let rule = Rect(
        row: numbers.origin.row, column: numbers.columns.upperBound - 1, columns: 1, rows: numbers.size.rows)
      screen.fill(rule, with: isASCII ? "|" : "│", style: Style(isDim: true))
    }
    if let selection, labels.indices.contains(selection) {
      let rule = Rect(
        row: parts.area.origin.row, column: column(selection, in: parts.area), columns: 1, rows: parts.area.size.rows)
      screen.fill(rule.intersection(parts.area), with: isASCII ? ":" : "┊", style: Style(isDim: true))
    }
    drawLabels(on: &screen, parts.labels, parts.area)
  }

  /// Draws the labels of the axis that do not touch each other; the current one first.
  private func drawLabels(on screen: inout Screen, _ line: Rect, _ area: Rect) {
    guard !line.isEmpty else { return }
    var taken: [Range<Int>] = []
    let order = (selection.map { [$0] } ?? []) + labels.indices.filter { $0 != selection }
    for index in order where labels.indices.contains(index) {
      let columns = TextWidth.columns(of: labels[index])
      let start = min(
        max(column(index, in: area) - columns / 2, line.columns.lowerBound), line.columns.upperBound - columns)
      let range = start..<start + columns
      guard start >= line.columns.lowerBound, !taken.contains(where: { $0.overlaps(start - 1..<start + columns + 1) })
      else { continue }
      taken.append(range)
      screen.write(
        labels[index], in: Rect(row: line.origin.row, column: start, columns: columns, rows: 1),
        style: Style(isBold: index == selection, isReversed: index == selection))
    }
  }
}

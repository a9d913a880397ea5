import TestSupport
import Testing

@testable import TerminalUI

@Suite struct PlotTests {
  private let grid = HeatmapGrid(rows: 3, columns: 4, values: [0, 0.25, 0.5, 1, .nan, 0.1, 0.9, 0.3, 0.7, .nan, -1, 2])

  private func heatmap(_ depth: ColorDepth, _ mode: Heatmap.Mode = .halfBlocks) -> Heatmap {
    Heatmap(grid: grid, scale: ValueScale(range: 0...1, colormap: .gray), depth: depth, mode: mode)
  }

  private var plot: LinePlot {
    var plot = LinePlot(
      labels: ["128", "256", "512", "1024", "2048"],
      series: [
        .init(name: "retrieval", values: [0.5, 0.7, 0.8, 0.85, 0.9]),
        .init(name: "code", values: [0.3, .nan, 0.4, 0.6, 0.55], style: Style(foreground: .named(2))),
      ])
    plot.selection = 3
    return plot
  }

  private let scatter = Scatter(
    points: [
      .init(x: 0, y: 0), .init(x: 1, y: 2, mark: "b"), .init(x: 0.5, y: 1.5, mark: "c"), .init(x: .nan, y: 0),
      .init(x: 0, y: .infinity),
    ], selection: 1)

  private func bitmap(_ depth: ColorDepth) -> Bitmap {
    let rows: [[UInt8]] = [
      [255, 0, 0, 255, 0, 0, 0, 255, 0, 0, 255, 0], [0, 0, 255, 0, 0, 255, 255, 255, 255, 0, 0, 0],
    ]
    return Bitmap(width: 4, height: 2, pixels: rows.flatMap { $0 }, depth: depth)
  }

  private func matches(_ name: String, _ view: some View, _ columns: Int, _ rows: Int, _ depth: ColorDepth) throws {
    var screen = Screen(size: Size(columns: columns, rows: rows))
    view.draw(on: &screen, in: screen.bounds)
    let difference = try Snapshot.difference(screen.description(colorDepth: depth), from: "views/\(name)")
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test func aHeatmapShowsTwoValuesInACellOfColor() throws {
    var map = heatmap(.trueColor)
    map.crosshair = .init(row: 1, column: 2)
    try matches("heatmap-half-blocks", map, 30, 4, .trueColor)
    map.anchor = .init(row: 0, column: 0)
    try matches("heatmap-selection", map, 30, 4, .trueColor)
  }

  @Test func aHeatmapShowsNumbersAndLabels() throws {
    var map = heatmap(.palette256, .values)
    map.rowLabel = { "row 中 \($0)" }
    map.labelColumns = 8
    map.crosshair = .init(row: 2, column: 1)
    try matches("heatmap-values", map, 40, 5, .palette256)
  }

  @Test func aHeatmapIsReadWithoutColorByShadesAndDigits() throws {
    try matches("heatmap-shades", heatmap(.mono), 30, 5, .mono)
    try matches("heatmap-shades-16", heatmap(.ansi16), 30, 5, .ansi16)
    try matches("heatmap-digits", heatmap(.mono, .digits), 30, 5, .mono)
  }

  @Test func aPlaceInTheHeatmapIsFoundWhereItWasDrawn() {
    let rect = Rect(row: 2, column: 3, columns: 20, rows: 9)
    for mode in [Heatmap.Mode.halfBlocks, .values] {
      var map = Heatmap(
        grid: HeatmapGrid(rows: 50, columns: 50, values: [Float](repeating: 0, count: 2500)),
        scale: ValueScale(range: 0...1), depth: .palette256, mode: mode)
      for row in 0..<50 {
        for column in 0..<50 {
          map.crosshair = .init(row: row, column: column)
          map.scroll = map.scroll(showing: .init(row: row, column: column), in: rect)
          let capacity = map.capacity(in: rect)
          #expect((map.scroll.row..<map.scroll.row + capacity.rows).contains(row))
          #expect((map.scroll.column..<map.scroll.column + capacity.columns).contains(column))
        }
      }
      #expect(map.place(at: rect.origin, in: rect) == nil)
      let last = map.place(at: Position(row: 9, column: 22), in: rect)
      #expect(last?.column == (mode == .values ? nil : 49) || last?.column == 49, "\(String(describing: last))")
    }
  }

  @Test func missingValuesDoNotCountInTheRangeOfAGrid() {
    #expect(grid.range == -1...2)
    #expect(HeatmapGrid(rows: 1, columns: 2, values: [.nan, .nan]).range == nil)
  }

  @Test func scalesOfDifferencesAreCenteredAtZero() {
    let scale = ValueScale(range: -0.1...0.4, colormap: .redBlue)
    #expect(scale.fraction(of: 0) == 0.5)
    #expect(scale.fraction(of: 0.4) == 1)
    #expect(ValueScale(range: 0...1, isInverted: true).fraction(of: 0.25) == 0.75)
    #expect(ValueScale(range: 3...3).fraction(of: 3) == 0.5)
    #expect(scale.color(of: .nan, depth: .trueColor) == nil)
  }

  @Test func linesHaveMarksOfTheirOwn() throws {
    try matches("line-plot", plot, 40, 9, .palette256)
    var ascii = plot
    ascii.isASCII = true
    try matches("line-plot-ascii", ascii, 30, 8, .mono)
    #expect(plot.index(at: Position(row: 3, column: 24), in: Rect(row: 0, column: 0, columns: 40, rows: 9)) == 2)
  }

  @Test func pointsOfAScatterAreFoundByTheMouse() throws {
    try matches("scatter", scatter, 12, 5, .palette256)
    let rect = Rect(row: 0, column: 0, columns: 12, rows: 5)
    #expect(scatter.index(at: Position(row: 4, column: 1), in: rect) == 0)
    #expect(scatter.index(at: Position(row: 0, column: 11), in: rect) == 1)
    #expect(Scatter(points: []).index(at: Position(row: 0, column: 0), in: rect) == nil)
  }

  @Test func picturesKeepTheirProportions() throws {
    try matches("bitmap-true-color", bitmap(.trueColor), 8, 4, .trueColor)
    try matches("bitmap-mono", bitmap(.mono), 8, 4, .mono)
    var gray = bitmap(.palette256)
    gray.isGray = true
    try matches("bitmap-gray", gray, 4, 1, .palette256)
    let tall = Bitmap(width: 10, height: 1000, pixels: [UInt8](repeating: 0, count: 30_000), depth: .mono)
    #expect(tall.place(in: Rect(row: 0, column: 0, columns: 80, rows: 20)).size == Size(columns: 1, rows: 20))
  }

  @Test func plotsDrawOnlyInsideTheirRectangleWhateverItsSize() {
    var map = heatmap(.palette256)
    map.rowLabel = { "label \($0)" }
    map.crosshair = .init(row: 2, column: 3)
    let extreme = Scatter(points: [
      .init(x: -.greatestFiniteMagnitude, y: 0), .init(x: .greatestFiniteMagnitude, y: 1e308),
    ])
    let views: [any View] = [
      map, heatmap(.mono, .values), plot, LinePlot(labels: [], series: []), scatter, Scatter(points: []), extreme,
      bitmap(.palette256), bitmap(.mono), Bitmap(width: 0, height: 0, pixels: [], depth: .mono),
    ]
    for view in views {
      for columns in 0...24 {
        for rows in 0...9 {
          var screen = Screen(size: Size(columns: 30, rows: 14))
          screen.fill(screen.bounds, with: "~")
          let place = Rect(row: 2, column: 3, columns: columns, rows: rows)
          view.draw(on: &screen, in: place)
          for row in 0..<14 {
            for column in 0..<30 where !place.contains(Position(row: row, column: column)) {
              let text = screen[Position(row: row, column: column)].text
              if text != "~" { Issue.record("\(type(of: view)) wrote \(text) at \(row), \(column) for \(place)") }
            }
          }
        }
      }
      var screen = Screen(size: Size(columns: 10, rows: 4))
      view.draw(on: &screen, in: Rect(row: -5, column: -5, columns: 20, rows: 10))
    }
  }

  @Test func linesOfMovementLeadFromEveryPlaceToTheNextRankings() {
    let chart = SlopeChart(
      columns: [
        .init(title: "one", order: [0, 1, 2]), .init(title: "two", order: [2, 1, 0]),
      ], label: { ["a", "b", "c"][$0] })
    var screen = Screen(size: Size(columns: 24, rows: 4))
    chart.draw(on: &screen, in: screen.bounds)
    let lines = screen.text.split(separator: "\n")
    #expect(lines[0].hasPrefix("one") && lines[0].contains("two"))
    #expect(lines[1].hasPrefix("1 a") && lines[1].contains("1 c"))
    #expect(lines[1...].allSatisfy { line in line.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) } })
    #expect(chart.thing(at: Position(row: 3, column: 0), in: screen.bounds) == 2)
    #expect(chart.thing(at: Position(row: 3, column: 20), in: screen.bounds) == 0)
    #expect(chart.thing(at: Position(row: 0, column: 0), in: screen.bounds) == nil)
    #expect(chart.thing(at: Position(row: 3, column: 11), in: screen.bounds) == nil)
  }
}

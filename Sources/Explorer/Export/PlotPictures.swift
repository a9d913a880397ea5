import Embeddings
import Imaging
import TerminalUI

/// The dimension sweep as a picture: scores, overlap and rank correlation over the dimensions, a line for each adapter.
struct SweepPicture {
  /// One plot of the picture.
  struct Panel {
    let title: String
    /// A line for each adapter; NaN leaves a gap.
    let lines: [[Double]]
    /// The ends of the vertical axis; `nil` takes those of the values.
    let range: ClosedRange<Double>?
  }

  let dimensions: [Int]
  /// The adapters with their colors.
  let series: [(name: String, color: Color)]
  let panels: [Panel]
  /// Lines below the plots: what made the numbers.
  let caption: [String]

  /// Draws the picture.
  func image() -> RGBImage {
    let (width, panelHeight) = (PixelCanvas.plotWidth, 300)
    var canvas = PixelCanvas(width: width, height: 60 + panels.count * panelHeight + caption.count * 24 + 20)
    var left = 90
    for line in series {
      canvas.fill(x: left..<left + 24, y: 24..<30, PixelCanvas.channels(of: line.color))
      left += 32 + canvas.write(line.name, x: left + 32, y: 20) + 24
    }
    for (index, panel) in panels.enumerated() {
      draw(panel, on: &canvas, x: 90..<width - 30, y: 90 + index * panelHeight..<30 + (index + 1) * panelHeight)
    }
    canvas.write(caption, y: 60 + panels.count * panelHeight)
    return canvas.image
  }

  private func draw(_ panel: Panel, on canvas: inout PixelCanvas, x: Range<Int>, y: Range<Int>) {
    canvas.write(panel.title, x: x.lowerBound, y: y.lowerBound - 24)
    let values = panel.lines.flatMap { $0 }.filter(\.isFinite)
    let found = (values.min() ?? 0)...(values.max() ?? 1)
    let range =
      panel.range ?? (found.lowerBound < found.upperBound ? found : found.lowerBound - 0.5...found.upperBound + 0.5)
    func place(_ index: Int, _ value: Double) -> (x: Int, y: Int) {
      let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
      return (
        x.lowerBound + (2 * index + 1) * x.count / (2 * max(1, dimensions.count)),
        y.upperBound - 1 - Int(share * Double(y.count - 1))
      )
    }
    for step in 0...4 {
      let value = range.lowerBound + (range.upperBound - range.lowerBound) * Double(step) / 4
      let line = place(0, value).y
      canvas.fill(x: x, y: line..<line + 1, PixelCanvas.faint)
      let text = NumberText.fixed(value, decimals: 2)
      canvas.write(text, x: x.lowerBound - 10 - PixelCanvas.width(of: text), y: line - 7)
    }
    for (index, dimension) in dimensions.enumerated() {
      let text = "\(dimension)"
      canvas.write(text, x: place(index, 0).x - PixelCanvas.width(of: text) / 2, y: y.upperBound + 8)
    }
    for (line, series) in zip(panel.lines, series) {
      let color = PixelCanvas.channels(of: series.color)
      var last: (x: Int, y: Int)?
      for (index, value) in line.enumerated() {
        guard value.isFinite else {
          last = nil
          continue
        }
        let here = place(index, value)
        if let last { canvas.line(from: last, to: here, color) }
        canvas.disc(here.x, here.y, radius: 5, color)
        last = here
      }
    }
  }
}

/// The map of the items as a picture.
struct MapPlotPicture {
  /// A point with its color.
  struct Point {
    let x: Double
    let y: Double
    /// The sign that tells its group.
    let mark: String
    let color: Color
  }

  let points: [Point]
  /// What the colors mean.
  let legend: [(name: String, mark: String, color: Color)]
  /// Lines below the plot: what made the numbers.
  let caption: [String]

  /// Draws the picture.
  func image() -> RGBImage {
    let (width, plot, lineHeight) = (PixelCanvas.plotWidth, 1000, 24)
    let columns = 4
    let legendRows = (legend.count + columns - 1) / columns
    var canvas = PixelCanvas(width: width, height: plot + (legendRows + caption.count) * lineHeight + 40)
    let (across, upwards) = (Self.range(points.map(\.x)), Self.range(points.map(\.y)))
    for point in points where point.x.isFinite && point.y.isFinite {
      let x = (point.x - across.lowerBound) / (across.upperBound - across.lowerBound)
      let y = (point.y - upwards.lowerBound) / (upwards.upperBound - upwards.lowerBound)
      canvas.write(
        point.mark, x: 34 + Int(x * Double(width - 80)), y: plot - 47 - Int(y * Double(plot - 80)),
        PixelCanvas.channels(of: point.color))
    }
    for (index, entry) in legend.enumerated() {
      let (x, y) = (30 + index % columns * 290, plot + index / columns * lineHeight)
      canvas.write(entry.mark, x: x, y: y, PixelCanvas.channels(of: entry.color))
      canvas.write(String(entry.name.prefix(20)), x: x + 20, y: y)
    }
    canvas.write(caption, y: plot + legendRows * lineHeight + 10)
    return canvas.image
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max(), low < high else { return -1...1 }
    return low...high
  }
}

extension PixelCanvas {
  /// Pixels of a plot from left to right.
  fileprivate static let plotWidth = 1200
  /// Letters of a line below a plot.
  fileprivate static let captionColumns = (plotWidth - 60) / width(of: "x")

  /// Writes lines one below the other.
  fileprivate mutating func write(_ lines: [String], y: Int) {
    for (index, line) in lines.enumerated() { write(line, x: 30, y: y + index * 24, Self.faint) }
  }
}

extension ExplorerState {
  /// The sweep as a picture; `nil` while there is none.
  func sweepPicture(_ facts: ExportFacts) -> SweepPicture? {
    guard let answer = dimensions.sweep.answer else { return nil }
    let tasks = subject.shownTasks.filter { answer.sweeps[$0] != nil }
    if tasks.isEmpty { return nil }
    let theme = Theme(depth: .trueColor)
    func panel(_ measure: SweepMeasure, _ title: String, _ range: ClosedRange<Double>?) -> SweepPicture.Panel {
      .init(
        title: title,
        lines: tasks.map { answer.values(of: measure, item: subject.scoredPair?.item, under: $0) ?? [] }, range: range)
    }
    return SweepPicture(
      dimensions: subject.model.matryoshkaDimensions,
      series: tasks.map { task in (task.name, theme.series(subject.shownTasks.firstIndex(of: task) ?? 0).foreground) },
      panels: [
        panel(.score, "score of \(DimensionsPane.view(of: self, theme).detail)", nil),
        panel(.overlap, SweepMeasure.overlap.rawValue, 0...1),
        panel(.kendallTau, SweepMeasure.kendallTau.rawValue, -1...1),
      ], caption: facts.caption(columns: PixelCanvas.captionColumns))
  }

  /// The map as a picture; `nil` while there is none.
  func mapPicture(_ facts: ExportFacts) -> MapPlotPicture? {
    guard let shown = map.shown(subject) else { return nil }
    let pane = MapPane.view(of: self, Theme(depth: .trueColor))
    let scatter = pane.scatter(shown)
    func visible(_ color: Color) -> Color { color == .standard ? .rgb(red: 200, green: 206, blue: 220) : color }
    let legend =
      map.coloring == .label
      ? subject.collection.labels.enumerated().map { ($0.element, pane.labelMark($0.offset)) } : []
    return MapPlotPicture(
      points: scatter.points.map { .init(x: $0.x, y: $0.y, mark: $0.mark, color: visible($0.style.foreground)) },
      legend: legend.map { (name: $0.0, mark: $0.1.0, color: visible($0.1.1.foreground)) },
      caption: facts.caption(columns: PixelCanvas.captionColumns)
        + (map.coloring == .score ? ["digits: 0 lowest score, 9 highest"] : []))
  }
}

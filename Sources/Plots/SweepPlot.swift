public import Display
public import Imaging

/// A dimension sweep as line plots one above the other, with a line for each adapter.
public struct SweepPlot: Sendable {
  /// One of the plots.
  public struct Panel: Sendable {
    let title: String
    let lines: [[Double]]
    let range: ClosedRange<Double>?

    /// A plot of `lines`, one for each adapter; NaN leaves a gap.
    ///
    /// - Parameter range: the ends of the vertical axis; `nil` takes those of the values.
    public init(title: String, lines: [[Double]], range: ClosedRange<Double>? = nil) {
      self.title = title
      self.lines = lines
      self.range = range
    }
  }

  private let dimensions: [Int]
  private let series: [(name: String, color: Color)]
  private let panels: [Panel]
  private let caption: [String]

  /// Plots over `dimensions`; `series` are the adapters with their colors, `caption` the lines below the plots.
  public init(dimensions: [Int], series: [(name: String, color: Color)], panels: [Panel], caption: [String]) {
    self.dimensions = dimensions
    self.series = series
    self.panels = panels
    self.caption = caption
  }

  /// Draws the picture.
  public func image() -> RGBImage {
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
    canvas.write(caption: caption, y: 60 + panels.count * panelHeight)
    return canvas.image
  }

  private func draw(_ panel: Panel, on canvas: inout PixelCanvas, x: Range<Int>, y: Range<Int>) {
    canvas.write(panel.title, x: x.lowerBound, y: y.lowerBound - 24)
    let range = panel.range ?? Self.range(of: panel.lines.flatMap { $0 }.filter(\.isFinite))
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

  /// The ends of an axis for `values`: never equal, so that a flat line lies in the middle.
  private static func range(of values: [Double]) -> ClosedRange<Double> {
    let (least, greatest) = (values.min() ?? 0, values.max() ?? 1)
    return least < greatest ? least...greatest : least - 0.5...greatest + 0.5
  }
}

public import Display
public import Imaging

/// Items on a plane as a scatter plot of marks, with a legend.
public struct MapPlot: Sendable {
  /// A point with its color.
  public struct Point: Sendable {
    let x: Double
    let y: Double
    let mark: String
    let color: Color

    /// A point at (`x`, `y`), shown as `mark`; one that is not finite is left out.
    public init(x: Double, y: Double, mark: String, color: Color) {
      self.x = x
      self.y = y
      self.mark = mark
      self.color = color
    }
  }

  private let points: [Point]
  private let legend: [(name: String, mark: String, color: Color)]
  private let caption: [String]

  /// A plot of `points`; `legend` says what the marks mean, `caption` are the lines below the plot.
  public init(points: [Point], legend: [(name: String, mark: String, color: Color)], caption: [String]) {
    self.points = points
    self.legend = legend
    self.caption = caption
  }

  /// Draws the picture.
  public func image() -> RGBImage {
    let (width, plot, lineHeight) = (PixelCanvas.plotWidth, 1000, 24)
    let columns = 4
    let legendRows = (legend.count + columns - 1) / columns
    var canvas = PixelCanvas(width: width, height: plot + (legendRows + caption.count) * lineHeight + 40)
    let finite = points.filter { $0.x.isFinite && $0.y.isFinite }
    let (across, upwards) = (Self.range(finite.map(\.x)), Self.range(finite.map(\.y)))
    for point in finite {
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
    canvas.write(caption: caption, y: plot + legendRows * lineHeight + 10)
    return canvas.image
  }

  /// The ends of an axis for `values`: never equal.
  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max(), low < high else { return -1...1 }
    return low...high
  }
}

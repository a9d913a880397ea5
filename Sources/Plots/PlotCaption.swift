extension PixelCanvas {
  /// The width of a plot in pixels.
  static let plotWidth = 1200

  /// The most characters that fit in a line below a plot.
  public static let captionColumns = (plotWidth - 60) / width(of: "x")

  /// Writes lines one below the other.
  mutating func write(caption: [String], y: Int) {
    for (index, line) in caption.enumerated() { write(line, x: 30, y: y + index * 24, Self.faint) }
  }
}

/// Dots of which eight fit into a cell (braille, 2 × 4), or one where only ASCII may be drawn; the ground plots draw on.
struct Canvas {
  /// The cells.
  let size: Size
  /// Whether a dot is a whole cell, shown as `.`.
  let isASCII: Bool
  private var bits: [UInt8]
  private var styles: [Style]

  init(size: Size, isASCII: Bool) {
    self.size = size
    self.isASCII = isASCII
    bits = Array(repeating: 0, count: size.columns * size.rows)
    styles = Array(repeating: .plain, count: size.columns * size.rows)
  }

  /// Dots from left to right.
  var width: Int { size.columns * (isASCII ? 1 : 2) }
  /// Dots from top to bottom.
  var height: Int { size.rows * (isASCII ? 1 : 4) }

  /// Sets a dot; outside of the canvas nothing happens. A cell has the style of its last dot.
  mutating func set(x: Int, y: Int, style: Style) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let index = isASCII ? y * size.columns + x : y / 4 * size.columns + x / 2
    // Unicode's order of the dots: 1-3 and 7 down the left side, 4-6 and 8 down the right.
    let bit: UInt8 = isASCII ? 0 : [0, 3, 1, 4, 2, 5, 6, 7][y % 4 * 2 + x % 2]
    bits[index] |= 1 << bit
    styles[index] = style
  }

  /// Draws a straight line of dots (Bresenham's algorithm).
  mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), style: Style) {
    let (width, height) = (abs(end.x - start.x), -abs(end.y - start.y))
    var (x, y, error) = (start.x, start.y, width + height)
    while true {
      set(x: x, y: y, style: style)
      if x == end.x && y == end.y { return }
      let doubled = 2 * error
      if doubled >= height {
        error += height
        x += x < end.x ? 1 : -1
      }
      if doubled <= width {
        error += width
        y += y < end.y ? 1 : -1
      }
    }
  }

  /// Puts the cells that have dots on the screen.
  func draw(on screen: inout Screen, in rect: Rect) {
    for row in 0..<min(size.rows, rect.size.rows) {
      for column in 0..<min(size.columns, rect.size.columns) {
        let pattern = bits[row * size.columns + column]
        guard pattern != 0, let braille = Unicode.Scalar(0x2800 + UInt32(pattern)) else { continue }
        let place = Rect(row: rect.origin.row + row, column: rect.origin.column + column, columns: 1, rows: 1)
        screen.fill(place, with: isASCII ? "." : String(braille), style: styles[row * size.columns + column])
      }
    }
  }
}

/// A range of a plot's axis, never empty.
struct PlotAxis {
  let range: ClosedRange<Double>

  /// The range of all finite values; 0…1 when there are none, widened when they are equal but for rounding.
  init(_ values: some Sequence<Double>) {
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    if least > greatest { (least, greatest) = (0, 1) }
    if greatest - least <= 1e-6 * max(abs(least), abs(greatest)) {
      let margin = max(0.5, abs(least) / 2)
      least = max(least - margin, -.greatestFiniteMagnitude)
      greatest = min(greatest + margin, .greatestFiniteMagnitude)
    }
    range = least...greatest
  }

  /// The dot of `count` at which a finite value lies.
  func dot(_ value: Double, of count: Int) -> Int {
    // Halves, as the difference of two finite values may be infinite.
    let fraction = (value / 2 - range.lowerBound / 2) / (range.upperBound / 2 - range.lowerBound / 2)
    return Int((min(max(fraction, -1), 2) * Double(max(0, count - 1))).rounded())
  }
}

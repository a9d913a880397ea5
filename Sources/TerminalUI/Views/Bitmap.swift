/// A picture in half blocks, as large as fits with its proportions kept; shades where there is no scale of colors.
public struct Bitmap: View, Hashable, Sendable {
  /// Pixels from left to right.
  public let width: Int
  /// Pixels from top to bottom.
  public let height: Int
  /// Red, green and blue of each pixel [height, width, 3].
  public let pixels: [UInt8]
  /// How many colors the terminal shows.
  public var depth: ColorDepth
  /// Whether it is drawn in grays.
  public var isGray = false

  /// A picture of pixels [height, width, 3].
  public init(width: Int, height: Int, pixels: [UInt8], depth: ColorDepth) {
    precondition(
      width >= 0 && height >= 0 && pixels.count == width * height * 3,
      "a picture of \(width) × \(height) has \(width * height * 3) bytes, not \(pixels.count)")
    self.width = width
    self.height = height
    self.pixels = pixels
    self.depth = depth
  }

  /// The cells of `rect` that the picture takes: a cell is as wide as half of it is high.
  public func place(in rect: Rect) -> Rect {
    guard width > 0, height > 0, !rect.isEmpty else { return rect.centered(Size(columns: 0, rows: 0)) }
    let columns = rect.size.columns
    let lines = 2 * rect.size.rows
    let isWide = width * lines >= height * columns
    let fitted = isWide ? (columns, max(1, height * columns / width)) : (max(1, width * lines / height), lines)
    return rect.centered(Size(columns: fitted.0, rows: (fitted.1 + 1) / 2))
  }

  /// Draws the picture in the middle of `rect`.
  public func draw(on screen: inout Screen, in rect: Rect) {
    let place = place(in: rect)
    guard !place.isEmpty else { return }
    let lines = depth.showsScales ? 2 * place.size.rows : place.size.rows
    for row in 0..<place.size.rows {
      for column in 0..<place.size.columns {
        let cell = Rect(row: place.origin.row + row, column: place.origin.column + column, columns: 1, rows: 1)
        if depth.showsScales {
          let upper = color(column, 2 * row, of: place.size.columns, lines)
          let lower = color(column, 2 * row + 1, of: place.size.columns, lines)
          screen.fill(cell, with: "▀", style: Style(foreground: upper, background: lower))
        } else {
          let (red, green, blue) = mean(column, row, of: place.size.columns, lines)
          screen.fill(cell, with: ValueGlyph.shade(Bitmap.luminance(red, green, blue) / 255))
        }
      }
    }
  }

  private func color(_ column: Int, _ line: Int, of columns: Int, _ lines: Int) -> Color {
    var (red, green, blue) = mean(column, line, of: columns, lines)
    if isGray {
      let gray = Bitmap.luminance(red, green, blue)
      (red, green, blue) = (gray, gray, gray)
    }
    return Color.rgb(red: UInt8(red), green: UInt8(green), blue: UInt8(blue)).nearest(in: depth)
  }

  /// The mean of the pixels that become one dot of a raster of `columns` × `lines`.
  private func mean(_ column: Int, _ line: Int, of columns: Int, _ lines: Int) -> (Float, Float, Float) {
    let left = column * width / columns
    let right = max(left + 1, (column + 1) * width / columns)
    let top = line * height / lines
    let bottom = max(top + 1, (line + 1) * height / lines)
    var (red, green, blue) = (0, 0, 0)
    for y in top..<min(bottom, height) {
      for x in left..<min(right, width) {
        let index = (y * width + x) * 3
        red += Int(pixels[index])
        green += Int(pixels[index + 1])
        blue += Int(pixels[index + 2])
      }
    }
    let count = Float((min(bottom, height) - top) * (min(right, width) - left))
    return (Float(red) / count, Float(green) / count, Float(blue) / count)
  }

  /// Rec. 601's weights of the eye's sensitivity.
  private static func luminance(_ red: Float, _ green: Float, _ blue: Float) -> Float {
    0.299 * red + 0.587 * green + 0.114 * blue
  }
}

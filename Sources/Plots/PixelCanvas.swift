public import Display
public import Imaging

/// A picture to draw on: points, lines and short texts, for plots that are saved as files.
public struct PixelCanvas: Sendable {
  /// Pixels from left to right.
  public let width: Int
  /// Pixels from top to bottom.
  public let height: Int

  private var pixels: [UInt8]

  /// The longest side a picture may have, in pixels.
  public static let largestSide = 16_384
  /// The background of plots.
  public static let background: [UInt8] = [18, 20, 28]
  /// The color of texts and axes.
  public static let foreground: [UInt8] = [200, 206, 220]
  /// The color of grid lines and captions.
  public static let faint: [UInt8] = [92, 100, 122]

  /// An empty picture.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
    pixels = Array(repeating: Self.background, count: width * height).flatMap { $0 }
  }

  /// The picture.
  public var image: RGBImage { RGBImage(width: width, height: height, pixels: pixels) }

  /// Red, green and blue of a color; gray of the terminal's own.
  public static func channels(of color: Color?) -> [UInt8] {
    color?.components.map { [$0.red, $0.green, $0.blue] } ?? [127, 127, 127]
  }

  /// Colors a pixel; outside the picture nothing happens.
  public mutating func set(_ x: Int, _ y: Int, _ color: [UInt8]) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    for channel in 0..<3 { pixels[(y * width + x) * 3 + channel] = color[channel] }
  }

  /// Fills a rectangle.
  public mutating func fill(x: Range<Int>, y: Range<Int>, _ color: [UInt8]) {
    for row in y { for column in x { set(column, row, color) } }
  }

  /// Draws a disc around a pixel.
  public mutating func disc(_ x: Int, _ y: Int, radius: Int, _ color: [UInt8]) {
    for row in -radius...radius {
      for column in -radius...radius where row * row + column * column <= radius * radius {
        set(x + column, y + row, color)
      }
    }
  }

  /// Draws a line three pixels thick.
  public mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ color: [UInt8]) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y), 1)
    for step in 0...steps {
      disc(start.x + (end.x - start.x) * step / steps, start.y + (end.y - start.y) * step / steps, radius: 1, color)
    }
  }

  /// Writes a text with its upper left corner at a pixel; returns its width in pixels.
  @discardableResult
  public mutating func write(_ text: String, x: Int, y: Int, size: Int = 2, _ color: [UInt8] = foreground) -> Int {
    var left = x
    for character in text {
      for (row, bits) in BitmapFont.rows(of: character).enumerated() {
        for column in 0..<BitmapFont.columns where bits >> (BitmapFont.columns - 1 - column) & 1 == 1 {
          fill(
            x: left + column * size..<left + (column + 1) * size, y: y + row * size..<y + (row + 1) * size, color)
        }
      }
      left += (BitmapFont.columns + 1) * size
    }
    return left - x
  }

  /// The width of a text in pixels.
  public static func width(of text: String, size: Int = 2) -> Int { text.count * (BitmapFont.columns + 1) * size }
}

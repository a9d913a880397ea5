/// A picture of 8-bit RGB pixels.
public struct RGBImage: Hashable, Sendable {
  /// Pixels from left to right; at least 1.
  public let width: Int
  /// Pixels from top to bottom; at least 1.
  public let height: Int
  /// The samples [height, width, 3], row-major.
  public let pixels: [UInt8]

  /// A picture of `pixels` [height, width, 3].
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(
      width > 0 && height > 0 && pixels.count == width * height * 3,
      "\(pixels.count) samples are no picture [\(height), \(width), 3]")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Red, green and blue of the pixel in `row` and `column`.
  public subscript(row: Int, column: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
    precondition(
      row >= 0 && row < height && column >= 0 && column < width,
      "pixel [\(row), \(column)] lies outside [\(height), \(width)]")
    let start = (row * width + column) * 3
    return (pixels[start], pixels[start + 1], pixels[start + 2])
  }
}

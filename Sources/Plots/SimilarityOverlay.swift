public import Display
internal import Foundation
public import Imaging

/// The values of a picture's cells as colors over it.
public struct SimilarityOverlay: Sendable {
  /// The cells of the picture.
  public let grid: TokenGrid
  /// One similarity for each cell, row-major [grid.rows · grid.columns].
  public let values: [Float]
  /// The colors of the values.
  public let scale: ValueScale

  /// An overlay of `values` [grid.rows · grid.columns].
  public init(grid: TokenGrid, values: [Float], scale: ValueScale) {
    precondition(values.count == grid.count, "\(values.count) values are not [\(grid.rows), \(grid.columns)]")
    self.grid = grid
    self.values = values
    self.scale = scale
  }

  /// Pixels of a cell's side where there is no picture to lie over.
  private static let cellSide = 8

  /// The colors alone: in the picture's resolution, or that of the cells where it is `nil`.
  public func drawn(like picture: RGBImage? = nil) -> RGBImage {
    let width = picture?.width ?? grid.columns * Self.cellSide
    let height = picture?.height ?? grid.rows * Self.cellSide
    return drawn(width: width, height: height) { _, color in color }
  }

  /// The picture with the colors over it, half and half, in the picture's resolution.
  ///
  /// The light of the two is mixed, not the numbers that stand for it: otherwise the mixture is too dark.
  public func blended(with picture: RGBImage) -> RGBImage {
    drawn(width: picture.width, height: picture.height) { Self.mixture(picture.pixels[$0], $1) }
  }

  /// A picture whose samples are made of their place among all and of the color of their cell.
  private func drawn(width: Int, height: Int, _ sample: (Int, UInt8) -> UInt8) -> RGBImage {
    let colors = values.map { value in
      let color = scale.colormap.color(at: scale.fraction(of: value)).components ?? (0, 0, 0)
      return [color.red, color.green, color.blue].map { UInt8($0) }
    }
    let columns = (0..<width).map { $0 * grid.columns / width }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 3)
    for row in 0..<height {
      let first = row * grid.rows / height * grid.columns
      for column in columns {
        for channel in colors[first + column] { pixels.append(sample(pixels.count, channel)) }
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  private static func mixture(_ first: UInt8, _ second: UInt8) -> UInt8 {
    encoded((light[Int(first)] + light[Int(second)]) / 2)
  }

  /// The light of each sample value, 0…1 (IEC 61966-2-1, sRGB).
  private static let light: [Float] = (0...255).map { sample in
    let value = Float(sample) / 255
    return value <= 0.04045 ? value / 12.92 : powf((value + 0.055) / 1.055, 2.4)
  }

  /// The sample value of each light in steps of 1/4096.
  private static let samples: [UInt8] = (0...4096).map { step in
    let light = Float(step) / 4096
    let value = light <= 0.0031308 ? light * 12.92 : 1.055 * powf(light, 1 / 2.4) - 0.055
    return UInt8((value * 255).rounded())
  }

  private static func encoded(_ light: Float) -> UInt8 { samples[Int((light * 4096).rounded())] }
}

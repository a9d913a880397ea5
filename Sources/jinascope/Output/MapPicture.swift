import Foundation
import Imaging
import TerminalUI

/// A similarity map over the picture it belongs to, at the picture's own resolution.
enum MapPicture {
  /// `image` with a color for each cell of `grid`, half and half.
  ///
  /// The light of the two is mixed, not the numbers that stand for it: otherwise the mixture is too dark.
  ///
  /// - Parameters:
  ///   - values: one similarity for each cell, row-major [grid.rows · grid.columns].
  ///   - range: the similarities that get the colormap's first and last color.
  static func blend(
    _ image: RGBImage, with values: [Float], over grid: TokenGrid, range: ClosedRange<Float>, colormap: Colormap
  ) -> RGBImage {
    precondition(values.count == grid.count, "\(values.count) values are not [\(grid.rows), \(grid.columns)]")
    let extent = range.upperBound - range.lowerBound
    let colors = values.map { value in
      channels(of: colormap.color(at: extent > 0 ? (value - range.lowerBound) / extent : 0))
    }
    let columns = (0..<image.width).map { $0 * grid.columns / image.width }
    var pixels = image.pixels
    for row in 0..<image.height {
      let cells = row * grid.rows / image.height * grid.columns
      for column in 0..<image.width {
        let color = colors[cells + columns[column]]
        let start = (row * image.width + column) * 3
        for channel in 0..<3 { pixels[start + channel] = mixture(pixels[start + channel], color[channel]) }
      }
    }
    return RGBImage(width: image.width, height: image.height, pixels: pixels)
  }

  private static func channels(of color: Color) -> [UInt8] {
    guard case .rgb(let red, let green, let blue) = color else { return [0, 0, 0] }
    return [red, green, blue]
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

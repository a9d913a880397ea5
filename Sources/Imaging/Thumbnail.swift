extension RGBImage {
  /// A small copy for the screen: the largest that fits in `bounds` with the aspect ratio kept, each pixel the average
  /// of the area it stands for; no copy is larger than the picture.
  public func thumbnail(fitting bounds: PixelSize) -> RGBImage {
    precondition(bounds.width > 0 && bounds.height > 0, "no thumbnail fits in \(bounds)")
    let scale = min(Double(bounds.width) / Double(width), Double(bounds.height) / Double(height), 1)
    let size = PixelSize(
      width: max(1, Int((Double(width) * scale).rounded())), height: max(1, Int((Double(height) * scale).rounded())))
    return areaAveraged(to: size)
  }

  /// Each pixel of the result is the average of the pixels whose area it covers, edge pixels weighted by their part.
  func areaAveraged(to size: PixelSize) -> RGBImage {
    let columns = Coverage.along(width, cells: size.width)
    let rows = Coverage.along(height, cells: size.height)
    var output: [UInt8] = []
    output.reserveCapacity(size.width * size.height * 3)
    let source = pixels.span
    for row in rows {
      for column in columns {
        var sums = (0.0, 0.0, 0.0)
        for y in row.pixels {
          for x in column.pixels {
            let weight = row.weight(of: y) * column.weight(of: x)
            let start = (y * width + x) * 3
            sums.0 += weight * Double(source[start])
            sums.1 += weight * Double(source[start + 1])
            sums.2 += weight * Double(source[start + 2])
          }
        }
        let area = row.length * column.length
        for sum in [sums.0, sums.1, sums.2] { output.append(UInt8((sum / area).rounded())) }
      }
    }
    return RGBImage(width: size.width, height: size.height, pixels: output)
  }
}

/// The stretch of one axis that one pixel of the thumbnail stands for.
private struct Coverage {
  let start: Double
  let end: Double
  let pixels: Range<Int>

  var length: Double { end - start }

  /// The part of pixel `index` that lies in the stretch.
  func weight(of index: Int) -> Double { min(end, Double(index + 1)) - max(start, Double(index)) }

  static func along(_ count: Int, cells: Int) -> [Coverage] {
    (0..<cells).map { cell in
      let start = Double(cell * count) / Double(cells)
      let end = Double((cell + 1) * count) / Double(cells)
      return Coverage(start: start, end: end, pixels: Int(start)..<min(count, Int(end.rounded(.up))))
    }
  }
}

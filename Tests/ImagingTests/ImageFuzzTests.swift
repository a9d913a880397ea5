import StrictJSON
import TestSupport
import Testing

@testable import Imaging

@Suite struct ImageFuzzTests {
  /// Reads a picture within limits, and what the vision tower sees of it.
  private func read(_ bytes: [UInt8]) throws {
    let decoder = ImageDecoder(maximumPixels: 200_000, appliesOrientation: true)
    let image = try decoder.decode(bytes, name: "picture")
    guard image.width * image.height <= decoder.maximumPixels else {
      throw Fuzzing.Broken("more pixels than the limit")
    }
    let patches = try ImageProcessorConfiguration().limited(toPixels: 56 * 56).patches(of: image)
    // Sides of at least one cell each can take the narrowest pictures over the budget.
    guard patches.size.width * patches.size.height <= 28 * 28 * 200 else {
      throw Fuzzing.Broken("more pixels than the budget")
    }
  }

  @Test func damagedJPEGsAreReadOrRefused() throws {
    let files = [
      "jpeg-7x5.jpg", "jpeg-410.jpg", "jpeg-cmyk.jpg", "jpeg-progressive-420.jpg", "jpeg-gray-progressive.jpg",
      "jpeg-restarts.jpg", "jpeg-ycck.jpg", "jpeg-orientation-6.jpg",
    ]
    Fuzzing("jpeg", count: 1500).run(try files.map(GoldenPictures.bytes), Fuzzing.bytes, read: read)
  }

  /// The checksums are right again in all cases but those in which they are what was damaged, so that changes reach
  /// what stands behind them.
  @Test func damagedPNGsAreReadOrRefused() throws {
    let files = [
      "gray-1-interlaced.png", "gray-16.png", "palette-4-interlaced.png", "palette-8-transparent.png",
      "rgb-interlaced.png", "rgba-16.png", "rgb-5x3.png",
    ]
    Fuzzing("png", count: 1500).run(
      try files.map(GoldenPictures.bytes), Fuzzing.bytes,
      repair: { $0.count.isMultiple(of: 8) ? $0 : PNGBytes.withRightChecksums($0) }, read: read)
  }

  /// Filters and samples under a compression that nothing of can be damaged.
  @Test func damagedPixelsOfPNGsAreReadOrRefused() throws {
    let kinds: [(depth: UInt8, color: UInt8)] = [(8, 2), (16, 6), (1, 0), (4, 3), (16, 0), (8, 4), (2, 3)]
    var kind = 0
    Fuzzing("png-pixels", count: 500).run(
      [(0..<400).map { UInt8(truncatingIfNeeded: $0 % 33 == 0 ? $0 % 5 : $0) }, [0, 1, 2, 3, 4, 1, 0, 4, 3]],
      Fuzzing.bytes,
      repair: { rows in
        kind += 1
        let (depth, color) = kinds[kind % kinds.count]
        let side = UInt32(1 + rows.count % 9)
        let palette = color == 3 ? PNGBytes.chunk("PLTE", Array(rows.prefix(rows.count / 3 * 3).prefix(48))) : []
        return PNGBytes.header(width: side, height: side, depth: depth, color: color) + palette
          + PNGBytes.chunk("IDAT", PNGBytes.stored(rows)) + PNGBytes.chunk("IEND", [])
      }, read: read)
  }

  @Test func damagedConfigurationsAreReadOrRefused() throws {
    let files = try ["published", "newer", "merged"].map {
      try Fixture.bytes("checkpoints/tiny-\($0)/preprocessor_config.json")
    }
    let picture = try GoldenPictures.picture("rgb-5x3.png")
    Fuzzing("preprocessor_config.json").run(files, Fuzzing.json) { bytes in
      guard let object = try JSONValue(parsing: bytes, .python).object else {
        throw ImageError.invalidConfiguration(file: "x", field: "", expected: "an object", found: "another")
      }
      let configuration = try ImageProcessorConfiguration(object)
      let size = try configuration.resizedSize(of: PixelSize(width: 640, height: 480))
      guard size.width * size.height <= ImageProcessorConfiguration.largestPixelBudget else {
        throw Fuzzing.Broken("more pixels than any budget")
      }
      // Only sizes that a test has the time for.
      let small = try configuration.resizedSize(of: PixelSize(width: picture.width, height: picture.height))
      if small.width * small.height <= 1 << 14 { _ = try configuration.patches(of: picture) }
    }
  }
}

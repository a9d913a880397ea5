import StrictJSON
import Tensors
import TestSupport
import Testing

@testable import Imaging

private let checkpoints = ["tiny-published", "tiny-newer"]

private func configuration(of checkpoint: String) throws -> ImageProcessorConfiguration {
  try ImageProcessorConfiguration(try GoldenPictures.json("checkpoints/\(checkpoint)/preprocessor_config.json"))
}

private func pixelSize(_ value: JSONValue?) -> PixelSize? {
  guard let sides = value?.array?.compactMap(\.integer), sides.count == 2 else { return nil }
  return PixelSize(width: sides[1], height: sides[0])
}

@Test("Sizes are those of the reference's smart_resize, down to its refusals")
func sizesAreThoseOfTheReference() throws {
  let lines = try #require(try GoldenPictures.json("goldens/images.json")["sizes"]?.array)
  #expect(lines.count >= 90)
  for line in lines {
    let fields = try #require(line.array)
    let numbers = fields.prefix(4).compactMap(\.integer)
    let original = PixelSize(width: numbers[1], height: numbers[0])
    let rule = SmartResize(factor: 28, minimumPixels: numbers[2], maximumPixels: numbers[3])
    if let expected = pixelSize(fields[4]) {
      #expect(try rule.size(for: original) == expected, "\(original)")
    } else {
      #expect(throws: ImageError.tooNarrow(name: "the picture", size: original)) { try rule.size(for: original) }
    }
  }
}

@Test("Resized pixels are the reference's byte for byte, fast processor and slow", arguments: checkpoints)
func resizedPixelsAreTheReferences(checkpoint: String) throws {
  let configuration = try configuration(of: checkpoint)
  for (file, golden) in try GoldenPictures.entries("\(checkpoint)/images.json") {
    let image = try GoldenPictures.picture(file)
    let size = try configuration.resizedSize(of: PixelSize(width: image.width, height: image.height))
    #expect(size == pixelSize(golden["size"]), "\(file)")
    let fast = BicubicResampler(.torchvision).resize(image, to: size)
    #expect(sha256(fast.pixels) == golden["sha256"]?.string, "\(file)")
    let slow = BicubicResampler(.pillow).resize(image, to: size)
    #expect(sha256(slow.pixels) == golden["slow_sha256"]?.string, "\(file)")
  }
}

@Test("Patches are the reference's bit for bit", arguments: checkpoints)
func patchesAreTheReferences(checkpoint: String) throws {
  let configuration = try configuration(of: checkpoint)
  for (file, golden) in try GoldenPictures.entries("\(checkpoint)/images.json") {
    let patches = try configuration.patches(of: try GoldenPictures.picture(file))
    // Hashing is slow in a debug build; the pictures of a few hundred patches are enough.
    guard patches.grid.count <= 500 else { continue }
    let grid = golden["grid"]?.array ?? []
    #expect(grid.map(\.integer) == [patches.grid.rows, patches.grid.columns], "\(file)")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(patches.values.count * 4)
    for value in patches.values.array {
      let bits = value.bitPattern
      bytes.append(UInt8(truncatingIfNeeded: bits))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
      bytes.append(UInt8(truncatingIfNeeded: bits >> 24))
    }
    #expect(sha256(bytes) == golden["patches_sha256"]?.string, "\(file)")
  }
}

@Test("Pillow begins with the rows where the height shrinks by more than twice as many pixels as the width")
func pillowMayBeginWithTheRows() {
  let image = RGBImage(width: 5, height: 9, pixels: (0..<135).map { UInt8(truncatingIfNeeded: $0 * $0 * 7) })
  let resampler = BicubicResampler(.pillow)
  func inTwoSteps(_ first: PixelSize, _ second: PixelSize) -> RGBImage {
    resampler.resize(resampler.resize(image, to: first), to: second)
  }
  let flat = PixelSize(width: 4, height: 3)
  let rowsFirst = inTwoSteps(PixelSize(width: 5, height: 3), flat)
  #expect(rowsFirst != inTwoSteps(PixelSize(width: 4, height: 9), flat))
  #expect(resampler.resize(image, to: flat) == rowsFirst)
  let tall = PixelSize(width: 4, height: 7)
  #expect(resampler.resize(image, to: tall) == inTwoSteps(PixelSize(width: 4, height: 9), tall))
}

@Test func aPictureOfTheRightSizeIsNotTouched() throws {
  let image = try GoldenPictures.picture("rgb-112x112.png")
  #expect(BicubicResampler(.torchvision).resize(image, to: PixelSize(width: 112, height: 112)) == image)
}

@Test("The slow processor multiplies before it normalizes")
func normalizationHasTwoForms() {
  let mean = [0.48145466, 0.4578275, 0.40821073]
  let deviation = [0.26862954, 0.26130258, 0.27577711]
  let fused = PixelNormalization(rescaleFactor: 1 / 255.0, mean: mean, standardDeviation: deviation)
  let plain = PixelNormalization(rescaleFactor: 1 / 255.0, mean: mean, standardDeviation: deviation, isFused: false)
  // Computed with PyTorch 2.13 in float32.
  #expect(fused.value(0, channel: 0) == -0x1.cad1b8p+0)
  #expect(fused.value(128, channel: 1) == 0x1.59e6cp-3)
  #expect(fused.value(255, channel: 2) == 0x1.12acc2p+1)
  let differences = zip(fused.table, plain.table).map { abs($0 - $1) }
  #expect(differences.contains { $0 > 0 } && differences.allSatisfy { $0 < 1e-6 })
}

@Test("Patches of a merged cell follow one another, and frames repeat")
func patchOrderIsThatOfMergedCells() {
  // Each pixel's red is the number of its patch, row-major over 4 × 6 patches of one pixel.
  let image = RGBImage(width: 6, height: 4, pixels: (0..<24).flatMap { [UInt8($0), 100, 200] })
  let identity = PixelNormalization(rescaleFactor: 1, mean: [0, 0, 0], standardDeviation: [1, 1, 1])
  let patches = PixelPatches(
    cutting: image, patchSize: 1, mergeSize: 2, temporalPatchSize: 2, normalization: identity)
  let order: [Float] = [0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 12, 13, 18, 19, 14, 15, 20, 21, 16, 17, 22, 23]
  #expect(patches.values.array == order.flatMap { [$0, $0, 100, 100, 200, 200] })
  #expect(patches.grid.tokens == TokenGrid(rows: 2, columns: 3))
}

@Test("A thumbnail keeps the aspect ratio and averages areas")
func thumbnailsAverageAreas() {
  let image = RGBImage(width: 4, height: 2, pixels: [0, 10, 20, 100, 200, 40, 80, 120].flatMap { [$0, $0, $0] })
  let small = image.thumbnail(fitting: PixelSize(width: 2, height: 9))
  #expect(small.width == 2 && small.height == 1)
  #expect(small[0, 0].red == 63 && small[0, 1].green == 80)  // 62.5 and 80
  // The first third covers pixel 0 whole and a third of pixel 1, in both rows: (0 + 10/3 + 200 + 40/3) / (8/3).
  #expect(image.areaAveraged(to: PixelSize(width: 3, height: 1))[0, 0].blue == 81)
  #expect(image.thumbnail(fitting: PixelSize(width: 100, height: 100)) == image)
}

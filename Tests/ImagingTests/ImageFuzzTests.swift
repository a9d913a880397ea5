import Foundation
import TestSupport
import Testing

@testable import Imaging

/// Pictures of every family, small enough for thousands of rounds.
private let seeds = [
  "jpeg-7x5.jpg", "jpeg-410.jpg", "jpeg-cmyk.jpg", "jpeg-progressive-420.jpg", "jpeg-gray-progressive.jpg",
  "jpeg-restarts.jpg", "jpeg-ycck.jpg", "jpeg-orientation-6.jpg", "gray-1-interlaced.png", "gray-16.png",
  "palette-4-interlaced.png", "palette-8-transparent.png", "rgb-interlaced.png", "rgba-16.png", "rgb-5x3.png",
]

@Test("Mutated files are an error or a picture: they never trap, hang, or pass the limits")
func mutatedFilesAreHarmless() throws {
  // More rounds for a longer look: JINASCOPE_FUZZ=20000.
  let rounds = ProcessInfo.processInfo.environment["JINASCOPE_FUZZ"].flatMap(Int.init) ?? 3000
  let decoder = ImageDecoder(maximumPixels: 200_000, appliesOrientation: true)
  let configuration = try ImageProcessorConfiguration().limited(toPixels: 56 * 56)
  let files = try seeds.map { try GoldenPictures.bytes($0) }
  var generator = SplitMix(state: 20_240_617)
  var pictures = 0
  for round in 0..<rounds {
    let bytes = mutated(files[round % files.count], &generator)
    do throws(ImageError) {
      let image = try decoder.decode(bytes, name: "round \(round)")
      pictures += 1
      #expect(image.width * image.height <= decoder.maximumPixels)
      let patches = try configuration.patches(of: image)
      // Sides of at least one cell each can take the narrowest pictures over the budget.
      #expect(patches.size.width * patches.size.height <= 28 * 28 * 200)
    } catch {
      #expect(!error.description.isEmpty)
    }
  }
  // Most mutations must get past the signature, or nothing was tested; and some must be found.
  #expect(pictures > rounds / 10 && pictures < rounds)
}

/// `bytes` after one to four changes: bytes overwritten, inserted, removed, cut off, lengths blown up. The checksums of
/// PNG chunks are made right again half of the time, so that changes reach beyond them.
private func mutated(_ original: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
  var bytes = original
  for _ in 0..<Int.random(in: 1...4, using: &generator) {
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    let length = min(Int.random(in: 1...40, using: &generator), bytes.count - place)
    switch Int.random(in: 0..<16, using: &generator) {
    case 0...3: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 4...7: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 8, 9: bytes[place] = Bool.random(using: &generator) ? 0 : 0x7F
    case 10, 11: bytes.insert(contentsOf: bytes[place..<(place + length)], at: place)
    case 12, 13: bytes.removeSubrange(max(1, place)..<max(1, place + length))
    case 14: for index in place..<(place + min(length, 4)) { bytes[index] = 0xFF }
    default: bytes.removeSubrange(max(1, place)...)
    }
  }
  return Bool.random(using: &generator) ? PNGBytes.withRightChecksums(bytes) : bytes
}

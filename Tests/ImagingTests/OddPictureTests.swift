import StrictJSON
import TestSupport
import Testing

@testable import Imaging

/// Pictures with something wrong or unusual in them are read where Pillow reads them, to the same pixels, and refused
/// where it refuses them.
@Suite struct OddPictureTests {
  /// Where Pillow looks at the checksum of a chunk that has nothing to do with the pixels.
  private static let readHereAlone: Set = ["wrong-checksum-of-gamma.png"]

  @Test func everyOddPictureIsWhatItIsInPillow() throws {
    let entries = try #require(try JSONValue(parsing: Fixture.bytes("odd-images/images.json")).array)
    #expect(entries.count > 60)
    for entry in entries {
      let file = try #require(entry.object?["file"]?.string)
      let golden = entry.object?["pixels"]?.string
      let bytes = try Fixture.bytes("odd-images/" + file)
      do throws(ImageError) {
        let pixels = try ImageDecoder().decode(bytes, name: file).pixels
        let digits = pixels.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        if Self.readHereAlone.contains(file) {
          #expect(golden == nil)
        } else {
          #expect(digits == golden, "\(file)")
        }
      } catch {
        #expect(golden == nil, "\(file): \(error)")
        #expect(error.description.hasPrefix(file), "\(error)")
      }
    }
  }
}

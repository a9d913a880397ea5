import StrictJSON
import TestSupport
import Testing

@testable import Imaging

@Test("Every kind of JPEG and PNG file is decoded to the very bytes of the reference")
func everyKindOfFileIsDecodedAsTheReferenceDoes() throws {
  let entries = try GoldenPictures.entries("images.json")
  #expect(entries.count >= 50)
  for (file, golden) in entries {
    let image = try GoldenPictures.picture(file)
    #expect(image.width == golden["width"]?.integer, "\(file)")
    #expect(image.height == golden["height"]?.integer, "\(file)")
    #expect(sha256(image.pixels) == golden["sha256"]?.string, "\(file)")
  }
}

@Test("EXIF orientation is applied when asked for, and only then")
func orientationIsAppliedWhenAskedFor() throws {
  let turned = try GoldenPictures.entries("images.json").filter { $0.golden["oriented"] != nil }
  #expect(turned.count >= 2)
  for (file, golden) in turned {
    let image = try ImageDecoder(appliesOrientation: true).decode(try GoldenPictures.bytes(file), name: file)
    #expect(sha256(image.pixels) == golden["oriented"]?.object?["sha256"]?.string, "\(file)")
  }
}

@Test("A picture is turned in all eight ways as Pillow turns it")
func turnsInAllEightWays() {
  // Two rows of three pixels: a b c / d e f.
  let image = RGBImage(width: 3, height: 2, pixels: "abcdef".utf8.flatMap { [$0, $0, $0] })
  let expected: [EXIFOrientation: (letters: String, width: Int)] = [
    .upright: ("abcdef", 3), .mirrored: ("cbafed", 3), .upsideDown: ("fedcba", 3), .upsideDownMirrored: ("defabc", 3),
    .transposed: ("adbecf", 2), .turnedLeft: ("daebfc", 2), .transversed: ("fcebda", 2), .turnedRight: ("cfbead", 2),
  ]
  for orientation in EXIFOrientation.allCases {
    let turned = image.turned(as: orientation)
    let letters = stride(from: 0, to: turned.pixels.count, by: 3).map { turned.pixels[$0] }
    #expect(String(decoding: letters, as: UTF8.self) == expected[orientation]?.letters, "\(orientation)")
    #expect(turned.width == expected[orientation]?.width, "\(orientation)")
  }
}

@Test func filesAreRecognizedByContent() throws {
  #expect(throws: ImageError.unrecognized(name: "x.png")) { try ImageDecoder().decode([], name: "x.png") }
  #expect(throws: ImageError.unrecognized(name: "x.png")) {
    try ImageDecoder().decode(Array("GIF89a, but called PNG".utf8), name: "x.png")
  }
  // A JPEG file is read whatever it is called.
  let image = try ImageDecoder().decode(try GoldenPictures.bytes("jpeg-7x5.jpg"), name: "wrong.png")
  #expect(max(image.width, image.height) == 7 && min(image.width, image.height) == 5)
}

@Test("A file that declares too many pixels is refused before they are allocated")
func declaredSizeIsCheckedFirst() throws {
  // 30,000 × 30,000 pixels would be 2.7 GB; the files hold a header alone.
  let png = PNGBytes.header(width: 30_000, height: 30_000, depth: 8, color: 2) + PNGBytes.chunk("IDAT", [])
  let size = PixelSize(width: 30_000, height: 30_000)
  #expect(throws: ImageError.tooManyPixels(name: "bomb", size: size, limit: 100_000_000)) {
    try ImageDecoder().decode(png, name: "bomb")
  }
  var jpeg = try GoldenPictures.bytes("jpeg-7x5.jpg")
  let frame = try #require(jpeg.indices.first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
  jpeg.replaceSubrange((frame + 5)..<(frame + 9), with: [0x75, 0x30, 0x75, 0x30])
  #expect(throws: ImageError.tooManyPixels(name: "bomb", size: size, limit: 100_000_000)) {
    try ImageDecoder().decode(jpeg, name: "bomb")
  }
  let small = try GoldenPictures.bytes("rgb-5x3.png")
  #expect(throws: ImageError.self) { try ImageDecoder(maximumPixels: 14).decode(small) }
  #expect(try ImageDecoder(maximumPixels: 15).decode(small).pixels.count == 45)
}

@Test func aSideOfMoreThanAMillionPixelsIsRefused() {
  let png = PNGBytes.header(width: 2_000_000, height: 1, depth: 8, color: 2) + PNGBytes.chunk("IDAT", [])
  let expected = ImageError.sideTooLong(
    name: "wide", size: PixelSize(width: 2_000_000, height: 1), limit: 1_000_000)
  #expect(throws: expected) { try ImageDecoder().decode(png, name: "wide") }
}

@Test("Each cut of a file is an error or, where only end markers are missing, the whole picture")
func truncatedFilesAreErrors() throws {
  for file in ["jpeg-7x5.jpg", "jpeg-gray-progressive.jpg", "rgb-5x3.png", "gray-1-interlaced.png"] {
    let bytes = try GoldenPictures.bytes(file)
    let whole = try ImageDecoder().decode(bytes)
    for count in 0..<bytes.count {
      do throws(ImageError) {
        let image = try ImageDecoder().decode(Array(bytes.prefix(count)))
        #expect(image == whole && count > bytes.count - 20, "\(file) cut to \(count)")
      } catch {
        switch error {
        case .truncated, .unrecognized: break
        default: Issue.record("\(file) cut to \(count): \(error)")
        }
      }
    }
  }
}

@Test func damagedFilesAreErrors() throws {
  var bytes = try GoldenPictures.bytes("rgb-5x3.png")
  bytes[20] ^= 1  // The height, so that the header's checksum is wrong.
  #expect {
    try ImageDecoder().decode(bytes, name: "broken.png")
  } throws: { error in
    guard case .damaged(name: "broken.png", format: .png, _)? = error as? ImageError else { return false }
    return "\(error)".hasPrefix("broken.png is a damaged PNG file: ")
  }
}

@Test("Ancillary chunks are skipped without being inflated")
func ancillaryChunksAreSkipped() throws {
  let bytes = try GoldenPictures.bytes("rgb-5x3.png")
  let whole = try ImageDecoder().decode(bytes)
  // What follows the header: a broken profile, an enormous text, a text that does not inflate, a gamma of almost zero.
  let chunks =
    PNGBytes.chunk("iCCP", Array("name\0\0nonsense".utf8))
    + PNGBytes.chunk("tEXt", Array("key\0".utf8) + [UInt8](repeating: 0x78, count: 2_000_000))
    + PNGBytes.chunk("zTXt", Array("key\0\0".utf8) + [0x78, 0x9C, 0xFF])
    + PNGBytes.chunk("gAMA", [0, 0, 0, 1])
  let extended = Array(bytes[..<33]) + chunks + Array(bytes[33...])
  #expect(try ImageDecoder().decode(extended) == whole)
}

@Test("A progressive file of very many scans is refused")
func scansAreCounted() throws {
  let bytes = try GoldenPictures.bytes("jpeg-gray-progressive.jpg")
  let scan = try #require(bytes.indices.last { $0 + 1 < bytes.count && bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
  let last = Array(bytes[scan..<(bytes.count - 2)])
  let repeated = Array(bytes[..<scan]) + (0..<150).flatMap { _ in last } + [0xFF, 0xD9]
  #expect {
    try ImageDecoder().decode(repeated, name: "bomb")
  } throws: { error in
    "\(error)" == "bomb is a damaged JPEG file: it has more than 100 scans; get an intact copy"
  }
}

@Test func whatIsWrittenAsPNGIsReadBack() throws {
  let image = try GoldenPictures.picture("rgb-noise-97x61.png")
  let bytes = try PNGWriter.encode(image)
  #expect(ImageFormat(recognizing: bytes) == .png)
  #expect(try ImageDecoder().decode(bytes) == image)
}

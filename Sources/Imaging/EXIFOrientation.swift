/// How a camera was held, as the EXIF data of a JPEG or PNG file tell it.
///
/// Source: CIPA DC-008 (EXIF 2.32), tag 0x0112; TIFF 6.0 for the layout of the directory.
public enum EXIFOrientation: Int, Sendable, CaseIterable {
  case upright = 1
  case mirrored = 2
  case upsideDown = 3
  case upsideDownMirrored = 4
  case transposed = 5
  case turnedLeft = 6
  case transversed = 7
  case turnedRight = 8

  /// The orientation that the file in `bytes` tells; upright where it tells none or nonsense.
  public init(readingFrom bytes: [UInt8]) {
    let directory: ArraySlice<UInt8>? =
      switch ImageFormat(recognizing: bytes) {
      case .jpeg: Self.directoryOfJPEG(bytes)
      case .png: Self.directoryOfPNG(bytes)
      case nil: nil
      }
    self = directory.flatMap(Self.init(directory:)) ?? .upright
  }

  /// Whether width and height change places.
  var swapsSides: Bool { rawValue >= 5 }

  /// The TIFF block of the first APP1 segment that is EXIF; segments end where the first scan begins.
  private static func directoryOfJPEG(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    let name: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]
    var position = 2
    while position + 4 <= bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      if marker == 0xFF {
        position += 1
        continue
      }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      let end = position + 2 + length
      guard marker != 0xDA, marker != 0xD9, length >= 2, end <= bytes.count else { return nil }
      let body = bytes[(position + 4)..<end]
      if marker == 0xE1, body.starts(with: name) { return body.dropFirst(name.count) }
      position = end
    }
    return nil
  }

  /// The body of the eXIf chunk.
  private static func directoryOfPNG(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var position = 8
    while position + 12 <= bytes.count {
      let length = bytes[position..<(position + 4)].reduce(0) { $0 << 8 | Int($1) }
      let body = position + 8
      guard length <= bytes.count - body - 4 else { return nil }
      if bytes[(position + 4)..<body].elementsEqual("eXIf".utf8) { return bytes[body..<(body + length)] }
      position = body + length + 4
    }
    return nil
  }

  /// Reads tag 0x0112 of the first directory of a TIFF block.
  private init?(directory block: ArraySlice<UInt8>) {
    let isBigEndian: Bool
    switch block.prefix(2) {
    case [0x4D, 0x4D]: isBigEndian = true
    case [0x49, 0x49]: isBigEndian = false
    default: return nil
    }
    func number(at offset: Int, count: Int) -> Int? {
      guard offset >= 0, offset <= block.count - count else { return nil }
      let start = block.startIndex + offset
      let field = block[start..<(start + count)]
      return isBigEndian ? field.reduce(0) { $0 << 8 | Int($1) } : field.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(at: 2, count: 2) == 42, let start = number(at: 4, count: 4),
      let entries = number(at: start, count: 2)
    else { return nil }
    for entry in 0..<entries {
      let offset = start + 2 + 12 * entry
      guard let tag = number(at: offset, count: 2) else { return nil }
      if tag == 0x0112 {
        // A SHORT stands in the first two bytes of the value field.
        guard let value = number(at: offset + 8, count: 2) else { return nil }
        self.init(rawValue: value)
        return
      }
    }
    return nil
  }
}

extension RGBImage {
  /// The picture as it is to be looked at when its file tells `orientation`.
  ///
  /// Source: Pillow 13.0.0, `ImageOps.exif_transpose`.
  public func turned(as orientation: EXIFOrientation) -> RGBImage {
    if orientation == .upright { return self }
    let (outputWidth, outputHeight) = orientation.swapsSides ? (height, width) : (width, height)
    var output: [UInt8] = []
    output.reserveCapacity(pixels.count)
    for y in 0..<outputHeight {
      for x in 0..<outputWidth {
        let (row, column) =
          switch orientation {
          case .upright: (y, x)
          case .mirrored: (y, width - 1 - x)
          case .upsideDown: (height - 1 - y, width - 1 - x)
          case .upsideDownMirrored: (height - 1 - y, x)
          case .transposed: (x, y)
          case .turnedLeft: (height - 1 - x, y)
          case .transversed: (height - 1 - x, width - 1 - y)
          case .turnedRight: (x, width - 1 - y)
          }
        let start = (row * width + column) * 3
        output.append(contentsOf: pixels[start..<(start + 3)])
      }
    }
    return RGBImage(width: outputWidth, height: outputHeight, pixels: output)
  }
}

import CImageCodecs

/// The file formats that are read, recognized by their first bytes.
public enum ImageFormat: String, Sendable, CaseIterable {
  case jpeg = "JPEG"
  case png = "PNG"

  /// The format that `bytes` begin like.
  public init?(recognizing bytes: [UInt8]) {
    let signatures: [(ImageFormat, [UInt8])] = [
      (.jpeg, [0xFF, 0xD8, 0xFF]),
      (.png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
    ]
    guard let match = signatures.first(where: { bytes.starts(with: $0.1) }) else { return nil }
    self = match.0
  }
}

/// Turns the bytes of JPEG and PNG files into RGB pixels, exactly as `Image.open(…).convert("RGB")` of Pillow 13.0.0
/// does: alpha and color profiles are dropped, CMYK is converted without profile, 16-bit gray is clipped.
///
/// Memory: three bytes for each pixel, and for JPEG files of several scans up to eight more.
public struct ImageDecoder: Sendable {
  /// A file that declares more pixels is refused before anything is allocated for them.
  public var maximumPixels: Int
  /// Whether the picture is turned as its EXIF data tell; the model's reference does not.
  public var appliesOrientation: Bool

  /// The longest side that is read, which bounds the buffers for single rows.
  static let maximumSide = 1_000_000
  /// A JPEG file of more scans is refused: each may cost a walk over all samples. Encoders write a dozen.
  static let maximumScans = 100

  /// A decoder with its limits; 100 megapixels where nothing else is said.
  public init(maximumPixels: Int = 100_000_000, appliesOrientation: Bool = false) {
    self.maximumPixels = maximumPixels
    self.appliesOrientation = appliesOrientation
  }

  /// The picture in `bytes`.
  ///
  /// - Parameter name: what error messages call the picture: its path, or its place in the input.
  /// - Throws: `ImageError` when the bytes are no JPEG or PNG file, are damaged or truncated, or declare more pixels
  ///   than the limit.
  public func decode(_ bytes: [UInt8], name: String = "the picture") throws(ImageError) -> RGBImage {
    let file = try EncodedFile(bytes: bytes, name: name)
    let size = try checkedSize(of: file)
    let image = RGBImage(width: size.width, height: size.height, pixels: try file.pixels(size, Self.maximumScans))
    return appliesOrientation ? image.turned(as: EXIFOrientation(readingFrom: bytes)) : image
  }

  /// The size of the picture that ``decode(_:name:)`` makes of `bytes`, from the file's header.
  ///
  /// - Throws: `ImageError` when the bytes do not begin like a JPEG or PNG file, or declare more pixels than the limit.
  public func size(of bytes: [UInt8], name: String = "the picture") throws(ImageError) -> PixelSize {
    let size = try checkedSize(of: try EncodedFile(bytes: bytes, name: name))
    let isTurned = appliesOrientation && EXIFOrientation(readingFrom: bytes).swapsSides
    return isTurned ? PixelSize(width: size.height, height: size.width) : size
  }

  private func checkedSize(of file: EncodedFile) throws(ImageError) -> PixelSize {
    let size = try file.size()
    guard max(size.width, size.height) <= Self.maximumSide else {
      throw .sideTooLong(name: file.name, size: size, limit: Self.maximumSide)
    }
    // Both sides are at most a million, so the product does not overflow.
    guard size.width * size.height <= maximumPixels else {
      throw .tooManyPixels(name: file.name, size: size, limit: maximumPixels)
    }
    return size
  }
}

/// An encoded picture on its way through the C library.
private struct EncodedFile {
  let bytes: [UInt8]
  let format: ImageFormat
  let name: String

  init(bytes: [UInt8], name: String) throws(ImageError) {
    guard let format = ImageFormat(recognizing: bytes) else { throw .unrecognized(name: name) }
    self.bytes = bytes
    self.format = format
    self.name = name
  }

  func size() throws(ImageError) -> PixelSize {
    var size = codec_size(width: 0, height: 0)
    var message = [CChar](repeating: 0, count: Int(CODEC_MESSAGE_SIZE))
    let status =
      switch format {
      // Safe: the array's pointer covers its count, the message has the size the contract asks for.
      case .jpeg: unsafe codec_jpeg_size(bytes, bytes.count, &size, &message)
      case .png: unsafe codec_png_size(bytes, bytes.count, &size, &message)
      }
    try check(status, message)
    return PixelSize(width: Int(size.width), height: Int(size.height))
  }

  func pixels(_ pixelSize: PixelSize, _ maximumScans: Int) throws(ImageError) -> [UInt8] {
    let size = codec_size(width: UInt32(pixelSize.width), height: UInt32(pixelSize.height))
    var pixels = [UInt8](repeating: 0, count: pixelSize.width * pixelSize.height * 3)
    var message = [CChar](repeating: 0, count: Int(CODEC_MESSAGE_SIZE))
    let status =
      switch format {
      // Safe: `pixels` has the three bytes for each pixel of `size` that the contract asks for.
      case .jpeg: unsafe codec_jpeg_decode(bytes, bytes.count, size, CInt(maximumScans), &pixels, &message)
      case .png: unsafe codec_png_decode(bytes, bytes.count, size, &pixels, &message)
      }
    try check(status, message)
    return pixels
  }

  private func check(_ status: codec_status, _ message: [CChar]) throws(ImageError) {
    let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    switch status {
    case CODEC_OK: return
    case CODEC_TRUNCATED: throw .truncated(name: name, format: format, reason: reason)
    case CODEC_UNSUPPORTED: throw .unsupported(name: name, format: format, reason: reason)
    case CODEC_OUT_OF_MEMORY: throw .outOfMemory(name: name)
    default: throw .damaged(name: name, format: format, reason: reason)
    }
  }
}

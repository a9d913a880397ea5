import CImageCodecs

/// Writes pictures as PNG files of 8-bit RGB.
public enum PNGWriter {
  /// The bytes of a PNG file of `image`.
  ///
  /// - Throws: `ImageError.outOfMemory` when there is no memory for the file.
  public static func encode(_ image: RGBImage) throws(ImageError) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    var message = [CChar](repeating: 0, count: Int(CODEC_MESSAGE_SIZE))
    let size = codec_size(width: UInt32(image.width), height: UInt32(image.height))
    // Safe: the picture holds width × height × 3 bytes, and the message has the size the contract asks for.
    let status = unsafe message.withUnsafeMutableBufferPointer { text in
      unsafe image.pixels.withUnsafeBufferPointer { pixels in
        unsafe codec_png_encode(pixels.baseAddress, size, &bytes, &count, text.baseAddress)
      }
    }
    guard status == CODEC_OK, let start = unsafe bytes else { throw .outOfMemory(name: "the picture to write") }
    // Safe: on success `bytes` points to `count` bytes that belong to the caller, who gives them back once.
    defer { unsafe codec_free(start) }
    return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  }
}

import CImageCodecs

/// A PNG file of 8-bit RGB that is written row by row, so that a large picture need not be in memory.
///
/// ```swift
/// var picture = try PNGWriter(width: 640, height: 480)
/// for row in rows { try picture.append(row: row) }
/// try picture.finish()
/// let bytes = picture.takeBytes()
/// ```
@safe public struct PNGWriter: ~Copyable {
  private let width: Int
  private var rowsLeft: Int
  private let writer: OpaquePointer

  /// Begins a picture of that many pixels, at least one in each direction.
  ///
  /// - Throws: `ImageError.outOfMemory`.
  public init(width: Int, height: Int) throws(ImageError) {
    precondition(width > 0 && height > 0, "a picture of \(width) × \(height) pixels cannot be written")
    var status = CODEC_OK
    var message = Self.message
    let size = codec_size(width: UInt32(width), height: UInt32(height))
    // Safe: the message has the size the contract asks for; the writer is given back once, here or at the end.
    let created = unsafe codec_png_writer_create(size, &status, &message)
    guard let writer = unsafe created, status == CODEC_OK else {
      unsafe codec_png_writer_free(created)
      throw Self.outOfMemory
    }
    unsafe self.init(width: width, height: height, writer: writer)
  }

  private init(width: Int, height: Int, writer: OpaquePointer) {
    self.width = width
    rowsLeft = height
    unsafe self.writer = writer
  }

  deinit {
    // Safe: the writer is this value's own.
    unsafe codec_png_writer_free(writer)
  }

  /// Appends the next row, red, green and blue of each pixel.
  ///
  /// - Throws: `ImageError.outOfMemory`; nothing can be appended afterwards.
  public mutating func append(row: some Collection<UInt8>) throws(ImageError) {
    precondition(row.count == width * 3 && rowsLeft > 0, "this is no further row of \(width) pixels")
    rowsLeft -= 1
    var message = Self.message
    // Safe: the row has as many bytes as the width asks for.
    let status = unsafe Array(row).withUnsafeBufferPointer { pixels in
      unsafe codec_png_writer_row(self.writer, pixels.baseAddress, &message)
    }
    if status != CODEC_OK { throw Self.outOfMemory }
  }

  /// Ends the picture after its last row.
  ///
  /// - Throws: `ImageError.outOfMemory`.
  public mutating func finish() throws(ImageError) {
    precondition(rowsLeft == 0, "\(rowsLeft) rows of the picture are missing")
    var message = Self.message
    // Safe: the writer is this value's own.
    if unsafe codec_png_writer_end(writer, &message) != CODEC_OK { throw Self.outOfMemory }
  }

  /// How many bytes of the file wait to be taken.
  public var byteCount: Int {
    // Safe: the writer is this value's own.
    unsafe codec_png_writer_count(writer)
  }

  /// The bytes of the file since this was called last.
  public mutating func takeBytes() -> [UInt8] {
    var count = 0
    // Safe: the bytes are copied before anything else is asked of the writer.
    let start = unsafe codec_png_writer_take(writer, &count)
    return unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  }

  /// The bytes of a PNG file of `image`.
  ///
  /// - Throws: `ImageError.outOfMemory` when there is no memory for the file.
  public static func encode(_ image: RGBImage) throws(ImageError) -> [UInt8] {
    var writer = try PNGWriter(width: image.width, height: image.height)
    for row in 0..<image.height {
      try writer.append(row: image.pixels[row * image.width * 3..<(row + 1) * image.width * 3])
    }
    try writer.finish()
    return writer.takeBytes()
  }

  private static let outOfMemory = ImageError.outOfMemory(name: "the picture to write")
  private static var message: [CChar] { Array(repeating: 0, count: Int(CODEC_MESSAGE_SIZE)) }
}

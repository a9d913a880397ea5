/// What is wrong with a picture or with the settings it is prepared by.
public enum ImageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes begin like neither a JPEG nor a PNG file.
  case unrecognized(name: String)
  /// The file ends before its last row of pixels.
  case truncated(name: String, format: ImageFormat, reason: String)
  /// The bytes are no valid file of the format.
  case damaged(name: String, format: ImageFormat, reason: String)
  /// A valid file of a kind that is not read.
  case unsupported(name: String, format: ImageFormat, reason: String)
  /// The declared size is over the limit for decoding.
  case tooManyPixels(name: String, size: PixelSize, limit: Int)
  /// One side is longer than any picture is read with.
  case sideTooLong(name: String, size: PixelSize, limit: Int)
  /// One side is more than 200 times the other.
  case tooNarrow(name: String, size: PixelSize)
  /// There was no memory for decoding or encoding.
  case outOfMemory(name: String)
  /// A field of a file that describes an image processor has a value that no picture can be prepared by.
  case invalidConfiguration(file: String, field: String, expected: String, found: String)

  /// One sentence: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .unrecognized(let name):
      "\(name) is neither a JPEG nor a PNG file; convert it to one of them"
    case .truncated(let name, let format, let reason):
      "\(name) is a truncated \(format.rawValue) file: \(reason); get a complete copy"
    case .damaged(let name, let format, let reason):
      "\(name) is a damaged \(format.rawValue) file: \(reason); get an intact copy"
    case .unsupported(let name, let format, let reason):
      "\(name) is a \(format.rawValue) file of a kind that is not read: \(reason); convert it to 8-bit RGB"
    case .tooManyPixels(let name, let size, let limit):
      "\(name) declares \(size) pixels, and at most \(limit) are decoded; shrink it, or raise the limit for decoding (--max-decode-pixels)"
    case .sideTooLong(let name, let size, let limit):
      "\(name) declares \(size) pixels, and no side may be longer than \(limit); shrink it"
    case .tooNarrow(let name, let size):
      "\(name) has \(size) pixels, one side more than 200 times the other, which the model does not read; crop it"
    case .outOfMemory(let name):
      "there is not enough memory for \(name); shrink it"
    case .invalidConfiguration(let file, let field, let expected, let found):
      "\(file) has \(field) = \(found), expected \(expected); repair the file"
    }
  }
}

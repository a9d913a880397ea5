public import Files
public import Imaging

/// Where the bytes of a picture come from; whoever needs the picture decodes it on a thread of its own.
public enum ImageSource: Hashable, Sendable {
  /// The file at this path.
  case file(String)
  /// An encoded JPEG or PNG in memory.
  case bytes([UInt8])

  /// What errors call the picture.
  public var name: String {
    switch self {
    case .file(let path): path
    case .bytes(let bytes): "a picture of \(bytes.count) bytes"
    }
  }

  /// The encoded picture.
  ///
  /// - Throws: `FileError`.
  public func encoded() throws(FileError) -> [UInt8] {
    switch self {
    case .file(let path): try FileContents.read(path, limit: ReadingLimit.picture)
    case .bytes(let bytes): bytes
    }
  }
}

extension ImageDecoder {
  /// Reads and decodes the picture of `source`.
  ///
  /// - Throws: `FileError`, `ImageError`.
  public func decode(_ source: ImageSource) throws -> RGBImage {
    try decode(try source.encoded(), name: source.name)
  }

  /// The size of the picture of `source`, from its header.
  ///
  /// - Throws: `FileError`, `ImageError`.
  public func size(of source: ImageSource) throws -> PixelSize {
    try size(of: try source.encoded(), name: source.name)
  }
}

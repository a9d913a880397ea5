#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file of which parts are read into memory; unlike a ``MappedFile`` it leaves no page of itself in the process.
public struct RandomAccessFile: ~Copyable {
  /// The path it was opened by.
  public let path: String
  /// The size in bytes at the moment of opening.
  public let byteCount: Int
  private let file: FileDescriptor

  /// Opens a file for reading.
  ///
  /// - Throws: `FileError`, `notAFile` for a folder, a device or a pipe.
  public init(path: String) throws(FileError) {
    let file = try FileDescriptor.reading(path)
    do { byteCount = try file.status().byteCount } catch { throw FileError(error.code, .read, path: path) }
    self.path = path
    self.file = file
  }

  /// The bytes of `range`, which must lie in the file.
  ///
  /// - Throws: `FileError`, also where the file has become shorter meanwhile.
  public borrowing func read(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "\(range) lies outside of \(path)")
    var bytes: [UInt8] = []
    do throws(SystemFailure) {
      while bytes.count < range.count {
        let more = try file.read(range.count - bytes.count, at: range.lowerBound + bytes.count)
        guard !more.isEmpty else { throw SystemFailure(code: EIO) }
        bytes += more
      }
    } catch { throw FileError(error.code, .read, path: path) }
    return bytes
  }
}

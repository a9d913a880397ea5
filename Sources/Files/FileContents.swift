#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads whole files into memory.
public enum FileContents {
  /// The bytes of a file, or of a pipe until its end.
  ///
  /// - Throws: `FileError`, `tooLarge` where there are more than `limit` bytes.
  public static func read(_ path: String, limit: Int = .max) throws(FileError) -> [UInt8] {
    do throws(SystemFailure) {
      let file = try FileDescriptor(path: path, flags: O_RDONLY)
      let status = try file.status()
      guard status.kind != .folder else { throw SystemFailure(code: EISDIR) }
      // One byte more than there should be, so that the end shows in the first read.
      var bytes: [UInt8] = []
      var step = max(1 << 16, min(status.byteCount, limit) + 1)
      while bytes.count <= limit, try file.read(step, appendingTo: &bytes) > 0 {
        step = max(1 << 16, bytes.count / 2)
      }
      if bytes.count <= limit { return bytes }
    } catch { throw FileError(error.code, .read, path: path) }
    throw .tooLarge(path: path, limit: limit)
  }
}

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
    let bytes: [UInt8]?
    do { bytes = try FileDescriptor(path: path, flags: O_RDONLY).readToEnd(limit: limit) } catch {
      throw FileError(error.code, .read, path: path)
    }
    guard let bytes else { throw .tooLarge(path: path, limit: limit) }
    return bytes
  }

  /// Opens a file to see that it can be read.
  ///
  /// - Throws: `FileError`.
  public static func checkReadable(_ path: String) throws(FileError) {
    do { _ = try FileDescriptor(path: path, flags: O_RDONLY) } catch { throw FileError(error.code, .read, path: path) }
  }

  /// The bytes of standard input until its end.
  ///
  /// - Throws: `FileError`.
  public static func readStandardInput() throws(FileError) -> [UInt8] {
    do { return try FileDescriptor(duplicating: 0).readToEnd(limit: .max) ?? [] } catch {
      throw FileError(error.code, .read, path: "standard input")
    }
  }
}

extension FileDescriptor {
  /// All bytes; `nil` where there are more than `limit`.
  fileprivate func readToEnd(limit: Int) throws(SystemFailure) -> [UInt8]? {
    let status = try status()
    guard status.kind != .folder else { throw SystemFailure(code: EISDIR) }
    guard status.byteCount <= limit else { return nil }
    // One byte more than there should be, so that a larger file shows in the first read.
    var bytes = try read(max(1 << 16, status.byteCount + 1))
    while bytes.count <= limit {
      let more = try read(max(1 << 16, bytes.count / 2))
      if more.isEmpty { return bytes }
      bytes += more
    }
    return nil
  }
}

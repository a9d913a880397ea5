#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Reads whole files into memory.
public enum FileContents {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that such a file may have; `ReadingLimit` has them by purpose.
  ///   - acceptsStreams: whether it may be a pipe or a device, which is read to its end.
  /// - Throws: `FileError`, `tooLarge` beyond the limit, `notAFile` for what is none, `cancelled` where the task is
  ///   cancelled while a stream is waited for.
  public static func read(_ path: String, limit: Int, acceptsStreams: Bool = false) throws(FileError) -> [UInt8] {
    let file = try FileDescriptor.reading(path, acceptsStreams: acceptsStreams)
    let bytes: [UInt8]?
    do { bytes = try file.readToEnd(limit: limit) } catch { throw FileError(error.code, .read, path: path) }
    guard let bytes else { throw .tooLarge(path: path, limit: limit) }
    return bytes
  }

  /// Opens a file to see that it can be read.
  ///
  /// - Throws: `FileError`, as `read`.
  public static func checkReadable(_ path: String) throws(FileError) {
    _ = try FileDescriptor.reading(path)
  }

  /// The bytes of standard input until its end.
  ///
  /// - Throws: `FileError`, `tooLarge` beyond the limit, `cancelled` where the task is cancelled meanwhile.
  public static func readStandardInput(limit: Int) throws(FileError) -> [UInt8] {
    do {
      if let bytes = try FileDescriptor(duplicating: STDIN_FILENO).readToEnd(limit: limit) { return bytes }
    } catch { throw FileError(error.code, .read, path: StandardStream.input.name) }
    throw .tooLarge(path: StandardStream.input.name, limit: limit)
  }
}

extension FileDescriptor {
  /// Opens what is to be read: the one place where that is done.
  ///
  /// Opening never waits, and what is no file is refused unless a pipe or a device will do. `/dev/stdin` is standard
  /// input itself: where that is a file, it goes on where whoever opened it has come to.
  static func reading(_ path: String, acceptsStreams: Bool = false) throws(FileError) -> FileDescriptor {
    do throws(SystemFailure) {
      let isStandardInput = acceptsStreams && path == "/dev/stdin"
      let file =
        isStandardInput
        ? try FileDescriptor(duplicating: STDIN_FILENO) : try FileDescriptor(path: path, flags: O_RDONLY)
      let kind = try file.status().kind
      if kind == .file || kind == .other && acceptsStreams { return file }
    } catch {
      // A socket cannot be opened.
      if error.code != ENXIO { throw FileError(error.code, .read, path: path) }
    }
    throw .notAFile(path: path)
  }

  /// The next bytes, at most `count`, once there are any; none at the end.
  func readWhenReady(_ count: Int) throws(SystemFailure) -> [UInt8] {
    while true {
      // A file is always ready.
      try wait(for: POLLIN)
      if Task.isCancelled { throw SystemFailure(code: ECANCELED) }
      do { return try read(count) } catch  where error.code == EAGAIN {}
    }
  }

  /// All bytes; `nil` where there are more than `limit`.
  fileprivate func readToEnd(limit: Int) throws(SystemFailure) -> [UInt8]? {
    let status = try status()
    guard status.kind != .folder else { throw SystemFailure(code: EISDIR) }
    guard status.byteCount <= limit else { return nil }
    // One byte more than there should be, so that a larger file shows in the first read.
    var bytes = try readWhenReady(max(1 << 16, status.byteCount + 1))
    while bytes.count <= limit {
      let more = try readWhenReady(max(1 << 16, min(1 << 24, bytes.count / 2)))
      if more.isEmpty { return bytes }
      bytes += more
    }
    return nil
  }
}

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that lines are appended to, from any thread and beside other processes; it is readable by its owner alone.
public struct AppendingFile: ~Copyable, Sendable {
  private let file: FileDescriptor

  /// Opens the file at `path`, making it where it is not there; a pipe must have a reader.
  ///
  /// - Throws: `FileError`.
  public init(path: String) throws(FileError) {
    do { file = try FileDescriptor(path: path, flags: O_WRONLY | O_CREAT | O_APPEND, mode: 0o600) } catch {
      throw error.code == ENXIO ? .nobodyReads(path: path) : FileError(error.code, .write, path: path)
    }
  }

  /// Appends bytes, or as many as are taken without waiting: a full pipe must not hold up who writes.
  public func append(_ bytes: [UInt8]) { file.writeWithoutWaiting(bytes) }
}

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What stands at a path: its kind and size.
public struct FileStatus: Hashable, Sendable {
  /// The kinds that matter to a reader.
  public enum Kind: Sendable {
    case file
    case folder
    /// A device, a pipe or a socket.
    case other
  }

  /// The kind of the file; a link is what it leads to.
  public let kind: Kind
  /// Its size in bytes; 0 for what has none.
  public let byteCount: Int
  /// Its permission bits.
  let mode: mode_t

  /// What stands at `path`, links followed.
  ///
  /// - Throws: `FileError`, `notFound` where nothing is or a link leads nowhere.
  public init(path: String) throws(FileError) {
    var record = stat()
    do {
      // Safe: the path outlives the call, and `stat` fills the one record it is given.
      _ = try retrying { unsafe stat(path, &record) }
    } catch { throw FileError(error.code, .read, path: path) }
    self.init(record)
  }

  init(_ record: stat) {
    kind =
      switch record.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    byteCount = kind == .file ? Int(record.st_size) : 0
    mode = record.st_mode & 0o777
  }
}

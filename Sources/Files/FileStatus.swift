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
    /// A symbolic link; only where links are not followed.
    case link
    /// A device, a pipe or a socket.
    case other
  }

  /// The kind of what stands there.
  public let kind: Kind
  /// Its size in bytes; 0 for what has none.
  public let byteCount: Int
  /// When it was last written to, in nanoseconds.
  let modified: Int
  /// Its permission bits.
  let mode: mode_t

  /// What stands at `path`; a link there is what it leads to, unless links are not followed.
  ///
  /// - Throws: `FileError`, `notFound` where nothing is or a followed link leads nowhere.
  public init(path: String, followingLinks: Bool = true) throws(FileError) {
    var record = stat()
    do {
      // Safe: the path outlives the call, and the system fills the one record it is given.
      _ = try retrying { followingLinks ? unsafe stat(path, &record) : unsafe lstat(path, &record) }
    } catch { throw FileError(error.code, .read, path: path) }
    self.init(record)
  }

  /// Whether a named pipe is at `path`.
  static func isPipe(_ path: String) -> Bool {
    var record = stat()
    // Safe: the path outlives the call, and the system fills the one record it is given.
    return unsafe stat(path, &record) == 0 && record.st_mode & S_IFMT == S_IFIFO
  }

  init(_ record: stat) {
    kind =
      switch record.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    byteCount = kind == .file ? Int(record.st_size) : 0
    #if canImport(Darwin)
      let time = record.st_mtimespec
    #else
      let time = record.st_mtim
    #endif
    modified = time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    mode = record.st_mode & 0o777
  }
}

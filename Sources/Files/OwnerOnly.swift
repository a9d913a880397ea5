#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What only its user may look at, whatever the process's mask and whoever made it.
public enum OwnerOnly {
  /// Takes all permissions of others away from a file or folder that is there.
  ///
  /// - Throws: `FileError`.
  public static func restrict(_ path: String) throws(FileError) {
    let kind = try FileStatus(path: path).kind
    // Safe: the path outlives the call.
    do { _ = try retrying { unsafe chmod(path, kind == .folder ? 0o700 : 0o600) } } catch {
      throw FileError(error.code, .write, path: path)
    }
  }

  /// Replaces the file at `path` by these bytes, which nobody else can read at any time.
  ///
  /// - Throws: `FileError`; what was at the path is then still there.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    var file = try AtomicFile(replacing: path)
    try file.restrictToOwner()
    try file.write(bytes)
    try file.commit()
  }
}

extension Path {
  /// A path beside `path` at which nothing stands: `path.damaged`, `path.damaged-2` and so on.
  private static func spare(beside path: String) -> String {
    var spare = path + ".damaged"
    var number = 1
    while (try? FileStatus(path: spare, followingLinks: false)) != nil {
      number += 1
      spare = "\(path).damaged-\(number)"
    }
    return spare
  }

  /// Removes a file, where there is one that can be removed.
  public static func removeFile(_ path: String) {
    // Safe: the path outlives the call.
    _ = unsafe unlink(path)
  }

  /// Gives a file another name, so that nothing is written over it; returns that name.
  ///
  /// - Throws: `FileError`.
  public static func setAside(_ path: String) throws(FileError) -> String {
    let spare = spare(beside: path)
    // Safe: both paths outlive the call.
    do { _ = try retrying { unsafe rename(path, spare) } } catch { throw FileError(error.code, .write, path: path) }
    return spare
  }
}

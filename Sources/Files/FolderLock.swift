#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What one process at a time does in a folder.
public enum FolderLock {
  /// Runs `body` while no other process does the same here; it waits for them, at most two seconds: who takes longer has
  /// stopped.
  ///
  /// - Throws: `FileError`, and what `body` throws.
  public static func holding(_ path: String, _ body: () throws -> Void) throws {
    let folder = try locked(path)
    defer { _ = flock(folder.number, LOCK_UN) }
    try body()
  }

  private static func locked(_ path: String) throws(FileError) -> FileDescriptor {
    do throws(SystemFailure) {
      let folder = try FileDescriptor(path: path, flags: O_RDONLY)
      var attempts = 0
      while flock(folder.number, LOCK_EX | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR, attempts < 200 else { throw SystemFailure(code: errno) }
        attempts += 1
        usleep(10_000)
      }
      return folder
    } catch { throw FileError(error.code, .write, path: path) }
  }
}

internal import CProcess

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The hidden file that an ``AtomicFile`` is until it is whole.
///
/// Whoever writes it holds a lock on it, which ends with the process, however that ends: a partial file without a lock
/// is nobody's any more. A signal that ends this process removes it.
struct PartialFile: ~Copyable {
  /// Its path.
  let path: String
  let file: FileDescriptor
  /// Where a signal handler finds it.
  let place: CInt

  private static let prefix = ".jinascope-"
  private static let suffix = ".partial"

  /// Makes a new file in `folder`, a path with its final slash.
  static func make(in folder: String) throws(SystemFailure) -> PartialFile {
    while true {
      let path = folder + prefix + String(UInt64.random(in: .min ... .max), radix: 16) + suffix
      let file = try FileDescriptor(path: path, flags: O_RDWR | O_CREAT | O_EXCL, mode: 0o666)
      // Before the lock another process may have taken the file for one that is nobody's. Not every file system locks.
      let isOurs = flock(file.number, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
      if isOurs, try file.linkCount() == 0 { continue }
      // Safe: C copies the path.
      if isOurs { return PartialFile(path: path, file: file, place: unsafe process_remember_file(path)) }
    }
  }

  /// Removes the partial files in `folder` that no process writes any more; what cannot be removed stays.
  static func removeAbandoned(in folder: String) {
    let names = try? Folder.entries(of: folder) { name, _ in
      name.starts(with: prefix.utf8) && name.reversed().starts(with: suffix.utf8.reversed())
        ? String(validating: name, as: UTF8.self) : nil
    }
    for name in names ?? [] {
      let path = folder + name
      // A link is not one of ours, and is not followed.
      guard let file = try? FileDescriptor(path: path, flags: O_RDWR | O_NOFOLLOW), file.isOwnFile,
        flock(file.number, LOCK_EX | LOCK_NB) == 0
      else { continue }
      // Safe: the path outlives the call.
      _ = unsafe unlink(path)
    }
  }
}

extension FileDescriptor {
  /// How many names the file has.
  fileprivate func linkCount() throws(SystemFailure) -> Int {
    var record = stat()
    // Safe: `fstat` fills the one record it is given.
    _ = try retrying { unsafe fstat(number, &record) }
    return Int(record.st_nlink)
  }

  /// Whether it is a file of this user.
  fileprivate var isOwnFile: Bool {
    var record = stat()
    // Safe: `fstat` fills the one record it is given.
    guard unsafe fstat(number, &record) == 0 else { return false }
    return record.st_mode & S_IFMT == S_IFREG && record.st_uid == geteuid()
  }
}

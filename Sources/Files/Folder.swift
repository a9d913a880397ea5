#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What lies in a folder.
public enum Folder {
  /// Makes a folder; the one it lies in exists.
  ///
  /// - Throws: `FileError`.
  public static func create(_ path: String) throws(FileError) {
    // Safe: the path outlives the call.
    do { _ = try retrying { unsafe mkdir(path, 0o777) } } catch { throw FileError(error.code, .write, path: path) }
  }

  /// The names in the folder, without `.` and `..`, in the order of their UTF-8 bytes.
  ///
  /// - Throws: `FileError`.
  public static func names(in path: String) throws(FileError) -> [String] {
    guard try FileStatus(path: path).kind == .folder else { throw .notAFolder(path: path) }
    // Safe: the stream is read and closed here, and each name is copied before the next is asked for.
    guard let stream = unsafe opendir(path) else { throw FileError(errno, .read, path: path) }
    defer { _ = unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw FileError(errno, .read, path: path) }
        break
      }
      // Safe: the system ends `d_name` with a zero inside of its own length.
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
        unsafe String(validating: field.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let name else { throw .nameNotUTF8(folder: path) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

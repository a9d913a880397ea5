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

  /// The names in the folder that are UTF-8, without `.` and `..`, in the order of their bytes.
  ///
  /// - Throws: `FileError`.
  public static func names(in path: String) throws(FileError) -> [String] { try contents(of: path).names }

  /// What lies in the folder.
  ///
  /// - Throws: `FileError`.
  public static func contents(of path: String) throws(FileError) -> FolderContents {
    guard try FileStatus(path: path).kind == .folder else { throw .notAFolder(path: path) }
    // Safe: the stream is read and closed here, and each name is copied before the next is asked for.
    guard let stream = unsafe opendir(path) else { throw FileError(errno, .read, path: path) }
    defer { _ = unsafe closedir(stream) }
    var names: [String] = []
    var undecodable: [FolderContents.UndecodableName] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw FileError(errno, .read, path: path) }
        break
      }
      // Safe: the system ends `d_name` with a zero inside of its own length.
      let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
        unsafe Array(field.prefix { $0 != 0 })
      }
      guard let name = String(validating: bytes, as: UTF8.self) else {
        undecodable.append(
          FolderContents.UndecodableName(
            escaped: FolderContents.escaped(bytes), kind: kind(of: bytes, in: unsafe dirfd(stream))))
        continue
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return FolderContents(
      names: names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
      undecodableNames: undecodable.sorted { $0.escaped < $1.escaped })
  }

  /// What a name in an open folder stands for; links are not followed.
  private static func kind(of name: [UInt8], in folder: CInt) -> FileStatus.Kind {
    var record = stat()
    // Safe: the name ends with a zero and outlives the call, and the system fills the one record it is given.
    let result = unsafe fstatat(folder, name.map { CChar(bitPattern: $0) } + [0], &record, AT_SYMLINK_NOFOLLOW)
    return result == 0 ? FileStatus(record).kind : .other
  }
}

/// The names that a folder holds.
public struct FolderContents: Hashable, Sendable {
  /// A name that no text can hold, because it is not UTF-8.
  public struct UndecodableName: Hashable, Sendable {
    /// The name as messages show it: every byte that is no character as `\xE9`.
    public let escaped: String
    /// What it stands for.
    public let kind: FileStatus.Kind

    /// Whether the name begins with a dot.
    public var isHidden: Bool { escaped.utf8.first == UInt8(ascii: ".") }
  }

  /// An empty folder.
  public static let none = FolderContents(names: [], undecodableNames: [])

  /// The names that are UTF-8, in the order of their bytes.
  public let names: [String]
  /// The other names.
  public let undecodableNames: [UndecodableName]

  /// Bytes as messages show them.
  static func escaped(_ bytes: [UInt8]) -> String {
    var text = ""
    var rest = bytes[...]
    while let first = rest.first {
      // The longest character of UTF-8 has four bytes.
      let character = (1...4).lazy.map { rest.prefix($0) }.compactMap { String(validating: $0, as: UTF8.self) }.first
      if let character {
        text += character
        rest = rest.dropFirst(character.utf8.count)
      } else {
        text += "\\x" + (first < 16 ? "0" : "") + String(first, radix: 16, uppercase: true)
        rest = rest.dropFirst()
      }
    }
    return text
  }
}

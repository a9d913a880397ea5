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

  /// Makes a folder, and those it lies in, where they are not there.
  ///
  /// - Parameter isPrivate: whether only this user may look into those that are made.
  /// - Throws: `FileError`.
  public static func createAll(_ path: String, isPrivate: Bool = false) throws(FileError) {
    let ends = path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") } + [path.utf8.endIndex]
    for end in ends {
      guard let folder = String(path.utf8[..<end]), !folder.isEmpty else { continue }
      do throws(SystemFailure) {
        // Safe: the path outlives the call.
        _ = try retrying { unsafe mkdir(folder, isPrivate ? 0o700 : 0o777) }
      } catch {
        if (try? FileStatus(path: folder))?.kind != .folder { throw FileError(error.code, .write, path: folder) }
      }
    }
  }

  /// Removes a folder with everything in it, as far as that can be removed; links are not followed.
  public static func remove(_ path: String) {
    for name in (try? names(in: path)) ?? [] {
      let entry = path + "/" + name
      if (try? FileStatus(path: entry, followingLinks: false))?.kind == .folder {
        remove(entry)
      } else {
        // Safe: the path outlives the call.
        _ = unsafe unlink(entry)
      }
    }
    // Safe: the path outlives the call.
    _ = unsafe rmdir(path)
  }

  /// Makes a new folder where temporary files belong: in `TMPDIR`, else in `/tmp`.
  ///
  /// - Throws: `FileError`.
  public static func createTemporary() throws(FileError) -> String {
    let path = "\(temporary)/jinascope-\(String(UInt64.random(in: .min ... .max), radix: 16))"
    try createAll(path, isPrivate: true)
    return path
  }

  /// Where temporary files belong.
  public static var temporary: String {
    // Safe: the text is copied at once.
    guard let named = unsafe getenv("TMPDIR"), case let path = unsafe String(cString: named), path.hasPrefix("/") else {
      return "/tmp"
    }
    return path
  }

  /// The bytes that are free for files in a folder; `nil` where the system does not tell.
  public static func freeBytes(in path: String) -> Int? {
    var record = statvfs()
    // Safe: the path outlives the call, and the system fills the one record it is given.
    guard unsafe statvfs(path, &record) == 0 else { return nil }
    return Int(clamping: UInt64(record.f_bavail) * UInt64(record.f_frsize))
  }

  /// The names in the folder that are UTF-8, without `.` and `..`, in the order of their bytes.
  ///
  /// - Throws: `FileError`.
  public static func names(in path: String) throws(FileError) -> [String] { try contents(of: path).names }

  /// What lies in the folder.
  ///
  /// - Throws: `FileError`.
  public static func contents(of path: String) throws(FileError) -> FolderContents {
    var undecodable: [FolderContents.UndecodableName] = []
    let names = try entries(of: path) { (bytes, folder) throws(FileError) in
      if let name = String(validating: bytes, as: UTF8.self) { return name }
      undecodable.append(
        FolderContents.UndecodableName(escaped: FolderContents.escaped(bytes), kind: kind(of: bytes, in: folder)))
      return nil
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

  /// What `transform` makes of each name but `.` and `..`, given the open folder, in no order; nothing of those that it
  /// makes `nil` of.
  static func entries<Entry>(
    of path: String, _ transform: ([UInt8], _ folder: CInt) throws(FileError) -> Entry?
  ) throws(FileError) -> [Entry] {
    guard try FileStatus(path: path).kind == .folder else { throw .notAFolder(path: path) }
    // Safe: the stream is read and closed here, and each name is copied before the next is asked for.
    guard let stream = unsafe opendir(path) else { throw FileError(errno, .read, path: path) }
    defer { _ = unsafe closedir(stream) }
    var entries: [Entry] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw FileError(errno, .read, path: path) }
        return entries
      }
      // Safe: the system ends `d_name` with a zero inside of its own length.
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
      if name == Array(".".utf8) || name == Array("..".utf8) { continue }
      if let entry = try transform(name, unsafe dirfd(stream)) { entries.append(entry) }
    }
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

/// The parts of a path's text.
///
/// They are told apart by bytes, as the system does: to `String`, a slash before a combining mark is another character.
public enum Path {
  private static let slash = UInt8(ascii: "/")

  /// What comes after the last slash, slashes at the end left aside; the path itself where there is nothing else.
  public static func name(of path: String) -> String {
    path.utf8.split(separator: slash).last.flatMap { String($0) } ?? path
  }

  /// What comes before the name, with its slash; empty where there is no slash.
  public static func folder(of path: String) -> String {
    path.utf8.lastIndex(of: slash).flatMap { String(path.utf8[...$0]) } ?? ""
  }

  /// What comes after the last dot of the name, in lower case; `nil` where there is none.
  public static func ending(of path: String) -> String? {
    let name = name(of: path).utf8
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    return String(name[name.index(after: dot)...])?.lowercased()
  }

  /// Whether a path begins at the root.
  public static func isAbsolute(_ path: String) -> Bool { path.utf8.first == slash }

  /// The path of what is called `name` in a folder; an absolute name is a path by itself.
  public static func joined(_ folder: String, _ name: String) -> String {
    if folder.isEmpty || isAbsolute(name) { return name }
    return folder.utf8.last == slash ? folder + name : folder + "/" + name
  }

  /// A path without the slashes at its end; the root stays.
  public static func withoutFinalSlash(_ path: String) -> String {
    var path = path
    while path.utf8.count > 1 && path.utf8.last == slash { path.unicodeScalars.removeLast() }
    return path
  }

  /// A path in which `~` at its beginning stands for `home`.
  public static func expanded(_ path: String, home: String) -> String {
    let bytes = path.utf8
    guard bytes.first == UInt8(ascii: "~"), bytes.count == 1 || bytes.dropFirst().first == slash else { return path }
    return home + (String(bytes.dropFirst()) ?? "")
  }

  /// Whether what stands at `path`, links followed, lies in `folder` or below it. A path that leads out by its own parts
  /// does not, whether anything stands there or not.
  public static func leads(_ path: String, into folder: String) -> Bool {
    guard let root = resolvedPath(folder.isEmpty ? "." : folder) else { return false }
    let place = resolvedPath(path) ?? withoutDots(joined(resolvedPath(".") ?? "", path))
    return place.utf8.elementsEqual(root.utf8) || place.utf8.starts(with: (root == "/" ? root : root + "/").utf8)
  }

  /// An absolute path without `.` and `..`; links are not followed.
  private static func withoutDots(_ path: String) -> String {
    var parts: [Substring.UTF8View] = []
    for part in path.utf8.split(separator: slash) {
      if part.elementsEqual(".".utf8) { continue }
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.compactMap { String($0) }.joined(separator: "/")
  }
}

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Paths as people write them for a shell: with `~`, `~user`, `$NAME` and `${NAME}`.
public enum ShellPath {
  /// `path` with a home folder in place of `~` or `~user` at its head, then with the values of an environment's variables
  /// in place of their names. What names nobody and nothing stays as it is written, and values are not looked through
  /// again.
  ///
  /// Source: `os.path.expanduser` and `os.path.expandvars` of Python's `posixpath`, in this order.
  public static func expanded(_ path: String, environment: [String: String]) -> String {
    withVariables(withHomeFolder(path, environment: environment), environment: environment)
  }

  private static func withHomeFolder(_ path: String, environment: [String: String]) -> String {
    guard path.hasPrefix("~") else { return path }
    let end = path.firstIndex(of: "/") ?? path.endIndex
    let user = String(path[path.index(after: path.startIndex)..<end])
    let home = user.isEmpty ? environment["HOME"] ?? homeFolder(ofUser: nil) : homeFolder(ofUser: user)
    guard var home else { return path }
    while home.hasSuffix("/") { home.removeLast() }
    let expanded = home + path[end...]
    return expanded.isEmpty ? "/" : expanded
  }

  private static func withVariables(_ path: String, environment: [String: String]) -> String {
    path.replacing(/\$(?:([A-Za-z0-9_]+)|\{([^}]*)\})/) { match in
      (match.1 ?? match.2).flatMap { environment[String($0)] } ?? String(match.0)
    }
  }

  /// The home folder that the system knows of a user, of the one who runs this process where none is named; `nil` where
  /// there is none.
  private static func homeFolder(ofUser name: String?) -> String? {
    var record = unsafe passwd()
    var texts = [CChar](repeating: 0, count: 1 << 14)
    // Safe: the record's texts lie in `texts`, of which the folder is copied before it is let go.
    return unsafe texts.withUnsafeMutableBufferPointer { texts in
      guard let start = texts.baseAddress else { return nil }
      var found: UnsafeMutablePointer<passwd>?
      let status =
        if let name {
          unsafe getpwnam_r(name, &record, start, texts.count, &found)
        } else {
          unsafe getpwuid_r(getuid(), &record, start, texts.count, &found)
        }
      guard status == 0, let found = unsafe found, let folder = unsafe found.pointee.pw_dir else { return nil }
      return unsafe String(validatingCString: folder)
    }
  }
}

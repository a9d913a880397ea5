internal import Files

/// A way through a folder and all that lies in it, with the rules of the folders on the way.
struct FolderWalk {
  /// A folder with the rules that hold in it.
  private struct Place {
    let path: String
    /// The names on the way from the root, as bytes.
    let parts: [[UInt8]]
    /// The rules of this folder and those above that have any, with how many names lie above each.
    var rules: [(depth: Int, rules: IgnoreRules)]
  }

  /// What lies in a folder and may be an item.
  struct Found {
    /// The path, as the root was given.
    let path: String
    let kind: FileStatus.Kind
  }

  private var open: [Place]
  private var current: Place

  /// A walk that begins at `root`.
  init(root: String) {
    current = Place(path: root, parts: [], rules: [])
    open = [current]
  }

  /// Goes to the next folder; `nil` at the end.
  mutating func nextFolder() -> String? {
    guard let next = open.popLast() else { return nil }
    current = next
    return next.path
  }

  /// Takes up the rules of the folder that was gone to last, in which `names` lie.
  ///
  /// - Throws: `FileError`.
  mutating func readRules(names: [String]) throws(FileError) {
    let rules = try IgnoreRules(of: current.path, names: names)
    if !rules.isEmpty { current.rules.append((current.parts.count, rules)) }
  }

  /// What is called `name` in the folder that was gone to last; `nil` of what is hidden, left out by a rule, or a folder,
  /// which is gone to later. A link to a folder is not gone to: it could lead back to where it lies.
  ///
  /// - Throws: `FileError`.
  mutating func visit(_ name: String) throws(FileError) -> Found? {
    if name.utf8.first == UInt8(ascii: ".") { return nil }
    let path = Path.joined(current.path, name)
    let kind = try FileStatus(path: path, followingLinks: false).kind
    let parts = current.parts + [Array(name.utf8)]
    // The rules of the innermost folder that say anything count.
    for (depth, rules) in current.rules.reversed() {
      guard let leavesOut = rules.leaveOut(Array(parts[depth...]), isFolder: kind == .folder) else { continue }
      if leavesOut { return nil }
      break
    }
    guard kind == .folder else { return Found(path: path, kind: kind) }
    open.append(Place(path: path, parts: parts, rules: current.rules))
    return nil
  }
}

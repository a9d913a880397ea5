internal import Files

/// What the `.gitignore` and `.jinascopeignore` files of a folder leave out of it.
///
/// Source: gitignore(5) of git 2.47, "Pattern format". The rules hold whether the folder belongs to a repository or not.
struct IgnoreRules {
  /// One line.
  private struct Rule {
    /// The pattern's parts between slashes; of one without a slash inside `**` stands before it.
    let parts: [[UInt8]]
    let isNegated: Bool
    let isForFolders: Bool
  }

  /// The files that hold rules, the one that wins last.
  static let files = [".gitignore", ".jinascopeignore"]

  private var rules: [Rule] = []

  /// Whether there are none.
  var isEmpty: Bool { rules.isEmpty }

  /// The rules of the files that lie in `folder`; none where there are none. Links are not followed, as git does not.
  ///
  /// - Throws: `FileError`.
  init(of folder: String, names: [String]) throws(FileError) {
    for file in Self.files where names.contains(file) {
      let path = Path.joined(folder, file)
      guard try FileStatus(path: path, followingLinks: false).kind == .file else { continue }
      add(try FileContents.read(path, limit: ReadingLimit.settings))
    }
  }

  /// The rules of a file's bytes.
  init(_ bytes: [UInt8]) { add(bytes) }

  private mutating func add(_ bytes: [UInt8]) {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if let rule = Self.rule(line) { rules.append(rule) }
    }
  }

  private static func rule(_ given: ArraySlice<UInt8>) -> Rule? {
    var line = given
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    // Blanks at the end count where a backslash stands before them.
    while line.last == UInt8(ascii: " "), !endsInEscape(line.dropLast()) { line.removeLast() }
    if line.isEmpty || line.first == UInt8(ascii: "#") { return nil }
    let isNegated = line.first == UInt8(ascii: "!")
    if isNegated { line.removeFirst() }
    let isForFolders = line.last == slash
    if isForFolders { line.removeLast() }
    let isAnchored = line.contains(slash)
    var parts = line.split(separator: slash).map { Array($0) }
    if parts.isEmpty { return nil }
    if !isAnchored { parts.insert(Array("**".utf8), at: 0) }
    return Rule(parts: parts, isNegated: isNegated, isForFolders: isForFolders)
  }

  /// Whether an odd number of backslashes stands at the end.
  private static func endsInEscape(_ line: ArraySlice<UInt8>) -> Bool {
    line.reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  }

  private static let slash = UInt8(ascii: "/")

  /// What the rules say of `path`, whose parts are given from their folder on: whether it is left out; `nil` where they
  /// say nothing. The last rule that matches counts.
  func leaveOut(_ path: [[UInt8]], isFolder: Bool) -> Bool? {
    rules.last { ($0.isForFolders ? isFolder : true) && Self.matches($0.parts[...], path[...]) }.map { !$0.isNegated }
  }

  /// Whether the parts of a pattern match those of a path. Of `**` only the last one is ever tried anew, so that no
  /// pattern takes more than the product of both lengths.
  private static func matches(_ pattern: ArraySlice<[UInt8]>, _ path: ArraySlice<[UInt8]>) -> Bool {
    var (place, part) = (path.startIndex, pattern.startIndex)
    var retry: (part: Int, place: Int)?
    while place < path.endIndex {
      if part < pattern.endIndex, isAnyFolders(pattern[part]) {
        // At the end of a pattern it stands for all that lies in a folder, and so for at least one part.
        if part + 1 == pattern.endIndex { return true }
        retry = (part + 1, place)
        part += 1
      } else if part < pattern.endIndex, Glob.matches(pattern[part], path[place]) {
        place += 1
        part += 1
      } else if let (next, start) = retry {
        retry = (next, start + 1)
        (part, place) = (next, start + 1)
      } else {
        return false
      }
    }
    return part == pattern.endIndex
  }

  private static func isAnyFolders(_ part: [UInt8]) -> Bool { part == Array("**".utf8) }
}

/// Patterns of single names: `*`, `?`, `[a-z]`, `[!a]` and `\` before what stands for itself.
enum Glob {
  /// Whether `pattern` matches all of `name`, byte by byte.
  ///
  /// - Complexity: O(pattern · name).
  static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
    var (part, place) = (0, 0)
    var retry: (part: Int, place: Int)?
    while place < name.count {
      if part < pattern.count, pattern[part] == UInt8(ascii: "*") {
        part += 1
        retry = (part, place)
      } else if let next = Self.step(pattern, part, name[place]) {
        part = next
        place += 1
      } else if let (start, reached) = retry {
        retry = (start, reached + 1)
        (part, place) = (start, reached + 1)
      } else {
        return false
      }
    }
    return pattern[part...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// Where the pattern goes on behind what matches `byte` at `part`; `nil` where nothing there does.
  private static func step(_ pattern: [UInt8], _ part: Int, _ byte: UInt8) -> Int? {
    guard part < pattern.count else { return nil }
    switch pattern[part] {
    case UInt8(ascii: "?"): return part + 1
    case UInt8(ascii: "\\"):
      // At the end of a pattern it matches nothing.
      guard part + 1 < pattern.count, pattern[part + 1] == byte else { return nil }
      return part + 2
    case UInt8(ascii: "["): return set(pattern, part, byte)
    default: return pattern[part] == byte ? part + 1 : nil
    }
  }

  private static func set(_ pattern: [UInt8], _ start: Int, _ byte: UInt8) -> Int? {
    var place = start + 1
    guard place < pattern.count else { return nil }
    let isNegated = pattern[place] == UInt8(ascii: "!") || pattern[place] == UInt8(ascii: "^")
    if isNegated { place += 1 }
    var isIn = false
    var isFirst = true
    while place < pattern.count, isFirst || pattern[place] != UInt8(ascii: "]") {
      isFirst = false
      if pattern[place] == UInt8(ascii: "\\") { place += 1 }
      guard place < pattern.count else { return nil }
      let low = pattern[place]
      var high = low
      if place + 2 < pattern.count, pattern[place + 1] == UInt8(ascii: "-"), pattern[place + 2] != UInt8(ascii: "]") {
        place += pattern[place + 2] == UInt8(ascii: "\\") ? 3 : 2
        guard place < pattern.count else { return nil }
        high = pattern[place]
      }
      if (low...max(low, high)).contains(byte), low <= high { isIn = true }
      place += 1
    }
    return place < pattern.count && isIn != isNegated ? place + 1 : nil
  }
}

internal import Embeddings
public import Files
internal import StrictJSON

/// Reads the items of files, folders, standard input and texts, in the order they are given.
///
/// - A folder gives its `.txt` and `.md` files at any depth, sorted by path; hidden files and folders are skipped, and
///   links to folders are not followed. What in it cannot be read is left out and told.
/// - A folder with a `collection.json` is what that file lists: `{"items": ["texts.jsonl", "notes/a.md"]}`, paths
///   relative to the folder. What is listed must be there.
/// - A `.txt` or `.md` file is one text: all of it, without a byte order mark at its head and without one line end at
///   its tail. Its id is its path as given.
/// - A `.jsonl` file, and standard input (`-`), has an item a line: `{"id", "text", "label", "language", "task",
/// X/// - A `.png`, `.jpg` or `.jpeg` file is a picture, called by its path as given.
public struct CorpusReader {
  var result = CorpusReading()
  /// The items whose source does not name them, as indices.
  var automaticNames: Set<Int> = []
  /// Whether pictures in folders are items.
  private let readsImages: Bool

  /// The items of `inputs` (paths, or `-` for standard input), then of `texts`.
  ///
  /// - Parameters:
  ///   - readsImages: Whether the pictures in a folder are items too; those that are named alone always are.
  ///   - standardInput: Gives what `-` stands for.
  /// - Throws: `CorpusError`, for what was named; of folders only where nothing in one can be read.
  public static func read(
    inputs: [String], texts: [String] = [], readsImages: Bool = false,
    standardInput: () throws(FileError) -> [UInt8] = FileContents.readStandardInput
  ) throws(CorpusError) -> CorpusReading {
    var reader = CorpusReader(readsImages: readsImages)
    for input in inputs {
      let count = reader.result.items.count
      if input == "-" {
        try reader.readJSONLines(reading(standardInput), file: "standard input", folder: "")
      } else if try reading({ () throws(FileError) in try FileStatus(path: input).kind }) == .folder {
        try reader.readFolder(input)
      } else {
        try reader.readFile(input)
      }
      reader.result.counts.append(reader.result.items.count - count)
    }
    for text in texts {
      reader.automaticNames.insert(reader.result.items.count)
      reader.result.items.append(
        CorpusItem(
          id: String(reader.result.items.count), content: .text(text),
          place: CorpusItem.Place(file: "--text", line: nil)))
    }
    reader.result.counts.append(texts.count)
    guard !reader.result.items.isEmpty else { throw reader.result.skipped.first ?? .empty(inputs: inputs) }
    try reader.distinguishItems()
    return reader.result
  }

  private init(readsImages: Bool) { self.readsImages = readsImages }

  /// What a file is by its name.
  private enum Kind {
    case text
    case jsonLines
    case image

    /// The kind that the ending of a name tells.
    init?(path: String) {
      guard let dot = path.lastIndex(of: ".") else { return nil }
      switch path[path.index(after: dot)...].lowercased() {
      case "txt", "md": self = .text
      case "jsonl": self = .jsonLines
      case "png", "jpg", "jpeg": self = .image
      default: return nil
      }
    }
  }

  private mutating func readFile(_ path: String) throws(CorpusError) {
    let place = CorpusItem.Place(file: path, line: nil)
    switch Kind(path: path) {
    case .text:
      let text = try text(of: Self.reading { () throws(FileError) in try FileContents.read(path) }, file: path)
      result.items.append(CorpusItem(id: path, content: .text(text), place: place))
    case .jsonLines:
      let bytes = try Self.reading { () throws(FileError) in try FileContents.read(path) }
      try readJSONLines(bytes, file: path, folder: String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    case .image:
      result.items.append(CorpusItem(id: path, content: .image(.file(path)), place: place))
    case nil: throw .unknownKind(path: path)
    }
  }

  private mutating func readFolder(_ given: String) throws(CorpusError) {
    var folder = given
    while folder.count > 1 && folder.hasSuffix("/") { folder.removeLast() }
    if let files = try CollectionFile.files(in: folder) {
      let start = result.items.count
      for file in files { try readFile(file) }
      if !readsImages { result.items.replaceSubrange(start..., with: result.items[start...].filter(\.isText)) }
      return
    }
    for file in try files(in: folder) {
      do throws(CorpusError) {
        if Kind(path: file) == .image {
          try Self.reading { () throws(FileError) in try FileContents.checkReadable(file) }
        }
        try readFile(file)
      } catch { result.skipped.append(error) }
    }
  }

  /// The files of a folder that are items, at any depth, in the order of their paths' bytes.
  private mutating func files(in root: String) throws(CorpusError) -> [String] {
    var files: [String] = []
    var folders: [String] = []
    var names = try Self.reading { () throws(FileError) in try Folder.names(in: root) }
    var folder = root
    while true {
      for name in names where !name.hasPrefix(".") {
        let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
        do throws(FileError) {
          let kind = Kind(path: path)
          if try FileStatus(path: path, followingLinks: false).kind == .folder {
            // A link to a folder is not one here: it could lead back to where we are.
            folders.append(path)
          } else if kind == .text || kind == .image && readsImages {
            if try FileStatus(path: path).kind == .file { files.append(path) }
          }
        } catch { result.skipped.append(.file(error)) }
      }
      names = []
      guard let next = folders.popLast() else { break }
      folder = next
      do throws(FileError) { names = try Folder.names(in: folder) } catch { result.skipped.append(.file(error)) }
    }
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The text of a whole file.
  private func text(of bytes: [UInt8], file: String) throws(CorpusError) -> String {
    var content = bytes[...]
    if content.starts(with: [0xEF, 0xBB, 0xBF]) { content.removeFirst(3) }
    if content.last == UInt8(ascii: "\n") {
      content.removeLast()
      if content.last == UInt8(ascii: "\r") { content.removeLast() }
    }
    if let text = String(validating: content, as: UTF8.self) { return text }
    let before = bytes.prefix(firstInvalidUTF8(in: bytes) ?? 0)
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    throw .notUTF8(
      file: file, line: 1 + before.count { $0 == UInt8(ascii: "\n") }, byte: before.count - lineStart + 1)
  }

  static func reading<Value>(_ body: () throws(FileError) -> Value) throws(CorpusError) -> Value {
    do { return try body() } catch { throw .file(error) }
  }
}

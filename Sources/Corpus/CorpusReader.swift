internal import Embeddings
public import Files
internal import StrictJSON

/// Reads the items of files, folders, standard input and texts, in the order they are given.
///
/// - A folder gives its texts, pages, programs and pictures at any depth, sorted by path; hidden files and folders are
///   skipped, and so is what `.gitignore` says; links to folders are not followed. What in it cannot be read is left out
///   and told.
/// - Nothing is read outside of a collection: what a folder links to, what its list names, and the pictures that JSON
///   Lines name lie in the folder or below it. Standard input has no folder, and may name any picture.
/// - A folder with a `collection.json` is what that file lists: `{"items": ["texts.jsonl", "notes/a.md"]}`, paths
///   relative to the folder. What is listed must be there.
/// - A text or a program's file is one text: all of it, without a byte order mark at its head and without one line end at
///   its tail. Its id is its path as given.
/// - A `.jsonl` file, and standard input (`-`), has an item a line: `{"id", "text", "label", "language", "task",
///   "role"}`, of which `text` alone is needed, or `image` in its place: a path, relative to the file's folder. Without
///   an id (or `_id`, as BEIR has it) the item is called by its number in the collection, from 0, and by another name
///   where that is taken. Blank lines are skipped, other members ignored.
/// - A pipe or a device without such an ending, as `/dev/stdin` and a shell's `<(…)`, has an item a line too; paths of
///   pictures in it are relative to the working folder. With an ending it is what that says.
/// - A `.png`, `.jpg` or `.jpeg` file is a picture, called by its path as given.
/// - `docs/formats.md` has the other formats, and an example of each.
public struct CorpusReader {
  /// How a collection is read.
  public struct Options: Hashable, Sendable {
    /// Whether the pictures in a folder are items too; those that are named alone always are.
    public var readsImages: Bool
    /// Whether what in a folder cannot be read is an error, instead of being left out.
    public var isStrict: Bool
    /// Whether a collection may name files outside of its folder.
    public var allowsOutside: Bool
    /// Which columns of tables are what, where their names do not tell.
    public var columns: TableColumns
    /// How pages of PDFs are read; `nil` for as pictures where pictures are items, else as text.
    public var pdf: PDFReading?

    /// The usual way, without pictures.
    public init(
      readsImages: Bool = false, isStrict: Bool = false, allowsOutside: Bool = false,
      columns: TableColumns = TableColumns(), pdf: PDFReading? = nil
    ) {
      self.readsImages = readsImages
      self.isStrict = isStrict
      self.allowsOutside = allowsOutside
      self.columns = columns
      self.pdf = pdf
    }
  }

  var result = CorpusReading()
  /// The items whose source does not name them, as indices.
  var automaticNames: Set<Int> = []
  /// The items that bring vectors and are named by their source, by name.
  var vectorItems: [ExactString: Int] = [:]
  var vectorChecks = VectorChecks()
  let options: Options

  /// The items of `inputs` (paths, or `-` for standard input), then of `texts`.
  ///
  /// - Parameter standardInput: gives the lines that `-` stands for.
  /// - Throws: `CorpusError`, for what was named; of folders only where nothing in one can be read.
  public static func read(
    inputs: [String], texts: [String] = [], _ options: Options = Options(),
    standardInput: () throws(FileError) -> LineReader = { () throws(FileError) in try .standardInput() }
  ) throws(CorpusError) -> CorpusReading {
    var reader = CorpusReader(options: options)
    for input in inputs {
      let count = reader.result.items.count
      if input == "-" {
        try reader.readJSONLines(standardInput, folder: nil)
      } else {
        let kind = try reading { () throws(FileError) in try FileStatus(path: input).kind }
        switch kind {
        case .folder: try reader.readFolder(input)
        case _ where FileKind(path: input) == nil && (kind == .other || isDescriptor(input)):
          try reader.readJSONLines(
            { () throws(FileError) in try LineReader(path: input, acceptsStreams: true) }, folder: nil)
        default: try reader.readFile(input, in: Path.folder(of: input), wasFound: false)
        }
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
    reader.result.remarks += reader.vectorChecks.remarks
    return reader.result
  }

  init(options: Options) { self.options = options }

  /// The most items of a collection: all of them are in memory.
  static let mostItems = 4_000_000

  /// Refuses an item at `place` where there are as many as a collection may have.
  func checkCount(at place: CorpusItem.Place) throws(CorpusError) {
    guard result.items.count < Self.mostItems else { throw .tooManyItems(place, limit: Self.mostItems) }
  }

  /// Leaves something out for a reason, unless nothing may be left out.
  mutating func leaveOut(_ reason: CorpusError) throws(CorpusError) {
    if options.isStrict { throw reason }
    result.skipped.append(reason)
  }

  /// Whether a path names what somebody else opened for this process, as `/dev/stdin` and a shell's `<(…)` do.
  private static func isDescriptor(_ path: String) -> Bool {
    ["/dev/stdin", "/dev/fd/", "/proc/self/fd/"].contains(where: path.hasPrefix)
  }

  /// Reads a file of a collection in `folder`, out of which none of its lines may lead; only what is named may be a pipe.
  mutating func readFile(_ path: String, in folder: String, wasFound: Bool) throws(CorpusError) {
    let place = CorpusItem.Place(file: path, line: nil, mayBeLeftOut: wasFound && !options.isStrict)
    var content: CorpusItem.Content
    var label: String?
    let kind = try FileKind.kind(ofFileAt: path, wasFound: wasFound)
    switch kind {
    case .jsonLines:
      return try readJSONLines(
        { () throws(FileError) in try LineReader(path: path, acceptsStreams: !wasFound) }, folder: folder)
    case .table(let delimiter): return try readTable(path, delimiter: delimiter, in: folder, acceptsStreams: !wasFound)
    case .numpy: return try readNumPy(path, in: folder)
    case .safetensors: return try readSafetensors(path, in: folder)
    case .projector: return try readProjector(path, in: folder)
    case .pdf: return try readPDF(path, place)
    case .image: content = .image(.file(path))
    case .text, .html, .source:
      let bytes = try Self.reading { () throws(FileError) in
        try FileContents.read(path, limit: ReadingLimit.text, acceptsStreams: !wasFound)
      }
      let text = try text(of: bytes, file: path)
      content = .text(kind == .html ? HTMLText.text(of: text) : text)
      if case .source(let language) = kind { label = language }
    }
    result.items.append(CorpusItem(id: path, content: content, label: label, place: place))
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

  static func opening(_ body: () throws(FileError) -> LineReader) throws(CorpusError) -> LineReader {
    do { return try body() } catch { throw .file(error) }
  }

  static func reading<Value>(_ body: () throws(FileError) -> Value) throws(CorpusError) -> Value {
    do { return try body() } catch { throw .file(error) }
  }
}

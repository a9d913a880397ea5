internal import Files

/// How a file is read.
enum FileKind: Equatable {
  /// A text as it stands.
  case text
  /// The text of an HTML page.
  case html
  /// A program's text, in a language.
  case source(language: String)
  /// An item a line.
  case jsonLines
  /// An item a row, with fields between delimiters and a header.
  case table(delimiter: UInt8)
  /// Vectors in a NumPy file.
  case numpy
  /// Vectors in a safetensors file.
  case safetensors
  /// Vectors as lines of numbers.
  case projector
  /// Pages of a PDF.
  case pdf
  /// A picture.
  case image

  /// The kind that the ending of a name tells, or the whole name where that is what counts, as of `Makefile`.
  init?(path: String) {
    switch Path.ending(of: path) {
    case "txt", "md", "markdown", "rst": self = .text
    case "html", "htm", "xhtml": self = .html
    case "jsonl", "ndjson": self = .jsonLines
    case "csv": self = .table(delimiter: UInt8(ascii: ","))
    case "tsv", "tab": self = .table(delimiter: UInt8(ascii: "\t"))
    case "pdf": self = .pdf
    case "npy": self = .numpy
    case "safetensors": self = .safetensors
    case "png", "jpg", "jpeg": self = .image
    default:
      guard let language = SourceLanguage.name(ofFileAt: path) else { return nil }
      self = .source(language: language)
    }
  }

  /// The kind of the file at `path`: what its first bytes say, else what its name does. One that was found in a folder and
  /// whose name says nothing is a text: its first bytes were looked at there.
  ///
  /// - Throws: `CorpusError.otherContent` for what is known and not read; `.unknownKind` for what is not known.
  static func kind(ofFileAt path: String, wasFound: Bool) throws(CorpusError) -> FileKind {
    let signature: FileSignature?
    do { signature = try FileSignature(path: path) } catch { throw .file(error) }
    switch signature {
    case .image: return .image
    case .pdf: return .pdf
    case .numpy: return .numpy
    case .other(let found, let remedy): throw .otherContent(path: path, found: found, remedy: remedy)
    case nil:
      if let kind = FileKind(path: path) {
        guard kind == .table(delimiter: UInt8(ascii: "\t")),
          try CorpusReader.reading({ () throws(FileError) in try ProjectorTables.isOne(path) })
        else { return kind }
        return .projector
      }
      if wasFound { return .text }
      guard Path.ending(of: path) == nil, try CorpusReader.reading({ () throws(FileError) in try isText(path) }) else {
        throw .unknownKind(path: path)
      }
      return .text
    }
  }

  /// Whether a file without an ending, as `README`, is a text by its first bytes.
  ///
  /// - Throws: `FileError`.
  static func isText(_ path: String) throws(FileError) -> Bool {
    let file = try RandomAccessFile(path: path)
    let head = try file.read(0..<min(file.byteCount, 4096))
    return FileSignature(head) == nil && FileSignature.isText(head)
  }
}

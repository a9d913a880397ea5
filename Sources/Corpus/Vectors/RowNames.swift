internal import Embeddings
internal import Files
internal import StrictJSON

/// What stands beside an array of vectors and says what its rows are: nothing, an id a line, or an item a line.
struct RowNames {
  /// The lines: JSON, or ids as they stand.
  private let lines: [(bytes: [UInt8], place: CorpusItem.Place)]
  private let areJSON: Bool
  /// The file they come from; `nil` where there is none.
  let source: String?

  /// How many there are.
  var count: Int { lines.count }

  /// Lines of JSON that a file has inside of it.
  init(json: [UInt8], in file: String) throws(CorpusError) {
    self = try Self.read({ () throws(FileError) in LineReader(json, name: file) }, areJSON: true, source: file)
  }

  private init(lines: [(bytes: [UInt8], place: CorpusItem.Place)], areJSON: Bool, source: String?) {
    self.lines = lines
    self.areJSON = areJSON
    self.source = source
  }

  /// The first of the files that may stand beside the array at `path`: `x.npy.ids.jsonl`, as it is written here, then
  /// `x.ids.jsonl`, `x.jsonl`, `x.ids.txt` and `x.txt`; `nil` where none does.
  static func beside(
    _ path: String, _ reader: inout CorpusReader, in folder: String
  ) throws(CorpusError) -> RowNames? {
    let stem =
      Path.ending(of: path).map { String(decoding: path.utf8.dropLast($0.utf8.count + 1), as: UTF8.self) } ?? path
    let names = [
      (path + ".ids.jsonl", true), (stem + ".ids.jsonl", true), (stem + ".jsonl", true), (stem + ".ids.txt", false),
      (stem + ".txt", false),
    ]
    for (name, _) in names { reader.result.sources.note(name) }
    for (name, areJSON) in names where (try? FileStatus(path: name))?.kind == .file {
      try reader.refuseOutside(name, of: folder, named: CorpusItem.Place(file: path, line: nil))
      return try read({ () throws(FileError) in try LineReader(path: name) }, areJSON: areJSON, source: name)
    }
    return nil
  }

  private static func read(
    _ open: () throws(FileError) -> LineReader, areJSON: Bool, source: String
  ) throws(CorpusError) -> RowNames {
    var lines: [(bytes: [UInt8], place: CorpusItem.Place)] = []
    try CorpusReader.forEachLine(open) { (line, place) throws(CorpusError) in
      guard lines.count < CorpusReader.mostItems else { throw .tooManyItems(place, limit: CorpusReader.mostItems) }
      lines.append((Array(line), place))
    }
    return RowNames(lines: lines, areJSON: areJSON, source: source)
  }

  /// The item of a row without its vectors, and whether it is named; what its line says of the vector as well.
  func item(
    _ row: Int, number: Int, folder: String
  ) throws(CorpusError) -> (item: CorpusItem, isNamed: Bool, line: ItemLine?) {
    let (bytes, place) = lines[row]
    guard areJSON else {
      guard let id = String(validating: bytes, as: UTF8.self) else {
        throw .notUTF8(file: place.file, line: place.line ?? 1, byte: 1 + (firstInvalidUTF8(in: bytes) ?? 0))
      }
      return (CorpusItem(id: id, content: .text(""), place: place), true, nil)
    }
    let line = try ItemLine(bytes[...], at: place)
    let item = try line.item(number: number, folder: folder, role: nil, hasVector: true)
    return (item, try line.identifier() != nil, line)
  }
}

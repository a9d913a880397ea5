internal import Embeddings
internal import Files
internal import StrictJSON

/// Vectors as TensorBoard's projector has them: a table of numbers without a header, and one of what they are beside it.
///
/// Source: "Visualizing Data using the Embedding Projector in TensorBoard": metadata of a single column have no header, of
/// several they do. Nothing is quoted.
enum ProjectorTables {
  private static let tab = UInt8(ascii: "\t")

  /// The numbers of a line; `nil` where it has none, one, or something else.
  static func numbers(_ line: some Sequence<UInt8>) -> [Float]? {
    let fields = Array(line).split(separator: tab, omittingEmptySubsequences: false)
    guard fields.count > 1 else { return nil }
    let numbers = fields.compactMap { Float(String(decoding: $0, as: UTF8.self)) }
    return numbers.count == fields.count ? numbers : nil
  }

  /// Whether the file at `path` begins with a line of numbers.
  static func isOne(_ path: String) throws(FileError) -> Bool {
    guard try FileStatus(path: path).kind == .file else { return false }
    var lines = try LineReader(path: path)
    return try lines.next().flatMap(numbers) != nil
  }

  /// Where the metadata of the vectors at `path` are: its name with `metadata` for `vectors` or `tensors`.
  static func metadata(of path: String) -> String {
    let name = Path.name(of: path)
    for word in ["vectors", "tensors"] {
      let other = name.replacing(word, with: "metadata", maxReplacements: 1)
      if other != name { return Path.folder(of: path) + other }
    }
    return Path.folder(of: path) + "metadata.tsv"
  }
}

extension CorpusReader {
  /// Reads a pair of tables; without metadata items are called by their numbers.
  mutating func readProjector(_ path: String, in folder: String) throws(CorpusError) {
    let metadataPath = ProjectorTables.metadata(of: path)
    result.sources.note(metadataPath)
    var metadata: [[String]]?
    var places = TableColumns.Places(text: 0)
    var hasHeader = false
    if (try? FileStatus(path: metadataPath))?.kind == .file {
      try refuseOutside(metadataPath, of: folder, named: CorpusItem.Place(file: path, line: nil))
      var rows = try Self.metadata(metadataPath)
      hasHeader = (rows.first?.count ?? 1) > 1
      if hasHeader {
        let header = rows.removeFirst()
        if let found = try? options.columns.places(in: header, of: metadataPath) {
          places = found
          if let remark = found.remark { result.remarks.append(remark) }
        }
        if let row = rows.firstIndex(where: { $0.count != header.count }) {
          let place = CorpusItem.Place(file: metadataPath, line: row + 2)
          throw .raggedRow(place, fields: rows[row].count, columns: header.count)
        }
      }
      metadata = rows
    }
    var row = 0
    try Self.forEachLine({ () throws(FileError) in try LineReader(path: path) }) { (line, place) throws(CorpusError) in
      defer { row += 1 }
      try checkCount(at: place)
      guard let values = ProjectorTables.numbers(line) else {
        throw .badRow(place, reason: "a line of vectors is numbers between tabs")
      }
      guard metadata == nil || row < metadata?.count ?? 0 else { return }
      let vector: SingleVector
      do throws(VectorFault) { vector = try vectorChecks.vector(values) } catch {
        return try leaveOut(.badVector(place, error))
      }
      func field(_ column: Int?) -> String? {
        guard let column, let text = metadata?[row][column], !text.isEmpty else { return nil }
        return text
      }
      let id = field(places.id)
      try append(
        CorpusItem(
          id: id ?? String(result.items.count), content: .text(field(places.text) ?? ""), label: field(places.label),
          place: place, vectors: ImportedVectors(vector)), isNamed: id != nil)
    }
    if let metadata, metadata.count != row {
      throw .badVectors(file: path, reason: "has \(row) rows, and \(metadataPath) \(metadata.count)")
    }
  }

  /// The fields of all rows of metadata, of which none is blank.
  private static func metadata(_ path: String) throws(CorpusError) -> [[String]] {
    var rows: [[String]] = []
    try forEachLine({ () throws(FileError) in try LineReader(path: path) }) { (line, place) throws(CorpusError) in
      guard let text = String(validating: line, as: UTF8.self) else {
        throw .notUTF8(file: path, line: place.line ?? 1, byte: 1 + (firstInvalidUTF8(in: line) ?? 0))
      }
      guard rows.count <= mostItems else { throw .tooManyItems(place, limit: mostItems) }
      rows.append(
        text.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { String(Substring($0)) })
    }
    return rows
  }
}

public import Embeddings
internal import Files
internal import StrictJSON

/// A vector as its file has it, of whatever length.
public struct VectorRow: Hashable, Sendable {
  /// What the file calls it; `nil` where it has no names.
  public let id: String?
  /// The task that the file names for it.
  public let task: String?
  /// The role that the file names for it.
  public let role: PromptRole?
  /// The components.
  public let values: [Float]
}

extension CorpusReader {
  /// Reads the vectors of a file as they are: NumPy, safetensors, JSON Lines, TensorBoard's table of numbers, or the JSON
  /// that a server answers with.
  ///
  /// - Throws: `CorpusError` where the file cannot be read, or one of its rows is no vector.
  public static func readVectors(_ path: String) throws(CorpusError) -> [VectorRow] {
    if Path.ending(of: path) == "json" { return try ServerResponse.vectors(path) }
    var reader = CorpusReader(options: Options(allowsOutside: true))
    let folder = Path.folder(of: path)
    var rows: [VectorRow] = []
    switch try FileKind.kind(ofFileAt: path, wasFound: false) {
    case .numpy:
      let array = try NumPyArray(path: path)
      let names = try reader.names(ofRows: array.header.rows, of: path, in: folder)
      try array.forEachRow { (row, values) throws(CorpusError) in
        rows.append(try VectorRow(row, values, names, folder))
      }
    case .safetensors:
      let matrix = try SafetensorsRows(path: path)
      let names = try reader.names(matrix.names, ofRows: matrix.count, of: path, in: folder)
      for row in 0..<matrix.count { rows.append(try VectorRow(row, matrix.values(row), names, folder)) }
      try matrix.checkUnchanged()
    case .jsonLines:
      try forEachLine({ () throws(FileError) in try LineReader(path: path, acceptsStreams: true) }) {
        (bytes, place) throws(CorpusError) in
        let line = try ItemLine(bytes, at: place)
        guard let values = try line.embedding() else {
          throw line.malformed("embedding", expected: "there", found: "missing")
        }
        rows.append(try VectorRow(id: line.identifier(), line, values))
      }
    case .projector:
      try forEachLine({ () throws(FileError) in try LineReader(path: path) }) { (bytes, place) throws(CorpusError) in
        guard let values = ProjectorTables.numbers(bytes) else {
          throw .badRow(place, reason: "a line of vectors is numbers between tabs")
        }
        rows.append(VectorRow(id: nil, values: values))
      }
    default:
      throw .badVectors(
        file: path, reason: "is no file of vectors; give .npy, .safetensors, .jsonl, or a server's answer as .json")
    }
    if rows.isEmpty { throw .empty(inputs: [path]) }
    return rows
  }
}

extension VectorRow {
  /// A row of which nothing is said but perhaps its name.
  init(id: String?, values: [Float]) { self.init(id: id, task: nil, role: nil, values: values) }

  /// A row of which a line of JSON tells.
  fileprivate init(id: String?, _ line: ItemLine?, _ values: [Float]) throws(CorpusError) {
    self.init(id: id, task: try line?.text("task"), role: try line?.role(), values: values)
  }

  /// A row of an array, called as its names say.
  fileprivate init(_ row: Int, _ values: [Float], _ names: RowNames?, _ folder: String) throws(CorpusError) {
    let named = try names?.item(row, number: row, folder: folder)
    try self.init(id: named?.isNamed == true ? named?.item.id : nil, named?.line, values)
  }
}

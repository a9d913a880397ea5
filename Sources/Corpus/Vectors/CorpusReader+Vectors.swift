internal import Embeddings
internal import Files
internal import Safetensors
internal import Tensors

extension CorpusReader {
  /// Reads the rows of a NumPy file as items.
  mutating func readNumPy(_ path: String, in folder: String) throws(CorpusError) {
    let array = try NumPyArray(path: path)
    let names = try RowNames.beside(path, &self, in: folder)
    try check(names, rows: array.header.rows, of: path)
    try array.forEachRow { (row, values) throws(CorpusError) in
      try append(values, row: row, of: path, names, in: folder)
    }
  }

  /// Reads the rows of a matrix in a safetensors file as items: `embeddings`, as they are written here, or the only one.
  mutating func readSafetensors(_ path: String, in folder: String) throws(CorpusError) {
    let file: SafetensorsFile
    do { file = try SafetensorsFile(path: path) } catch {
      if case .file(let error) = error { throw .file(error) }
      throw .badVectors(file: path, reason: "cannot be read: \(error)")
    }
    let matrices = file.header.entries.filter {
      $0.shape.rank == 2 && [.float32, .float16, .bfloat16].contains($0.dtype)
    }
    let wanted = ["embeddings", "embedding", "vectors"]
    let entry =
      wanted.lazy.compactMap { name in matrices.first { $0.name == name } }.first
      ?? (matrices.count == 1 ? matrices[0] : nil)
    guard let entry, let tensor = file.tensor(entry.name), entry.shape.extents[1] > 0 else {
      throw .badVectors(
        file: path, reason: "has no tensor `embeddings` of rows of vectors in F32, F16 or BF16; name it so")
    }
    let names =
      if let lines = file.header.metadata["lines"], entry.name == "embeddings" {
        try RowNames(json: Array(lines.utf8), in: path) as RowNames?
      } else {
        try RowNames.beside(path, &self, in: folder)
      }
    let rows = entry.shape.extents[0]
    try check(names, rows: rows, of: path)
    for row in 0..<rows {
      try append(tensor.slice(row..<(row + 1)).floats(), row: row, of: path, names, in: folder)
    }
    do { try file.checkUnchanged() } catch { throw .file(.changed(path: path)) }
  }

  /// Refuses names of another number of rows, and says where they come from.
  func check(_ names: RowNames?, rows: Int, of path: String) throws(CorpusError) {
    guard let names, let source = names.source, names.count != rows else { return }
    throw .badVectors(
      file: path, reason: "has \(rows) rows, and \(source == path ? "its list of items" : source) \(names.count) lines")
  }

  /// Adds the item of a row.
  mutating func append(
    _ values: [Float], row: Int, of path: String, _ names: RowNames?, in folder: String
  ) throws(CorpusError) {
    let place = CorpusItem.Place(file: path, line: row + 1, isRow: true)
    try checkCount(at: place)
    let number = result.items.count
    var (item, isNamed, line) =
      try names?.item(row, number: number, folder: Path.folder(of: path))
      ?? (CorpusItem(id: String(number), content: .text(""), place: place), false, nil)
    if case .image(.file(let picture)) = item.content, let own = item.place {
      try refuseOutside(picture, of: folder, named: own)
    }
    let vector: SingleVector
    do throws(VectorFault) { vector = try vectorChecks.vector(values) } catch {
      return try leaveOut(.badVector(place, error))
    }
    item.vectors = try line?.vectors(vector) ?? ImportedVectors(vector)
    try append(item, isNamed: isNamed)
  }
}

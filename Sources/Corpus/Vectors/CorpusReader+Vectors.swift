internal import Embeddings
internal import Files

extension CorpusReader {
  /// Reads the rows of a NumPy file as items.
  mutating func readNumPy(_ path: String, in folder: String) throws(CorpusError) {
    let array = try NumPyArray(path: path)
    let names = try names(ofRows: array.header.rows, of: path, in: folder)
    try array.forEachRow { (row, values) throws(CorpusError) in
      try append(values, row: row, of: path, names, in: folder)
    }
  }

  /// Reads the rows of a matrix in a safetensors file as items.
  mutating func readSafetensors(_ path: String, in folder: String) throws(CorpusError) {
    let matrix = try SafetensorsRows(path: path)
    let names = try names(matrix.names, ofRows: matrix.count, of: path, in: folder)
    for row in 0..<matrix.count { try append(matrix.values(row), row: row, of: path, names, in: folder) }
    try matrix.checkUnchanged()
  }

  /// What the rows of a file are: what it says itself, else what stands beside it.
  ///
  /// - Throws: also where that is of another number of rows.
  mutating func names(
    _ own: RowNames? = nil, ofRows rows: Int, of path: String, in folder: String
  ) throws(CorpusError) -> RowNames? {
    let names: RowNames? = if let own { own } else { try RowNames.beside(path, &self, in: folder) }
    guard let names, let source = names.source, names.count != rows else { return names }
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

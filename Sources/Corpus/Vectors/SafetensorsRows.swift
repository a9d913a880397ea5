internal import Files
internal import Safetensors
internal import Tensors

/// The rows of a matrix in a safetensors file: `embeddings`, as they are written here, or the only one.
struct SafetensorsRows {
  /// How many there are.
  let count: Int
  /// What the file says of its rows, as it is written here; `nil` where it says nothing.
  let names: RowNames?
  private let file: SafetensorsFile
  private let tensor: StoredTensor
  private let path: String

  /// Opens a file and chooses the matrix.
  init(path: String) throws(CorpusError) {
    self.path = path
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
    self.tensor = tensor
    count = entry.shape.extents[0]
    let lines = entry.name == "embeddings" ? file.header.metadata["lines"] : nil
    names = try lines.map { (lines) throws(CorpusError) in try RowNames(json: Array(lines.utf8), in: path) }
  }

  /// The components of a row.
  func values(_ row: Int) -> [Float] { tensor.slice(row..<(row + 1)).floats() }

  /// Refuses a file that was written to meanwhile.
  func checkUnchanged() throws(CorpusError) {
    do { try file.checkUnchanged() } catch { throw .file(.changed(path: path)) }
  }
}

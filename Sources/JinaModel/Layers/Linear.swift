import Embeddings
import Tensors

/// y = W x + bias, plus for each range of rows the low-rank update of its task.
struct Linear: Sendable {
  /// W [outputs, inputs].
  let weight: StoredTensor
  /// [outputs].
  let bias: [Float]?
  /// The updates by task; empty where the checkpoint has none for this layer.
  let adapters: [EmbeddingTask: LowRankAdapter]

  /// Rows `outputRows` of `output` become this layer's outputs for rows `inputRows` of `input`.
  ///
  /// The product with W runs once over all rows; `tasks` says which of the input's rows each low-rank update is for.
  func callAsFunction(
    _ input: borrowing Matrix, rows inputRows: Range<Int>, tasks: [TaskRows], into output: inout Matrix,
    rows outputRows: Range<Int>, memory: inout ProductMemory
  ) {
    memory.multiplier.multiply(input, rows: inputRows, by: weight, bias: bias, into: &output, rows: outputRows)
    for task in tasks {
      guard let adapter = adapters[task.task] else { continue }
      let rows = task.rows.clamped(to: inputRows)
      if rows.isEmpty { continue }
      let first = outputRows.lowerBound + rows.lowerBound - inputRows.lowerBound
      memory.multiplier.multiply(
        input, rows: rows, by: adapter.down, into: &memory.lowRank, rows: 0..<rows.count)
      memory.multiplier.multiply(
        memory.lowRank, rows: 0..<rows.count, by: adapter.up, scale: adapter.scale, accumulates: true, into: &output,
        rows: first..<first + rows.count)
    }
  }
}

/// What products need beside their inputs and outputs.
struct ProductMemory: ~Copyable {
  var multiplier: MatrixMultiplier
  /// A x of low-rank updates [rows, rank].
  var lowRank: Matrix
}

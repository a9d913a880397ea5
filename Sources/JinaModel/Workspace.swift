import Tensors
import Threading

/// The memory of one pass through the decoder, for all rows of a batch.
struct Workspace: ~Copyable {
  /// The residual stream [rows, hidden].
  var hidden: Matrix
  /// Normalized inputs of attention and feed-forward, and what the heads read [rows, hidden].
  var normalized: Matrix
  /// Queries, keys and values side by side [rows, (query + 2 · key/value heads) · headDimension].
  var projections: Matrix
  /// What attention and feed-forward add to the residual stream [rows, hidden].
  var update: Matrix
  var rotation: RotaryTables
  var multiplier: MatrixMultiplier

  init(rows: Int, configuration: JinaConfiguration, parallel: ParallelFor, precision: Precision) {
    let queryColumns = configuration.numAttentionHeads * configuration.headDimension
    let keyColumns = configuration.numKeyValueHeads * configuration.headDimension
    hidden = Matrix(rows: rows, columns: configuration.hiddenSize)
    normalized = Matrix(rows: rows, columns: configuration.hiddenSize)
    projections = Matrix(rows: rows, columns: queryColumns + 2 * keyColumns)
    update = Matrix(rows: rows, columns: configuration.hiddenSize)
    rotation = RotaryTables(rows: rows, headDimension: configuration.headDimension)
    multiplier = MatrixMultiplier(parallel: parallel, precision: precision)
  }

  var parallel: ParallelFor { multiplier.parallel }
}

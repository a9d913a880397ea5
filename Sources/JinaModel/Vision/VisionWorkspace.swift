import Tensors
import Threading

/// The memory of one image on its way through the vision tower: six matrices of all patches.
struct VisionWorkspace: ~Copyable {
  /// The residual stream [patches, hidden].
  var hidden: Matrix
  /// Normalized inputs of attention and feed-forward, and what the heads read [patches, hidden].
  var normalized: Matrix
  /// Queries, keys and values side by side [patches, 3 · hidden].
  var projections: Matrix
  /// What attention and feed-forward add to the residual stream [patches, hidden].
  var update: Matrix
  var rotation: RotaryTables
  var multiplier: MatrixMultiplier

  init(
    patches: Int, configuration: VisionConfiguration, rotation: consuming RotaryTables, parallel: ParallelFor,
    precision: Precision
  ) {
    hidden = Matrix(rows: patches, columns: configuration.hiddenSize)
    normalized = Matrix(rows: patches, columns: configuration.hiddenSize)
    projections = Matrix(rows: patches, columns: 3 * configuration.hiddenSize)
    update = Matrix(rows: patches, columns: configuration.hiddenSize)
    self.rotation = rotation
    multiplier = MatrixMultiplier(parallel: parallel, precision: precision)
  }

  var parallel: ParallelFor { multiplier.parallel }
}

import Tensors
import Threading

/// The memory of one image on its way through the vision tower: five matrices of all patches, and blocks of rows.
struct VisionWorkspace: ~Copyable {
  /// The residual stream [patches, hidden].
  var hidden: Matrix
  /// Normalized inputs of attention and feed-forward, and what the heads read [patches, hidden].
  var normalized: Matrix
  /// Queries, and what attention and feed-forward add to the residual stream [patches, hidden].
  var queries: Matrix
  /// [patches, hidden].
  var keys: Matrix
  /// [patches, hidden].
  var values: Matrix
  var rotation: RotaryTables
  var feedForward: FeedForwardMemory
  var products: ProductMemory

  /// Rows that go through a feed-forward at a time.
  static let blockRows = 1024

  init(patches: Int, configuration: VisionConfiguration, rotation: consuming RotaryTables, parallel: ParallelFor) {
    let blockRows = min(patches, Self.blockRows)
    hidden = Matrix(rows: patches, columns: configuration.hiddenSize)
    normalized = Matrix(rows: patches, columns: configuration.hiddenSize)
    queries = Matrix(rows: patches, columns: configuration.hiddenSize)
    keys = Matrix(rows: patches, columns: configuration.hiddenSize)
    values = Matrix(rows: patches, columns: configuration.hiddenSize)
    self.rotation = rotation
    feedForward = FeedForwardMemory(
      gate: Matrix(rows: blockRows, columns: configuration.intermediateSize),
      up: Matrix(rows: blockRows, columns: configuration.intermediateSize))
    products = ProductMemory(
      multiplier: MatrixMultiplier(parallel: parallel), lowRank: Matrix(rows: 0, columns: 1))
  }

  var parallel: ParallelFor { products.multiplier.parallel }
}

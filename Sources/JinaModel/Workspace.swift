import Tensors
import Threading

/// The memory of one pass through the decoder, for all rows of a batch.
struct Workspace: ~Copyable {
  /// The residual stream [rows, hidden].
  var hidden: Matrix
  /// Normalized inputs of attention and feed-forward [rows, hidden].
  var normalized: Matrix
  /// [rows, query heads · headDimension].
  var queries: Matrix
  /// [rows, key/value heads · headDimension].
  var keys: Matrix
  /// [rows, key/value heads · headDimension].
  var values: Matrix
  /// What the heads read [rows, query heads · headDimension].
  var attended: Matrix
  /// What attention and feed-forward add to the residual stream [rows, hidden].
  var update: Matrix
  var rotation: RotaryTables
  var feedForward: FeedForwardMemory
  var products: ProductMemory

  /// Rows that go through a feed-forward at a time.
  private static let feedForwardRows = 1024

  init(rows: Int, configuration: JinaConfiguration, rank: Int, parallel: ParallelFor) {
    let queryColumns = configuration.numAttentionHeads * configuration.headDimension
    let keyColumns = configuration.numKeyValueHeads * configuration.headDimension
    let blockRows = min(rows, Self.feedForwardRows)
    hidden = Matrix(rows: rows, columns: configuration.hiddenSize)
    normalized = Matrix(rows: rows, columns: configuration.hiddenSize)
    queries = Matrix(rows: rows, columns: queryColumns)
    keys = Matrix(rows: rows, columns: keyColumns)
    values = Matrix(rows: rows, columns: keyColumns)
    attended = Matrix(rows: rows, columns: queryColumns)
    update = Matrix(rows: rows, columns: configuration.hiddenSize)
    rotation = RotaryTables(rows: rows, headDimension: configuration.headDimension)
    feedForward = FeedForwardMemory(
      gate: Matrix(rows: blockRows, columns: configuration.intermediateSize),
      up: Matrix(rows: blockRows, columns: configuration.intermediateSize))
    products = ProductMemory(
      multiplier: MatrixMultiplier(parallel: parallel), lowRank: Matrix(rows: rows, columns: rank))
  }

  var parallel: ParallelFor { products.multiplier.parallel }
}

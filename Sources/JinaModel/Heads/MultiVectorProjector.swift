import Embeddings
import Tensors

/// The head of late interaction: each hidden state projected, with the task's low-rank update, and brought to unit
/// length.
struct MultiVectorProjector: Sendable {
  let projection: Linear
  let dimensions: Int

  init(_ scope: WeightScope, configuration: JinaConfiguration) throws(JinaModelError) {
    dimensions = configuration.multiVectorProjectorDim
    projection = try scope.linear(
      "multi_vector_projector", from: configuration.hiddenSize, to: dimensions, bias: true)
  }

  /// A vector for each of the rows `rows` of `hidden`.
  func callAsFunction(
    _ hidden: borrowing Matrix, rows: Range<Int>, tasks: [TaskRows], multiplier: inout MatrixMultiplier,
    tap: ActivationTap?
  ) -> MultiVector {
    var output = Matrix(rows: rows.count, columns: dimensions)
    projection(hidden, rows: rows, tasks: tasks, into: &output, rows: 0..<rows.count, multiplier: &multiplier)
    output.normalizeRows(0..<rows.count)
    tap?.receive(.multiVector, output)
    return MultiVector(dimensions: dimensions, values: output.array)
  }
}

import Embeddings
import Tensors

/// y = W x + bias, plus for each range of rows the low-rank update of its task.
struct Linear: Sendable {
  /// W [outputs, inputs].
  let weight: ProductWeight
  /// [outputs].
  let bias: StoredVector?
  /// The updates by task; empty where the checkpoint has none for this layer.
  let adapters: [EmbeddingTask: LowRankAdapter]

  /// W, and the factors of all updates.
  var weights: [ProductWeight] { [weight] + adapters.values.flatMap { [$0.down, $0.up] } }

  /// Rows `outputRows` of `output` become this layer's outputs for rows `inputRows` of `input`.
  ///
  /// The product with W runs once over all rows; `tasks` says which of the input's rows each low-rank update is for.
  func callAsFunction(
    _ input: borrowing Matrix, rows inputRows: Range<Int>, tasks: [TaskRows], into output: inout Matrix,
    rows outputRows: Range<Int>, multiplier: inout MatrixMultiplier
  ) {
    FusedLinear([self])(
      input, rows: inputRows, tasks: tasks, into: &output, rows: outputRows, multiplier: &multiplier)
  }
}

/// Several Linears of the same input, computed together: their outputs lie side by side.
struct FusedLinear: Sendable {
  let linears: [Linear]

  /// These Linears; all have updates of the same tasks, as `withEqualTasks` makes them.
  init(_ linears: [Linear]) { self.linears = linears }

  /// Rows `outputRows` of `output` [_, all outputs] become the Linears' outputs for rows `inputRows` of `input`.
  func callAsFunction(
    _ input: borrowing Matrix, rows inputRows: Range<Int>, tasks: [TaskRows], into output: inout Matrix,
    rows outputRows: Range<Int>, multiplier: inout MatrixMultiplier
  ) {
    multiplier.multiply(
      input, rows: inputRows, by: linears.map(\.fusedWeight), updates: linears.updates(of: tasks), into: &output,
      rows: outputRows)
  }
}

extension Linear {
  /// The product with W, and what is added to all its rows.
  var fusedWeight: FusedWeight { FusedWeight(weight: weight, bias: bias?.values) }
}

extension [Linear] {
  /// The same, each with updates of all tasks that any of them has one of, as those that are computed together need:
  /// what is missing becomes an update by zeros.
  func withEqualTasks() -> [Linear] {
    let examples = reduce(into: [EmbeddingTask: LowRankAdapter]()) { $0.merge($1.adapters) { first, _ in first } }
    return map { linear in
      let missing = examples.filter { linear.adapters[$0.key] == nil }
      return Linear(
        weight: linear.weight, bias: linear.bias,
        adapters: linear.adapters.merging(missing.mapValues { $0.zeros(outputs: linear.weight.outputs) }) { own, _ in
          own
        })
    }
  }

  /// What the low-rank updates of `tasks` add to the products of these Linears of the same input.
  func updates(of tasks: [TaskRows]) -> [LowRankProduct] {
    tasks.compactMap { task in
      let adapters = compactMap { $0.adapters[task.task] }
      guard let first = adapters.first, adapters.count == count else { return nil }
      return LowRankProduct(rows: task.rows, scale: first.scale, factors: adapters.map { ($0.down, $0.up) })
    }
  }
}

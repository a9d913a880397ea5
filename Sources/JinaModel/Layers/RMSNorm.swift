import Tensors
import Threading

/// x / √(mean(x²) + ε) · w, row by row.
struct RMSNorm: Sendable {
  /// w [hidden].
  let weight: StoredVector
  /// ε.
  let epsilon: Float

  /// All rows of `output` become the norm of the rows of `input`.
  func callAsFunction(_ input: borrowing Matrix, into output: inout Matrix, parallel: ParallelFor) {
    output.setRMSNorm(
      of: input, rows: 0..<input.rows, weight: weight.values, epsilon: epsilon, rows: 0..<output.rows,
      parallel: parallel)
  }
}

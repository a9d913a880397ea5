import Embeddings
import Tensors

/// The single vector of a span of a sequence: the mean of its hidden states after the final norm, at unit length.
struct MeanPooling: Sendable {
  /// The vector of the rows `rows` of `hidden` [rows, hidden].
  func callAsFunction(_ hidden: borrowing Matrix, rows: Range<Int>, tap: ActivationTap?) -> SingleVector {
    let mean = hidden.mean(ofRows: rows)
    if let tap { tap.receive(.pooled, Matrix(rows: 1, columns: mean.count, values: mean)) }
    return SingleVector(mean).truncated(to: mean.count)
  }
}

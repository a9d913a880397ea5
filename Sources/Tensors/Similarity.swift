import CBLAS

extension Matrix {
  /// The inner product of each row with each row of `other`: [rows, other.rows], from [rows, columns] and
  /// [other.rows, columns]. For rows of unit length these are the cosine similarities.
  ///
  /// - Parameter prefix: how many of the first columns take part; by default all.
  public func innerProducts(with other: borrowing Matrix, prefix: Int? = nil) -> Matrix {
    let inner = prefix ?? columns
    precondition(
      columns == other.columns && (0...columns).contains(inner),
      "rows of \(columns) and of \(other.columns) components have no inner products of \(inner)")
    let result = Matrix(rows: rows, columns: other.rows)
    if rows == 0 || other.rows == 0 || inner == 0 { return result }
    // Safe: the shapes fit, and the result is a matrix of its own.
    unsafe blas_multiply_transposed(
      rows, other.rows, inner, 1, storage, columns, other.storage, columns, 0, result.storage, other.rows)
    return result
  }

  /// One over the Euclidean length of each row's first `prefix` columns [rows]; lengths are floored at 1e-12.
  public func reciprocalRowLengths(prefix: Int) -> [Float] {
    precondition((0...columns).contains(prefix), "rows of \(columns) components have no prefix of \(prefix)")
    let values = values
    var lengths: [Float] = []
    lengths.reserveCapacity(rows)
    for row in 0..<rows {
      var sum = 0.0
      for column in (row * columns)..<(row * columns + prefix) {
        sum += Double(values[column]) * Double(values[column])
      }
      lengths.append(Float(1 / max(sum.squareRoot(), 1e-12)))
    }
    return lengths
  }
}

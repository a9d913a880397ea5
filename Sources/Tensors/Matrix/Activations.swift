import CKernels
public import Threading

extension Matrix {
  /// Exact GELU in place, with the error function itself rather than its tanh approximation.
  ///
  /// Source: Hendrycks and Gimpel, "Gaussian Error Linear Units" (2016), section 2.
  public mutating func applyGELU(parallel: ParallelFor) {
    let values = MatrixRows(self)
    parallel.inChunks(of: rows, minimum: 1) { chunk in
      // Safe: the chunks are disjoint and lie within the matrix.
      unsafe kernel_gelu(values.at(chunk.lowerBound), chunk.count * values.stride)
    }
  }

  func checkSameColumns(_ other: borrowing Matrix) {
    precondition(
      other.columns == columns, "[\(rows), \(columns)] and [\(other.rows), \(other.columns)] differ in columns")
  }
}

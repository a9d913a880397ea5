import CKernels
public import Threading

extension Matrix {
  /// SwiGLU in place: rows `range` become SiLU(row) · the same row of `up` [rows, columns], element by element.
  ///
  /// Source: Shazeer, "GLU Variants Improve Transformer" (2020), section 2.
  public mutating func applySwiGLU(with up: borrowing Matrix, rows range: Range<Int>, parallel: ParallelFor) {
    checkSameColumns(up)
    checkRows(range)
    up.checkRows(range)
    let gates = MatrixRows(self)
    let ups = MatrixRows(up)
    parallel.inChunks(of: range.count, minimum: 1) { chunk in
      let first = range.lowerBound + chunk.lowerBound
      // Safe: the chunks are disjoint and lie within both matrices.
      unsafe kernel_swiglu(gates.at(first), ups.at(first), chunk.count * gates.stride)
    }
  }

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

import CKernels
public import Threading

extension Matrix {
  /// SwiGLU: rows `range` become SiLU(gate) · up of the same rows of `halves`, element by element.
  ///
  /// The matrix is [rows, intermediate]; `halves` is [rows, 2 · intermediate], the gate before the up projection.
  ///
  /// Source: Shazeer, "GLU Variants Improve Transformer" (2020), section 2.
  public mutating func setSwiGLU(of halves: borrowing Matrix, rows range: Range<Int>, parallel: ParallelFor) {
    precondition(
      halves.columns == 2 * columns,
      "[\(halves.rows), \(halves.columns)] are no gates and ups of [\(rows), \(columns)]")
    checkRows(range)
    halves.checkRows(range)
    let source = MatrixRows(halves)
    let destination = MatrixRows(self)
    parallel.inChunks(of: range.count, minimum: 1) { chunk in
      for row in range.lowerBound + chunk.lowerBound..<range.lowerBound + chunk.upperBound {
        // Safe: the chunks are disjoint and lie within both matrices.
        unsafe kernel_swiglu(
          source.at(row), source.at(row, destination.stride), destination.at(row), destination.stride)
      }
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

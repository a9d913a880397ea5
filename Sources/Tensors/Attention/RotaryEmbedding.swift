import CKernels
public import Threading

extension Matrix {
  /// Rotates the first `heads` heads of each row in place: component j and component j + headDimension / 2 are a pair,
  /// turned by the angle whose cosine and sine are in column j of the tables.
  ///
  /// The matrix is [rows, at least heads · headDimension], `cosines` and `sines` are [rows, headDimension / 2].
  ///
  /// Source: Su and others, "RoFormer" (2021), section 3.2.2, with halves as pairs, as `rotate_half` of transformers
  /// has them, and never neighbors.
  public mutating func rotateHalves(
    heads: Int, headDimension: Int, cosines: borrowing Matrix, sines: borrowing Matrix, parallel: ParallelFor
  ) {
    precondition(
      headDimension > 0 && headDimension.isMultiple(of: 2) && (0...columns / headDimension).contains(heads)
        && cosines.rows == rows && sines.rows == rows && cosines.columns == headDimension / 2
        && sines.columns == headDimension / 2,
      """
      \(heads) heads of \(headDimension) in [\(rows), \(columns)] cannot be rotated by tables [\(cosines.rows), \
      \(cosines.columns)] and [\(sines.rows), \(sines.columns)]
      """)
    let values = MatrixRows(self)
    let cosines = MatrixRows(cosines)
    let sines = MatrixRows(sines)
    parallel.inChunks(of: rows, minimum: 8) { chunk in
      let first = chunk.lowerBound
      // Safe: the chunks are disjoint, and the tables have as many rows as the matrix.
      unsafe kernel_rotate_halves(
        values.kernelRows(first), chunk.count, heads, headDimension, cosines.at(first), sines.at(first))
    }
  }
}

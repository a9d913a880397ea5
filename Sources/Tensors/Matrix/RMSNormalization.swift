import CKernels
public import Threading

extension Matrix {
  /// Rows `outputRows` become the RMSNorm of rows `inputRows` of `input`: each divided by the root of its mean square
  /// plus `epsilon`, times `weight` [columns].
  ///
  /// Source: Zhang and Sennrich, "Root Mean Square Layer Normalization" (2019), equation 4; the statistics are taken in
  /// double precision.
  public mutating func setRMSNorm(
    of input: borrowing Matrix, rows inputRows: Range<Int>, weight: [Float], epsilon: Float,
    rows outputRows: Range<Int>, parallel: ParallelFor
  ) {
    precondition(
      input.columns == columns && weight.count == columns && inputRows.count == outputRows.count,
      """
      no RMSNorm of rows \(inputRows) of [\(input.rows), \(input.columns)] with \(weight.count) weights into rows \
      \(outputRows) of [\(rows), \(columns)]
      """)
    input.checkRows(inputRows)
    checkRows(outputRows)
    let source = MatrixRows(input)
    let destination = MatrixRows(self)
    parallel.inChunks(of: inputRows.count, minimum: 8) { chunk in
      // Safe: the chunks are disjoint and lie within the ranges checked above.
      unsafe weight.withUnsafeBufferPointer { weight in
        unsafe kernel_rms_norm(
          source.kernelRows(inputRows.lowerBound + chunk.lowerBound), weight.baseAddress, epsilon,
          destination.kernelRows(outputRows.lowerBound + chunk.lowerBound), chunk.count, source.stride)
      }
    }
  }
}

import CKernels
public import Threading

extension Matrix {
  /// Adds `other` [rows, columns], element by element.
  public mutating func add(_ other: borrowing Matrix, parallel: ParallelFor) {
    precondition(
      other.rows == rows && other.columns == columns,
      "[\(other.rows), \(other.columns)] cannot be added to [\(rows), \(columns)]")
    let source = MatrixRows(other)
    let destination = MatrixRows(self)
    parallel.inChunks(of: rows, minimum: 32) { chunk in
      // Safe: the chunks are disjoint and lie within both matrices.
      unsafe kernel_add(
        destination.at(chunk.lowerBound), source.at(chunk.lowerBound), chunk.count * destination.stride)
    }
  }

  /// The columns `range` as a matrix of their own [rows, range.count].
  public func copy(columns range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) lie outside [\(rows), \(columns)]")
    let result = Matrix(rows: rows, columns: range.count)
    for row in 0..<rows {
      // Safe: the columns lie within the row, and the result has a row of as many.
      unsafe (result.storage + row * range.count).update(
        from: storage + row * columns + range.lowerBound, count: range.count)
    }
    return result
  }

  /// The first `prefix` columns of the rows `rows`, in that order, as a matrix of their own [rows.count, prefix].
  public func copy(rows: ArraySlice<Int>, prefix: Int) -> Matrix {
    precondition((0...columns).contains(prefix), "rows of \(columns) columns have no first \(prefix)")
    let result = Matrix(rows: rows.count, columns: prefix)
    for (place, row) in rows.enumerated() {
      checkRows(row..<row + 1)
      // Safe: the columns lie within the row, and the result has a row of as many.
      unsafe (result.storage + place * prefix).update(from: storage + row * columns, count: prefix)
    }
    return result
  }

  /// Copies rows `inputRows` of `input` over rows `outputRows`.
  public mutating func copyRows(_ inputRows: Range<Int>, of input: borrowing Matrix, to outputRows: Range<Int>) {
    checkSameColumns(input)
    precondition(inputRows.count == outputRows.count, "rows \(inputRows) are not as many as rows \(outputRows)")
    input.checkRows(inputRows)
    checkRows(outputRows)
    // Safe: both ranges lie within their matrices, which are distinct.
    unsafe (storage + outputRows.lowerBound * columns).update(
      from: input.storage + inputRows.lowerBound * columns, count: inputRows.count * columns)
  }

  /// The mean of the rows `range`, which is not empty [columns]; summed in double precision.
  public func mean(ofRows range: Range<Int>) -> [Float] {
    precondition(!range.isEmpty, "no rows have no mean")
    checkRows(range)
    return unsafe Array(unsafeUninitializedCapacity: columns) { buffer, initialized in
      // Safe: the range lies within the matrix, and the kernel writes `columns` elements.
      if let start = buffer.baseAddress {
        unsafe kernel_mean_of_rows(MatrixRows(self).kernelRows(range.lowerBound), range.count, columns, start)
      }
      initialized = columns
    }
  }

  /// Brings each row of `range` to unit length; a length below 1e-12 is taken as 1e-12.
  public mutating func normalizeRows(_ range: Range<Int>) {
    checkRows(range)
    // Safe: the range lies within the matrix.
    unsafe kernel_normalize_rows(MatrixRows(self).kernelRows(range.lowerBound), range.count, columns, 1e-12)
  }
}

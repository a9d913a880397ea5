import CBLAS
import CKernels
import Foundation
import Threading

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
    InnerProducts(
      left: MatrixRows(self), right: MatrixRows(other), output: MatrixRows(result), rows: 0..<rows,
      columns: other.rows, inner: 0..<inner
    ).multiply()
    return result
  }

  /// Adds the inner products of `rows` with each row of `other` to `sums` [rows.count, other.rows], of the components
  /// `inner` alone: those of longer and longer prefixes can so be had one after the other, each from the last.
  public func addInnerProducts(
    of rows: Range<Int>, with other: borrowing Matrix, components inner: Range<Int>, to sums: inout Matrix
  ) {
    checkRows(rows)
    precondition(
      columns == other.columns && inner.lowerBound >= 0 && inner.upperBound <= columns,
      "rows of \(columns) and of \(other.columns) components have no inner products of \(inner)")
    precondition(
      sums.rows == rows.count && sums.columns == other.rows,
      "[\(sums.rows), \(sums.columns)] does not hold the products of \(rows.count) and \(other.rows) rows")
    InnerProducts(
      left: MatrixRows(self), right: MatrixRows(other), output: MatrixRows(sums), rows: rows, columns: other.rows,
      inner: inner, accumulates: true
    ).multiply()
  }

  /// Calls `body` with the column and the value of each element of a row that is at least `floor` after it was
  /// multiplied by `factor` times the factor of its column.
  public func forEachElement(
    inRow row: Int, scaledBy factor: Float, _ columnFactors: [Float], atLeast floor: Float,
    _ body: (_ column: Int, _ value: Float) -> Void
  ) {
    checkRows(row..<row + 1)
    precondition(columnFactors.count == columns, "\(columnFactors.count) factors for \(columns) columns")
    // Safe: the row lies within the matrix, and each column has a factor.
    unsafe columnFactors.withUnsafeBufferPointer { factors in
      let start = unsafe storage + row * columns
      for column in 0..<columns {
        let value = unsafe start[column] * (factor * factors[column])
        if value >= floor { body(column, value) }
      }
    }
  }

  /// The inner product of each row with `query` [rows], and the square of each row's length [rows], all of the first
  /// `query.count` columns: every row is read once.
  public func scores(of query: [Float]) -> (products: [Float], squares: [Float]) {
    precondition(
      (0...columns).contains(query.count), "rows of \(columns) components are not scored by \(query.count)")
    let result = Matrix(rows: 2, columns: rows)
    let (values, output, width) = (MatrixRows(self), MatrixRows(result), query.count)
    ParallelFor(forMultiplications: rows * columns).inChunks(of: rows, minimum: 64) { range in
      unsafe query.withUnsafeBufferPointer { query in
        guard let query = query.baseAddress else { return }
        // Safe: the range lies within the rows, both results hold one value for each, and no two ranges overlap.
        unsafe kernel_score_rows(
          values.kernelRows(range.lowerBound), range.count, width, query, output.at(0, range.lowerBound),
          output.at(1, range.lowerBound))
      }
    }
    return (result.array(rows: 0..<1), result.array(rows: 1..<2))
  }

  /// One over the Euclidean length of each row's first `prefix` columns [rows]; lengths are floored at 1e-12.
  public func reciprocalRowLengths(prefix: Int) -> [Float] {
    scores(of: Array(repeating: 0, count: prefix)).squares.map(reciprocalLength)
  }

  /// Multiplies each element by the factor of its row and that of its column.
  public mutating func scale(rows rowFactors: [Float], columns columnFactors: [Float]) {
    precondition(
      rowFactors.count == rows && columnFactors.count == columns,
      "[\(rows), \(columns)] is not scaled by \(rowFactors.count) and \(columnFactors.count) factors")
    for (row, factor) in rowFactors.enumerated() {
      // Safe: the row lies within the matrix.
      let start = unsafe storage + row * columns
      for column in 0..<columns { unsafe start[column] *= factor * columnFactors[column] }
    }
  }

  /// For each row of this matrix its greatest inner product with a row of each of `others` [others, rows].
  ///
  /// - Parameter others: arrays of whole rows of `columns` components, none empty.
  public func greatestProducts(with others: [[Float]]) -> Matrix {
    precondition(
      others.allSatisfy { columns > 0 && !$0.isEmpty && $0.count.isMultiple(of: columns) },
      "an array that is no rows of \(columns) components has no inner products with [\(rows), \(columns)]")
    let parallel = ParallelFor(forMultiplications: rows * others.reduce(0) { $0 + $1.count })
    let result = Matrix(rows: others.count, columns: rows)
    let scratch = GreatestProducts(
      panels: Matrix(rows: parallel.threads, columns: columns * KERNEL_PANEL_COLUMNS),
      products: Matrix(rows: parallel.threads, columns: rows * KERNEL_PANEL_COLUMNS))
    let (left, output, count, width) = (MatrixRows(self), MatrixRows(result), rows, columns)
    parallel(others.count) { index, thread in
      // Safe: each call has a row of the result of its own.
      unsafe scratch.compute(
        left, rows: count, columns: width, others[index], into: output.at(index), thread: thread)
    }
    return result
  }
}

extension ParallelFor {
  /// All cores for what takes longer than starting threads; the calling thread alone for less.
  fileprivate convenience init(forMultiplications count: Int) {
    self.init(threads: count > 1 << 22 ? ProcessInfo.processInfo.activeProcessorCount : 1)
  }
}

/// One over the length whose square is `square`, floored at 1e-12 as the reference does.
public func reciprocalLength(_ square: Float) -> Float { Float(1 / max(Double(square).squareRoot(), 1e-12)) }

/// Inner products of the rows of two matrices, panel by panel of 64 columns of the result.
@safe private struct InnerProducts: Sendable {
  let left: MatrixRows
  let right: MatrixRows
  let output: MatrixRows
  /// Of the left matrix; the first of them is the first of the output.
  let rows: Range<Int>
  let columns: Int
  let inner: Range<Int>
  /// Whether the products are added to what the output holds.
  var accumulates = false

  /// Whether our own kernels are used: they are faster on x86-64 (see SPEED.md), a library is elsewhere.
  static var prefersKernels: Bool {
    #if arch(x86_64)
      InstructionSet.current != "scalar"
    #else
      false
    #endif
  }

  /// Computes all products; the output is left as it is where there are none.
  func multiply() {
    if rows.isEmpty || columns == 0 || inner.isEmpty { return }
    let parallel = ParallelFor(forMultiplications: rows.count * columns * inner.count)
    if Self.prefersKernels {
      multiply(on: parallel)
    } else {
      parallel.inChunks(of: rows.count, minimum: 64) { multiplyByLibrary(rows: $0) }
    }
  }

  /// Computes all products by our kernels; few panels are shared out by rows too.
  private func multiply(on parallel: ParallelFor) {
    let panels = (columns + KERNEL_PANEL_COLUMNS - 1) / KERNEL_PANEL_COLUMNS
    let chunks = panels >= 2 * parallel.threads ? 1 : min(parallel.threads, max(1, rows.count / 64))
    let size = (rows.count + chunks - 1) / chunks
    let scratch = Matrix(rows: parallel.threads, columns: WeightPanels.scratchCount)
    let memory = MatrixRows(scratch)
    parallel(panels * chunks) { index, thread in
      let first = index % chunks * size
      // Safe: each thread has scratch memory of its own.
      unsafe multiply(rows: first..<max(first, min(rows.count, first + size)), panel: index / chunks, memory.at(thread))
    }
    // The threads are done with it only here.
    withExtendedLifetime(scratch.count) {}
  }

  /// - Parameter rows: of the output.
  @unsafe private func multiply(rows: Range<Int>, panel: Int, _ scratch: UnsafeMutablePointer<Float>) {
    if rows.isEmpty { return }
    let first = panel * KERNEL_PANEL_COLUMNS
    let count = min(KERNEL_PANEL_COLUMNS, columns - first)
    for start in stride(from: inner.lowerBound, to: inner.upperBound, by: KERNEL_BLOCK_INNER) {
      let depth = min(KERNEL_BLOCK_INNER, inner.upperBound - start)
      // Safe: the block has room for a panel of `depth`, and rows and columns lie within the matrices.
      unsafe kernel_pack_panel(
        kernel_weights(start: right.at(first, start), element: KERNEL_FLOAT32, stride: right.stride), count, depth,
        scratch)
      unsafe kernel_multiply_panel(
        left.kernelRows(self.rows.lowerBound + rows.lowerBound, start), KERNEL_FLOAT32,
        kernel_product(
          rows: rows.count, panel: scratch, inner: depth, output: output.kernelRows(rows.lowerBound, first),
          columns: count, accumulates: accumulates || start > inner.lowerBound ? 1 : 0, next: nil))
    }
  }

  /// Computes the products of some rows of the output with the library.
  private func multiplyByLibrary(rows: Range<Int>) {
    // Safe: the rows lie within the matrices, and no two calls have a row in common.
    unsafe blas_multiply_transposed(
      rows.count, columns, inner.count, 1, left.at(self.rows.lowerBound + rows.lowerBound, inner.lowerBound),
      left.stride,
      right.at(0, inner.lowerBound), right.stride, accumulates ? 1 : 0, output.at(rows.lowerBound), output.stride)
  }
}

/// Memory in which each thread compares rows with 64 others at a time.
@safe private final class GreatestProducts: Sendable {
  private let panels: Matrix
  private let products: Matrix

  init(panels: consuming Matrix, products: consuming Matrix) {
    self.panels = panels
    self.products = products
  }

  func compute(
    _ left: MatrixRows, rows: Int, columns: Int, _ others: [Float], into maxima: UnsafeMutablePointer<Float>,
    thread: Int
  ) {
    let width = KERNEL_PANEL_COLUMNS
    // Safe: each thread has a row of its own of both matrices, and `maxima` holds `rows` elements.
    let (panel, block) = unsafe (MatrixRows(panels).at(thread), MatrixRows(products).at(thread))
    for row in 0..<rows { unsafe maxima[row] = -.infinity }
    unsafe others.withUnsafeBufferPointer { others in
      guard let start = others.baseAddress else { return }
      let count = others.count / columns
      for first in stride(from: 0, to: count, by: width) {
        let found = min(width, count - first)
        // Safe: `found` rows from `first` on lie within the array.
        unsafe kernel_pack_panel(
          kernel_weights(start: start + first * columns, element: KERNEL_FLOAT32, stride: columns), found, columns,
          panel)
        let products = unsafe kernel_rows(start: block, stride: width)
        unsafe kernel_multiply_panel(
          left.kernelRows(), KERNEL_FLOAT32,
          kernel_product(
            rows: rows, panel: panel, inner: columns, output: products, columns: found, accumulates: 0, next: nil))
        unsafe kernel_raise_to_maxima(products, rows, found, maxima)
      }
    }
  }
}

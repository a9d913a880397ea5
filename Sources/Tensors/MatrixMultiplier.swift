import CBLAS
import CKernels
public import Threading

/// The product with a stored weight, the operation nearly all time goes into: y = scale · x · Wᵀ + bias (+ y).
///
/// A weight stays in its stored element type. Panels of its rows are widened to `Float` in the memory of one thread and
/// handed to BLAS; for up to sixteen rows of `x` reading the weight once is all that counts, and a kernel of our own
/// does that. The memory, one panel per thread, is kept from product to product.
public struct MatrixMultiplier: ~Copyable {
  /// The threads products run on.
  public let parallel: ParallelFor

  private var panels = Matrix(rows: 0, columns: 0)

  /// Rows of a weight that are widened at a time.
  private static let panelRows = 128

  /// A multiplier without memory yet.
  public init(parallel: ParallelFor) { self.parallel = parallel }

  /// Rows `outputRows` of `output` become scale · (rows `inputRows` of `input`) · `weight`ᵀ + `bias`.
  ///
  /// - Parameters:
  ///   - input: [at least `inputRows`, inner].
  ///   - weight: [outer, inner], BF16, F16 or F32.
  ///   - bias: [outer]; not scaled.
  ///   - accumulates: whether the result is added to what `output` holds.
  ///   - output: [at least `outputRows`, outer]; the ranges have equally many rows, and rows outside are left alone.
  public mutating func multiply(
    _ input: borrowing Matrix, rows inputRows: Range<Int>, by weight: StoredTensor, bias: [Float]? = nil,
    scale: Float = 1, accumulates: Bool = false, into output: inout Matrix, rows outputRows: Range<Int>
  ) {
    precondition(
      weight.shape == [output.columns, input.columns] && inputRows.count == outputRows.count
        && (bias?.count ?? output.columns) == output.columns,
      """
      no product of rows \(inputRows) of [\(input.rows), \(input.columns)] with a weight \(weight.shape) and \
      \(bias?.count ?? 0) biases into rows \(outputRows) of [\(output.rows), \(output.columns)]
      """)
    input.checkRows(inputRows)
    output.checkRows(outputRows)
    if inputRows.isEmpty { return }
    if let bias { output.broadcast(bias, over: outputRows, accumulates: accumulates) }
    let product = Product(
      input: MatrixRows(input), inputRows: inputRows, weight: weight, scale: scale,
      beta: accumulates || bias != nil ? 1 : 0, output: MatrixRows(output), outputRow: outputRows.lowerBound)
    if inputRows.count <= Int(KERNEL_FEW_ROWS) {
      let product = product
      parallel.inChunks(of: output.columns, minimum: 16) { product.computeFewRows($0) }
    } else {
      multiply(product, inner: input.columns, outer: output.columns)
    }
  }

  private mutating func multiply(_ product: Product, inner: Int, outer: Int) {
    // Panels no larger than one share per thread, so that small weights occupy all threads too.
    let share = (outer + parallel.threads - 1) / parallel.threads
    let panelRows = min(Self.panelRows, (share + 15) / 16 * 16)
    if panels.rows < parallel.threads || panels.columns < panelRows * inner {
      panels = Matrix(rows: parallel.threads, columns: max(panels.columns, panelRows * inner))
    }
    let panels = MatrixRows(panels)
    parallel((outer + panelRows - 1) / panelRows) { index, thread in
      // Safe: each thread has a panel of its own, of at least `panelRows` rows.
      unsafe product.compute(
        index * panelRows..<min(outer, (index + 1) * panelRows), panel: panels.at(thread))
    }
  }
}

/// One product, to be computed column range by column range of its output.
@safe private struct Product: Sendable {
  let input: MatrixRows
  let inputRows: Range<Int>
  let weight: StoredTensor
  let scale: Float
  let beta: Float
  let output: MatrixRows
  let outputRow: Int

  func computeFewRows(_ columns: Range<Int>) {
    // Safe: the shapes were checked, and no two calls have a column in common.
    unsafe kernel_multiply_few_rows(
      input.at(inputRows.lowerBound), input.stride, inputRows.count, weightRow(columns.lowerBound),
      weight.dtype.kernelElement, columns.count, input.stride, scale, beta, output.at(outputRow, columns.lowerBound),
      output.stride)
  }

  @unsafe func compute(_ columns: Range<Int>, panel: UnsafeMutablePointer<Float>) {
    // Safe: the shapes were checked, no two calls have a column in common, and the panel holds `columns.count` rows.
    unsafe kernel_widen(
      weightRow(columns.lowerBound), weight.dtype.kernelElement, panel, columns.count * input.stride)
    unsafe blas_multiply_transposed(
      inputRows.count, columns.count, input.stride, scale, input.at(inputRows.lowerBound), input.stride, panel,
      input.stride, beta, output.at(outputRow, columns.lowerBound), output.stride)
  }

  private func weightRow(_ row: Int) -> UnsafeRawPointer {
    unsafe weight.base + row * input.stride * weight.dtype.byteWidth
  }
}

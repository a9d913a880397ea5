import CKernels
public import Threading

/// One of several weights that are multiplied by the same rows; their results lie side by side.
public struct ProductPart: Sendable {
  /// W [outer, inner].
  public let weight: ProductWeight
  /// [outer].
  public let bias: [Float]?

  /// The product with `weight`, plus `bias`.
  public init(weight: ProductWeight, bias: [Float]? = nil) {
    precondition(
      (bias?.count ?? weight.outer) == weight.outer, "\(bias?.count ?? 0) biases do not fit \(weight.stored.shape)")
    self.weight = weight
    self.bias = bias
  }
}

/// What is added to the products of some rows: scale · up (down x), with a pair of weights for each part.
public struct LowRankProduct: Sendable {
  /// Rows of the input.
  public let rows: Range<Int>
  /// The scale.
  public let scale: Float
  /// [rank, inner] and [outer, rank] of each part, all of one rank.
  public let factors: [(down: ProductWeight, up: ProductWeight)]

  /// The update of `rows`.
  public init(rows: Range<Int>, scale: Float, factors: [(down: ProductWeight, up: ProductWeight)]) {
    self.rows = rows
    self.scale = scale
    self.factors = factors
  }
}

/// The products with weights, the operation nearly all time goes into: y = x · Wᵀ + bias, plus low-rank updates.
///
/// The threads take panels of 64 columns of the result one after the other, and finish each: the parts of a product are
/// one loop, and its low-rank updates a short one before it. The memory it needs is kept from product to product.
public struct MatrixMultiplier: ~Copyable {
  /// The threads products run on.
  public let parallel: ParallelFor
  /// How exactly they are computed.
  public let precision: Precision

  /// Rows that are rounded and multiplied at a time, so that the rounded ones of a large picture take no memory worth
  /// mentioning: in three parts they are larger than the floats.
  var rowsAtOnce = 8192

  private var scratch = Matrix(rows: 0, columns: 0)
  private var lowRank = Matrix(rows: 0, columns: 0)
  private var roundedInput = RoundedMemory()
  private var roundedLowRank = RoundedMemory()

  /// A multiplier without memory yet.
  public init(parallel: ParallelFor, precision: Precision) {
    self.parallel = parallel
    self.precision = precision
  }

  /// Rows `outputRows` of `output` become the products of rows `inputRows` of `input` with `parts`, side by side.
  ///
  /// - Parameters:
  ///   - input: [at least `inputRows`, inner].
  ///   - updates: of rows of `input`; what lies outside `inputRows` is left out.
  ///   - output: [at least `outputRows`, all parts' outer]; rows outside `outputRows` are left alone.
  public mutating func multiply(
    _ input: borrowing Matrix, rows inputRows: Range<Int>, by parts: [ProductPart], updates: [LowRankProduct] = [],
    into output: inout Matrix, rows outputRows: Range<Int>
  ) {
    precondition(
      parts.allSatisfy { $0.weight.inner == input.columns }
        && parts.reduce(0) { $0 + $1.weight.outer } == output.columns && inputRows.count == outputRows.count
        && updates.allSatisfy { $0.fit(parts) },
      """
      no products of rows \(inputRows) of [\(input.rows), \(input.columns)] with \
      \(parts.map(\.weight.stored.shape.description)) and \(updates.count) updates into rows \(outputRows) of \
      [\(output.rows), \(output.columns)]
      """)
    input.checkRows(inputRows)
    output.checkRows(outputRows)
    if scratch.rows < parallel.threads {
      scratch = Matrix(rows: parallel.threads, columns: PanelProducts.scratchCount)
    }
    for start in stride(from: 0, to: inputRows.count, by: rowsAtOnce) {
      let count = min(rowsAtOnce, inputRows.count - start)
      let rows = inputRows.lowerBound + start..<inputRows.lowerBound + start + count
      multiply(
        input, rows: rows, by: parts, updates: updates.compactMap { $0.within(rows) }, into: &output,
        firstRow: outputRows.lowerBound + start)
    }
  }

  /// The products of as many rows as are multiplied at a time; `updates` are of rows counted from the first of them.
  private mutating func multiply(
    _ input: borrowing Matrix, rows inputRows: Range<Int>, by parts: [ProductPart], updates: [LowRankProduct],
    into output: inout Matrix, firstRow outputRow: Int
  ) {
    let weights = parts.map(\.weight) + updates.flatMap { $0.factors.map(\.down) }
    let source = MatrixRows(input)
    let rows = unsafe ProductInput(
      source.at(inputRows.lowerBound), stride: source.stride, rows: inputRows.count, columns: input.columns,
      forms: Set(weights.map { $0.inputForm(precision, rows: inputRows.count) }), memory: &roundedInput,
      parallel: parallel)
    let reduced = reduce(rows, rowCount: inputRows.count, updates: updates)

    var column = 0
    let products = PanelProducts(
      parts: parts.enumerated().map { index, part in
        defer { column += part.weight.outer }
        return PanelProducts.Part(
          panels: WeightPanels(beginning: part.weight, rows: inputRows.count), bias: part.bias, column: column,
          updates: updates.map { ($0.rows, WeightPanels(beginning: $0.factors[index].up, rows: $0.rows.count)) })
      },
      input: rows, rows: inputRows.count, reduced: reduced, precision: precision, output: MatrixRows(output),
      outputRow: outputRow, scratch: MatrixRows(scratch), threads: parallel.threads)
    parallel(products.count) { index, thread in products.compute(index, thread: thread) }
    products.finish()
  }

  /// down x of all updates, scaled, for the rows they are for [rows, parts · rank].
  private mutating func reduce(_ input: ProductInput, rowCount: Int, updates: [LowRankProduct]) -> ProductInput? {
    guard let rank = updates.first?.rank, let parts = updates.first?.factors.count else { return nil }
    if lowRank.rows < rowCount || lowRank.columns < rank * parts {
      lowRank = Matrix(rows: max(lowRank.rows, rowCount), columns: max(lowRank.columns, rank * parts))
    }
    let destination = MatrixRows(lowRank)
    let scratch = MatrixRows(scratch)
    let precision = precision
    let downs = updates.flatMap { update in
      update.factors.enumerated().map {
        (update.rows, $0 * rank, WeightPanels(beginning: $1.down, rows: update.rows.count))
      }
    }
    let panels = downs.first?.2.weight.panelCount ?? 0
    parallel(downs.count * panels) { index, thread in
      let (rows, column, down) = downs[index / panels]
      let panel = index % panels
      // Safe: no two calls have rows and columns in common, and each thread has scratch memory of its own.
      unsafe down.multiply(
        input, rows: rows, panels: panel..<panel + 1, form: down.weight.inputForm(precision, rows: rowCount),
        output: destination.at(rows.lowerBound, column + down.columns(of: panel).lowerBound),
        outputStride: destination.stride, accumulates: false, scratch: scratch.at(thread))
    }
    for down in downs { down.2.finish() }
    for update in updates where update.scale != 1 {
      // Safe: the rows of an update lie within the matrix.
      unsafe kernel_scale(
        destination.at(update.rows.lowerBound), update.scale, update.rows.count * destination.stride)
    }
    let forms = Set(updates.flatMap { $0.factors.map { $0.up.inputForm(precision, rows: rowCount) } })
    return unsafe ProductInput(
      destination.base, stride: destination.stride, rows: rowCount, columns: destination.stride,
      forms: forms, memory: &roundedLowRank, parallel: parallel)
  }
}

extension LowRankProduct {
  /// The rank all factors have.
  var rank: Int? { factors.first?.down.outer }

  func fit(_ parts: [ProductPart]) -> Bool {
    factors.count == parts.count
      && zip(factors, parts).allSatisfy { factors, part in
        factors.down.outer == rank && factors.up.inner == rank && factors.down.inner == part.weight.inner
          && factors.up.outer == part.weight.outer
      }
  }

  /// The part of the update that lies within `range`, counted from its start; `nil` where there is none.
  func within(_ range: Range<Int>) -> LowRankProduct? {
    let common = rows.clamped(to: range)
    if common.isEmpty { return nil }
    return LowRankProduct(
      rows: common.lowerBound - range.lowerBound..<common.upperBound - range.lowerBound, scale: scale, factors: factors)
  }
}

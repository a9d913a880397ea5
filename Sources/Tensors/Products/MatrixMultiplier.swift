import CKernels
public import Threading

/// The products with weights, the operation nearly all time goes into: y = x · Wᵀ + bias, plus low-rank updates.
///
/// The threads take panels of 64 columns of the result one after the other, and finish each: all weights of a fused
/// product are one loop, and its low-rank updates a short one before it. The memory it needs is kept from product to
/// product.
public struct MatrixMultiplier: ~Copyable {
  /// The threads products run on.
  public let parallel: ParallelFor
  /// How exactly they are computed.
  public let precision: Precision

  /// Rows that are rounded and multiplied at a time; a variable for tests.
  var rowsAtOnce = KERNEL_ROUNDED_ROWS

  /// Rows that should go through a feed-forward at a time: between its products they are several times as wide as
  /// anywhere else.
  public static let feedForwardRows = KERNEL_FEED_FORWARD_ROWS

  private var scratch = Matrix(rows: 0, columns: 0)
  private var lowRank = Matrix(rows: 0, columns: 0)
  private var inputMemory = InputMemory()
  private var lowRankMemory = InputMemory()
  private var gatedMemory = InputMemory()

  /// A multiplier without memory yet.
  public init(parallel: ParallelFor, precision: Precision) {
    self.parallel = parallel
    self.precision = precision
  }

  /// Rows `outputRows` of `output` become the products of rows `inputRows` of `input` with `weights`, side by side.
  ///
  /// - Parameters:
  ///   - input: [at least `inputRows`, inputs].
  ///   - updates: of rows of `input`; what lies outside `inputRows` is left out.
  ///   - output: [at least `outputRows`, all weights' outputs]; rows outside `outputRows` are left alone.
  public mutating func multiply(
    _ input: borrowing Matrix, rows inputRows: Range<Int>, by weights: [FusedWeight], updates: [LowRankProduct] = [],
    into output: inout Matrix, rows outputRows: Range<Int>
  ) {
    check(weights, updates, multiply: input, rows: inputRows, intoRows: outputRows, of: output)
    precondition(
      weights.reduce(0) { $0 + $1.weight.outputs } == output.columns,
      "\(weights.map(\.weight.outputs)) columns are not the output's \(output.columns)")
    for start in stride(from: 0, to: inputRows.count, by: rowsAtOnce) {
      let count = min(rowsAtOnce, inputRows.count - start)
      let rows = inputRows.lowerBound + start..<inputRows.lowerBound + start + count
      let updates = updates.compactMap { $0.within(rows) }
      multiply(
        productInput(input, rows: rows, by: weights, updates: updates), rows: count, by: weights, updates: updates,
        to: .matrix(MatrixRows(output), row: outputRows.lowerBound + start))
    }
  }

  /// Rows `outputRows` of `output` become down(SiLU(gate x) · up x) of rows `inputRows` x of `input`.
  ///
  /// What is between the products, several times as wide as their input and output, is in memory only in the form that
  /// the second product reads: rounded, if that rounds.
  ///
  /// - Parameters:
  ///   - input: [at least `inputRows`, inputs].
  ///   - gateAndUp: two weights with as many outputs as `down` has inputs.
  ///   - updates: of `gateAndUp`, of rows of `input`.
  ///   - downUpdates: of `down`, of rows of `input` too.
  ///   - output: [at least `outputRows`, `down`'s outputs]; rows outside `outputRows` are left alone.
  public mutating func multiplyGated(
    _ input: borrowing Matrix, rows inputRows: Range<Int>, by gateAndUp: [FusedWeight],
    updates: [LowRankProduct] = [], then down: FusedWeight, updates downUpdates: [LowRankProduct] = [],
    into output: inout Matrix, rows outputRows: Range<Int>
  ) {
    check(gateAndUp, updates, multiply: input, rows: inputRows, intoRows: outputRows, of: output)
    let columns = down.weight.inputs
    precondition(
      gateAndUp.map(\.weight.outputs) == [columns, columns] && down.weight.outputs == output.columns
        && downUpdates.allSatisfy { $0.fit([down]) },
      "\(gateAndUp.map(\.weight.stored.shape.description)) are no gate and up of \(down.weight.stored.shape)")
    if inputRows.isEmpty { return }
    let updates = updates.compactMap { $0.within(inputRows) }
    let downUpdates = downUpdates.compactMap { $0.within(inputRows) }
    let count = inputRows.count
    let gated = ProductInput(
      rows: count, columns: columns, forms: forms(by: [down], updates: downUpdates), memory: &gatedMemory)
    multiply(
      productInput(input, rows: inputRows, by: gateAndUp, updates: updates), rows: count, by: gateAndUp,
      updates: updates, to: .gated(gated))
    multiply(
      gated, rows: count, by: [down], updates: downUpdates, to: .matrix(MatrixRows(output), row: outputRows.lowerBound))
  }

  private func check(
    _ weights: [FusedWeight], _ updates: [LowRankProduct], multiply input: borrowing Matrix, rows inputRows: Range<Int>,
    intoRows outputRows: Range<Int>, of output: borrowing Matrix
  ) {
    precondition(
      weights.allSatisfy { $0.weight.inputs == input.columns } && inputRows.count == outputRows.count
        && updates.allSatisfy { $0.fit(weights) },
      """
      no products of rows \(inputRows) of [\(input.rows), \(input.columns)] with \
      \(weights.map(\.weight.stored.shape.description)) and \(updates.count) updates into rows \(outputRows) of \
      [\(output.rows), \(output.columns)]
      """)
    input.checkRows(inputRows)
    output.checkRows(outputRows)
  }

  /// What the products read of their input.
  private func forms(by weights: [FusedWeight], updates: [LowRankProduct]) -> Set<InputForm> {
    let all = weights.map(\.weight) + updates.flatMap { $0.factors.map(\.down) }
    return Set(all.map { $0.inputForm(precision) })
  }

  /// Some rows of `input`, as their products read them.
  private mutating func productInput(
    _ input: borrowing Matrix, rows: Range<Int>, by weights: [FusedWeight], updates: [LowRankProduct]
  ) -> ProductInput {
    let source = MatrixRows(input)
    // Safe: the rows were checked, and the input is borrowed while they are multiplied.
    return ProductInput(
      unsafe FloatRows(start: source.at(rows.lowerBound), stride: source.stride, columns: input.columns),
      rows: rows.count, forms: forms(by: weights, updates: updates), memory: &inputMemory,
      parallel: parallel)
  }

  /// The products of as many rows as are multiplied at a time; `updates` are of rows counted from the first of them.
  private mutating func multiply(
    _ input: ProductInput, rows: Int, by weights: [FusedWeight], updates: [LowRankProduct],
    to destination: PanelProducts.Destination
  ) {
    var isGated = false
    if case .gated = destination { isGated = true }
    let panels = weights.map { WeightPanels(beginning: $0.weight, rows: rows) }
    let pieces = ProductPieces(
      panels: panels.map(\.weight.panelCount), together: isGated, rows: rows,
      staysInCache: kernel_splits_floats() != 0 && panels.allSatisfy(\.arePacked), threads: parallel.threads)
    let scratchCount = WeightPanels.scratchCount + pieces.sumCount
    if scratch.rows < parallel.threads || scratch.columns < scratchCount {
      scratch = Matrix(rows: parallel.threads, columns: scratchCount)
    }
    let reduced = reduce(input, rowCount: rows, updates: updates)

    var column = 0
    let products = PanelProducts(
      weights: zip(weights, panels).enumerated().map { index, weight in
        defer { column += weight.0.weight.outputs }
        return PanelProducts.Weight(
          panels: weight.1, bias: weight.0.bias, column: column,
          updates: updates.map { ($0.rows, WeightPanels(beginning: $0.factors[index].up, rows: $0.rows.count)) })
      },
      input: input, reduced: reduced, precision: precision, destination: destination, pieces: pieces,
      scratch: MatrixRows(scratch))
    parallel(products.count) { index, thread in products.compute(index, thread: thread) }
    products.finish()
  }

  /// down x of all updates, scaled, for the rows they are for [rows, weights · rank].
  private mutating func reduce(_ input: ProductInput, rowCount: Int, updates: [LowRankProduct]) -> ProductInput? {
    guard let rank = updates.first?.rank, let weights = updates.first?.factors.count else { return nil }
    if lowRank.rows < rowCount || lowRank.columns < rank * weights {
      lowRank = Matrix(rows: max(lowRank.rows, rowCount), columns: max(lowRank.columns, rank * weights))
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
        input, rows: rows, panels: panel..<panel + 1, form: down.weight.inputForm(precision),
        output: destination.kernelRows(rows.lowerBound, column + down.columns(of: panel).lowerBound),
        accumulates: false, scratch: scratch.at(thread))
    }
    for down in downs { down.2.finish() }
    for update in updates where update.scale != 1 {
      // Safe: the rows of an update lie within the matrix.
      unsafe kernel_scale(
        destination.at(update.rows.lowerBound), update.scale, update.rows.count * destination.stride)
    }
    let forms = Set(updates.flatMap { $0.factors.map { $0.up.inputForm(precision) } })
    return ProductInput(
      unsafe FloatRows(start: destination.base, stride: destination.stride, columns: destination.stride),
      rows: rowCount, forms: forms, memory: &lowRankMemory, parallel: parallel)
  }
}

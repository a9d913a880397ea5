import CKernels

/// The products of one call, to be computed in pieces on several threads.
@safe struct PanelProducts: Sendable {
  /// One of the fused weights, and for each update its second factor.
  struct Weight: Sendable {
    let panels: WeightPanels
    let bias: [Float]?
    /// The first column of the results.
    let column: Int
    let updates: [(rows: Range<Int>, up: WeightPanels)]
  }

  /// Where products go.
  enum Destination: Sendable {
    /// To rows from `row` on, side by side.
    case matrix(MatrixRows, row: Int)
    /// SiLU(gate) · up of two weights, to the input of the product after it.
    ///
    /// Source: Shazeer, "GLU Variants Improve Transformer" (2020), section 2.
    case gated(ProductInput)
  }

  let weights: [Weight]
  let input: ProductInput
  /// What the updates' first factors made of the input, side by side.
  let reduced: ProductInput?
  let precision: Precision
  let destination: Destination
  let pieces: ProductPieces
  /// Memory of `WeightPanels.scratchCount` and `pieces.sumCount` floats for each thread.
  let scratch: MatrixRows

  var count: Int { pieces.count }

  /// Computes piece `index`, with bias and updates, and writes it to the destination.
  func compute(_ index: Int, thread: Int) {
    let piece = pieces[index]
    // Safe: the shapes were checked, no two calls have rows and columns in common, and each thread has scratch memory
    // of its own.
    let scratch = unsafe scratch.at(thread)
    let sums = unsafe FloatRows(
      start: scratch + WeightPanels.scratchCount, stride: pieces.sumStride, columns: pieces.sumStride)
    switch destination {
    case .matrix(let output, let row):
      let weight = weights[piece.weight]
      let columns = weight.panels.columns(of: piece.panels)
      let output = unsafe FloatRows(
        start: output.at(row + piece.rows.lowerBound, weight.column + columns.lowerBound), stride: output.stride,
        columns: columns.count)
      if !pieces.areCollected { return unsafe compute(piece, weight: piece.weight, to: output, scratch: scratch) }
      unsafe compute(piece, weight: piece.weight, to: sums, scratch: scratch)
      output.copyPastCaches(sums, rows: piece.rows.count)
    case .gated(let output):
      let columns = weights[0].panels.columns(of: piece.panels)
      let ups = unsafe FloatRows(
        start: sums.at(row: 0, column: columns.count), stride: sums.stride, columns: sums.columns)
      unsafe compute(piece, weight: 0, to: sums, scratch: scratch)
      unsafe compute(piece, weight: 1, to: ups, scratch: scratch)
      for (index, row) in piece.rows.enumerated() {
        unsafe kernel_swiglu(sums.at(row: index), ups.at(row: index), sums.at(row: index), columns.count)
        output.set(rows: row..<row + 1, columns: columns, to: sums.from(row: index))
      }
    }
  }

  @unsafe private func compute(
    _ piece: ProductPieces.Piece, weight index: Int, to output: FloatRows, scratch: UnsafeMutablePointer<Float>
  ) {
    let weight = weights[index]
    // An update's panel is too short for the processor's prefetcher to notice that it is being read.
    for update in weight.updates { for panel in piece.panels { update.up.fetch(panel: panel) } }
    // Safe: `compute` has given memory for these rows and columns.
    if let bias = weight.bias {
      let columns = weight.panels.columns(of: piece.panels)
      unsafe bias.withUnsafeBufferPointer { bias in
        guard let start = bias.baseAddress else { return }
        unsafe kernel_broadcast_row(
          start + columns.lowerBound, output.kernelRows(), piece.rows.count, columns.count, 0)
      }
    }
    unsafe weight.panels.multiply(
      input, rows: piece.rows, panels: piece.panels, form: form(of: weight.panels), output: output.kernelRows(),
      accumulates: weight.bias != nil, scratch: scratch, following: following(piece, weight: index))
    guard let reduced else { return }
    for update in weight.updates {
      let common = update.rows.clamped(to: piece.rows)
      if common.isEmpty { continue }
      unsafe update.up.multiply(
        reduced, rows: common, column: index * update.up.weight.inputs, panels: piece.panels,
        form: form(of: update.up), output: output.kernelRows(row: common.lowerBound - piece.rows.lowerBound),
        accumulates: true, scratch: scratch)
    }
  }

  /// What is read after the panels of one weight of a piece, if the thread goes on with the next piece.
  private func following(_ piece: ProductPieces.Piece, weight index: Int) -> UnsafeRawPointer? {
    switch destination {
    case .matrix: unsafe weights[index].panels.start(ofPanel: piece.panels.upperBound)
    case .gated where index == 0: unsafe weights[1].panels.start(ofPanel: piece.panels.lowerBound)
    case .gated: unsafe weights[0].panels.start(ofPanel: piece.panels.upperBound)
    }
  }

  private func form(of panels: WeightPanels) -> InputForm { panels.weight.inputForm(precision) }

  /// Keeps what was packed.
  func finish() {
    for weight in weights {
      weight.panels.finish()
      for update in weight.updates { update.up.finish() }
    }
  }
}

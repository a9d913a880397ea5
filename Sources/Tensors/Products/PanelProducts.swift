import CKernels

/// The products of one call, to be computed in pieces on several threads.
@safe struct PanelProducts: Sendable {
  /// One part's weight, and for each update its second factor.
  struct Part: Sendable {
    let panels: WeightPanels
    let bias: [Float]?
    /// The first column of the results.
    let column: Int
    let updates: [(rows: Range<Int>, up: WeightPanels)]
  }

  /// Where products go.
  enum Destination: Sendable {
    /// To rows from `row` on, part beside part.
    case matrix(MatrixRows, row: Int)
    /// SiLU(gate) · up of two parts, to the input of the product after it.
    ///
    /// Source: Shazeer, "GLU Variants Improve Transformer" (2020), section 2.
    case gated(ProductInput)
  }

  let parts: [Part]
  let input: ProductInput
  /// What the updates' first factors made of the input, part beside part.
  let reduced: ProductInput?
  let precision: Precision
  let destination: Destination
  let pieces: ProductPieces
  /// Memory of `WeightPanels.scratchCount` and `pieces.sumCount` floats for each thread.
  let scratch: MatrixRows

  /// Pieces of work.
  var count: Int { pieces.count }

  /// Computes some panels' columns of some rows, with all that is added to them, and brings them where they go.
  func compute(_ index: Int, thread: Int) {
    let piece = pieces[index]
    // Safe: the shapes were checked, no two calls have rows and columns in common, and each thread has scratch memory of
    // its own.
    let scratch = unsafe scratch.at(thread)
    let sums = unsafe FloatRows(
      start: scratch + WeightPanels.scratchCount, stride: pieces.sumStride, columns: pieces.sumStride)
    switch destination {
    case .matrix(let output, let row):
      let part = parts[piece.part]
      let columns = part.panels.columns(of: piece.panels)
      let output = unsafe FloatRows(
        start: output.at(row + piece.rows.lowerBound, part.column + columns.lowerBound), stride: output.stride,
        columns: columns.count)
      if !pieces.areCollected { return unsafe compute(piece, part: piece.part, to: output, scratch: scratch) }
      unsafe compute(piece, part: piece.part, to: sums, scratch: scratch)
      output.copyPastCaches(sums, rows: piece.rows.count)
    case .gated(let output):
      let columns = parts[0].panels.columns(of: piece.panels)
      let ups = unsafe FloatRows(
        start: sums.at(row: 0, column: columns.count), stride: sums.stride, columns: sums.columns)
      unsafe compute(piece, part: 0, to: sums, scratch: scratch)
      unsafe compute(piece, part: 1, to: ups, scratch: scratch)
      for (index, row) in piece.rows.enumerated() {
        unsafe kernel_swiglu(sums.at(row: index), ups.at(row: index), sums.at(row: index), columns.count)
        output.set(rows: row..<row + 1, columns: columns, to: sums.from(row: index))
      }
    }
  }

  @unsafe private func compute(
    _ piece: ProductPieces.Piece, part index: Int, to output: FloatRows, scratch: UnsafeMutablePointer<Float>
  ) {
    let part = parts[index]
    // An update's panel is too short for the processor to see its reading coming.
    for update in part.updates { for panel in piece.panels { update.up.fetch(panel: panel) } }
    // Safe: `compute` has given memory for these rows and columns.
    if let bias = part.bias {
      let columns = part.panels.columns(of: piece.panels)
      unsafe bias.withUnsafeBufferPointer { bias in
        guard let start = bias.baseAddress else { return }
        unsafe kernel_broadcast_row(
          start + columns.lowerBound, output.start, output.stride, piece.rows.count, columns.count, 0)
      }
    }
    unsafe part.panels.multiply(
      input, rows: piece.rows, panels: piece.panels, form: form(of: part.panels), output: output.start,
      outputStride: output.stride, accumulates: part.bias != nil, scratch: scratch,
      following: following(piece, part: index))
    guard let reduced else { return }
    for update in part.updates {
      let common = update.rows.clamped(to: piece.rows)
      if common.isEmpty { continue }
      unsafe update.up.multiply(
        reduced, rows: common, column: index * update.up.weight.inner, panels: piece.panels,
        form: form(of: update.up), output: output.at(row: common.lowerBound - piece.rows.lowerBound),
        outputStride: output.stride, accumulates: true, scratch: scratch)
    }
  }

  /// The weights after those of one part of a piece, where its thread goes on with the next piece.
  private func following(_ piece: ProductPieces.Piece, part index: Int) -> UnsafeRawPointer? {
    switch destination {
    case .matrix: unsafe parts[index].panels.start(ofPanel: piece.panels.upperBound)
    case .gated where index == 0: unsafe parts[1].panels.start(ofPanel: piece.panels.lowerBound)
    case .gated: unsafe parts[0].panels.start(ofPanel: piece.panels.upperBound)
    }
  }

  private func form(of panels: WeightPanels) -> InputForm { panels.weight.inputForm(precision) }

  /// Keeps what was packed.
  func finish() {
    for part in parts {
      part.panels.finish()
      for update in part.updates { update.up.finish() }
    }
  }
}

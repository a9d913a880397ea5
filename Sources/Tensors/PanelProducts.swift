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

  /// Floats of scratch memory that a thread needs at most: a block of a panel, and the sums of a piece.
  static let scratchCount = WeightPanels.scratchCount + ProductPieces.sumCount

  let parts: [Part]
  let input: ProductInput
  let rows: Int
  /// What the updates' first factors made of the input, part beside part.
  let reduced: ProductInput?
  let precision: Precision
  let output: MatrixRows
  let outputRow: Int
  /// Memory of `scratchCount` floats for each thread.
  let scratch: MatrixRows

  private let pieces: ProductPieces

  init(
    parts: [Part], input: ProductInput, rows: Int, reduced: ProductInput?, precision: Precision, output: MatrixRows,
    outputRow: Int, scratch: MatrixRows, threads: Int
  ) {
    self.parts = parts
    self.input = input
    self.rows = rows
    self.reduced = reduced
    self.precision = precision
    self.output = output
    self.outputRow = outputRow
    self.scratch = scratch
    let arePacked = parts.allSatisfy { $0.panels.memory != nil && !$0.panels.packs }
    pieces = ProductPieces(
      panels: parts.map(\.panels.weight.panelCount), rows: rows,
      staysInCache: kernel_splits_floats() != 0 && arePacked, threads: threads)
  }

  /// Pieces of work.
  var count: Int { pieces.count }

  /// Computes some panels' columns of some rows, with all that is added to them.
  func compute(_ index: Int, thread: Int) {
    let piece = pieces[index]
    let part = parts[piece.part]
    let columns = part.panels.columns(of: piece.panels)
    // Safe: the shapes were checked, no two calls have rows and columns in common, and each thread has scratch memory of
    // its own.
    let output = unsafe output.at(outputRow + piece.rows.lowerBound, part.column + columns.lowerBound)
    let scratch = unsafe scratch.at(thread)
    if !pieces.areCollected {
      unsafe compute(piece, of: part, output: output, outputStride: self.output.stride, scratch: scratch)
      return
    }
    let sums = unsafe scratch + WeightPanels.scratchCount
    unsafe compute(piece, of: part, output: sums, outputStride: ProductPieces.sumStride, scratch: scratch)
    for row in 0..<piece.rows.count {
      unsafe (output + row * self.output.stride).update(
        from: sums + row * ProductPieces.sumStride, count: columns.count)
    }
  }

  @unsafe private func compute(
    _ piece: ProductPieces.Piece, of part: Part, output: UnsafeMutablePointer<Float>, outputStride: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    // An update's panel is too short for the processor to see its reading coming.
    for update in part.updates { for panel in piece.panels { update.up.fetch(panel: panel) } }
    if let bias = part.bias {
      let columns = part.panels.columns(of: piece.panels)
      unsafe bias.withUnsafeBufferPointer { bias in
        guard let start = bias.baseAddress else { return }
        unsafe kernel_broadcast_row(
          start + columns.lowerBound, output, outputStride, piece.rows.count, columns.count, 0)
      }
    }
    unsafe part.panels.multiply(
      input, rows: piece.rows, panels: piece.panels, form: form(of: part.panels), output: output,
      outputStride: outputStride, accumulates: part.bias != nil, scratch: scratch)
    guard let reduced else { return }
    for update in part.updates {
      let common = update.rows.clamped(to: piece.rows)
      if common.isEmpty { continue }
      unsafe update.up.multiply(
        reduced, rows: common, column: piece.part * update.up.weight.inner, panels: piece.panels,
        form: form(of: update.up), output: output + (common.lowerBound - piece.rows.lowerBound) * outputStride,
        outputStride: outputStride, accumulates: true, scratch: scratch)
    }
  }

  private func form(of panels: WeightPanels) -> InputForm { panels.weight.inputForm(precision, rows: rows) }

  /// Keeps what was packed.
  func finish() {
    for part in parts {
      part.panels.finish()
      for update in part.updates { update.up.finish() }
    }
  }
}

import CKernels

/// The products of one call, to be computed panel by panel of their results on several threads.
@safe struct PanelProducts: Sendable {
  /// One part's weight, and for each update its second factor.
  struct Part: Sendable {
    let panels: WeightPanels
    let bias: [Float]?
    /// The first column of the results.
    let column: Int
    let updates: [(rows: Range<Int>, up: WeightPanels)]
  }

  let parts: [Part]
  let input: ProductInput
  let rows: Int
  /// What the updates' first factors made of the input, part beside part.
  let reduced: ProductInput?
  let precision: Precision
  let output: MatrixRows
  let outputRow: Int
  let scratch: MatrixRows

  /// Rows whose products with all panels come before those of the next: where products are so fast that rows cannot be
  /// fetched from memory meanwhile, as many as stay in the second cache. A panel that is packed by this product or for
  /// it alone is multiplied by all rows at once.
  private var groupRows: Int {
    let arePacked = parts.allSatisfy { $0.panels.memory != nil && !$0.panels.packs }
    return kernel_splits_floats() != 0 && arePacked ? 256 : rows
  }

  /// Panels of all parts.
  private var panelCount: Int { parts.reduce(0) { $0 + $1.panels.weight.panelCount } }

  /// Pieces of work.
  var count: Int { (rows + groupRows - 1) / groupRows * panelCount }

  /// Computes one panel's columns of a group of rows, with all that is added to them.
  func compute(_ index: Int, thread: Int) {
    let (group, panel) = index.quotientAndRemainder(dividingBy: panelCount)
    let groupRows = groupRows
    let rows = group * groupRows..<min((group + 1) * groupRows, rows)
    var index = panel
    for (number, part) in parts.enumerated() {
      let count = part.panels.weight.panelCount
      if index < count {
        compute(index, of: part, number: number, rows: rows, thread: thread)
        return
      }
      index -= count
    }
  }

  private func compute(_ index: Int, of part: Part, number: Int, rows: Range<Int>, thread: Int) {
    let outputRow = outputRow + rows.lowerBound
    let columns = part.panels.columns(of: index)
    // Safe: the shapes were checked, no two calls have a column in common, and each thread has scratch memory of its
    // own.
    let scratch = unsafe scratch.at(thread)
    let first = part.column + columns.lowerBound
    // An update's panel is too short for the processor to see its reading coming.
    for update in part.updates { update.up.fetch(panel: index) }
    if let bias = part.bias {
      unsafe bias.withUnsafeBufferPointer { bias in
        guard let start = bias.baseAddress else { return }
        unsafe kernel_broadcast_row(
          start + columns.lowerBound, output.at(outputRow, first), output.stride, rows.count, columns.count, 0)
      }
    }
    unsafe part.panels.multiply(
      input, rows: rows, panel: index, form: form(of: part.panels),
      output: output.at(outputRow, first), outputStride: output.stride, accumulates: part.bias != nil,
      scratch: scratch)
    guard let reduced else { return }
    for update in part.updates {
      let common = update.rows.clamped(to: rows)
      if common.isEmpty { continue }
      unsafe update.up.multiply(
        reduced, rows: common, column: number * update.up.weight.inner, panel: index,
        form: form(of: update.up), output: output.at(outputRow - rows.lowerBound + common.lowerBound, first),
        outputStride: output.stride, accumulates: true, scratch: scratch)
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

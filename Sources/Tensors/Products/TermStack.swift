import CKernels

/// The terms of a few rows, as many of them as fit into a tile register stacked one below the other: a processor that
/// multiplies tiles takes as long for one row as for sixteen. What the products of stacked terms make is added up last.
struct TermStack {
  /// Terms that are multiplied as rows of one.
  let height: Int
  /// Rows of a stack.
  let rows: Int
  /// Stacks, which take the place of terms.
  let termCount: Int

  /// The stacks of the terms of `rows` rows; `nil` if two do not fit into a tile.
  init?(rows: Int) {
    height = min(KERNEL_TILE_ROWS / max(1, rows), KERNEL_SPLIT_TERMS)
    if height < 2 { return nil }
    self.rows = rows * height
    termCount = (KERNEL_SPLIT_TERMS + height - 1) / height
  }

  /// The stacks of all `rows` rows of an input that are multiplied by weights of `inner` elements a row; `nil` if these
  /// are stacks already, or only some of its rows, or not worth stacking.
  init?(of input: BFloat16Rows, rows: Int, inner: Int) {
    guard input.termCount == KERNEL_SPLIT_TERMS, input.termStride == rows * input.stride,
      inner >= KERNEL_FEWEST_STACKED_INNER
    else { return nil }
    self.init(rows: rows)
  }

  /// Rows of zeros that the last stack lacks.
  var zeroRows: Int { (termCount * height - KERNEL_SPLIT_TERMS) * (rows / height) }
}

extension WeightPanels {
  /// Multiplies all rows of the input, in stacks, by panels; see `multiply`.
  @unsafe func multiplyStacked(
    _ input: ProductInput, _ stack: TermStack, column: Int, panels: Range<Int>, output: kernel_rows,
    accumulates: Bool, scratch: UnsafeMutablePointer<Float>, following: UnsafeRawPointer?
  ) {
    let stacked = input.stacked(stack)
    let width = KERNEL_PANEL_COLUMNS
    // Safe: behind the block's memory there is room for two panels by the rows of a tile, which a stack has at most.
    func sums(_ index: Int) -> UnsafeMutablePointer<Float> {
      unsafe scratch + Self.blockScratchCount + index % 2 * KERNEL_TILE_ROWS * width
    }
    func add(_ index: Int) {
      let first = (index - panels.lowerBound) * width
      unsafe kernel_add_groups(
        sums(index), stack.height, stack.rows / stack.height,
        kernel_rows(start: output.start + first, stride: output.stride), columns(of: index).count, accumulates ? 1 : 0)
    }
    for index in panels {
      unsafe multiply(
        stacked, rows: 0..<stack.rows, column: column, panels: index..<index + 1, form: .bfloat16x3,
        output: kernel_rows(start: sums(index), stride: width), accumulates: false, scratch: scratch,
        following: index + 1 < panels.upperBound ? start(ofPanel: index + 1) : following)
      // Tiles take a while to reach memory: meanwhile the next panel is begun.
      if index > panels.lowerBound { add(index - 1) }
    }
    add(panels.upperBound - 1)
  }
}

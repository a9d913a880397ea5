import CKernels

/// The parts of a few rows, as many of them as fit into a tile one below the other: a processor that multiplies tiles takes
/// as long for one row as for sixteen. What the products of stacked parts make is added at last.
struct PartStack {
  /// Parts that are multiplied as rows of one.
  let height: Int
  /// Rows of a stack.
  let rows: Int
  /// Stacks.
  let partCount: Int

  /// Fewer elements of the inner dimension cost less than the adding.
  private static let fewestInner = 256

  /// The stacks of the parts of `rows` rows; `nil` where two do not fit into a tile.
  init?(rows: Int) {
    height = min(Int(KERNEL_TILE_ROWS) / max(1, rows), Int(KERNEL_PARTS))
    if height < 2 { return nil }
    self.rows = rows * height
    partCount = (Int(KERNEL_PARTS) + height - 1) / height
  }

  /// The stacks of all `rows` rows of an input that are multiplied by weights of `inner` elements a row; `nil` where these
  /// are stacks already, or only some of its rows.
  init?(of pairs: PairRows, rows: Int, inner: Int) {
    guard pairs.partCount == KERNEL_PARTS, pairs.partStride == rows * pairs.stride, inner >= Self.fewestInner else {
      return nil
    }
    self.init(rows: rows)
  }

  /// Rows of zeros that the last stack lacks.
  var zeroRows: Int { (partCount * height - Int(KERNEL_PARTS)) * (rows / height) }
}

extension WeightPanels {
  /// Multiplies all rows of the input, in stacks, by panels; see `multiply`.
  @unsafe func multiplyStacked(
    _ input: ProductInput, _ stack: PartStack, column: Int, panels: Range<Int>, output: UnsafeMutablePointer<Float>,
    outputStride: Int, accumulates: Bool, scratch: UnsafeMutablePointer<Float>, following: UnsafeRawPointer?
  ) {
    let stacked = input.stacked(stack)
    let width = Int(KERNEL_PANEL_COLUMNS)
    // Safe: behind the block's memory there is room for two panels by the rows of a tile, which a stack has at most.
    func sums(_ index: Int) -> UnsafeMutablePointer<Float> {
      unsafe scratch + Self.blockScratchCount + index % 2 * Int(KERNEL_TILE_ROWS) * width
    }
    func add(_ index: Int) {
      unsafe kernel_add_groups(
        sums(index), stack.height, stack.rows / stack.height, output + (index - panels.lowerBound) * width,
        outputStride, columns(of: index).count, accumulates ? 1 : 0)
    }
    for index in panels {
      unsafe multiply(
        stacked, rows: 0..<stack.rows, column: column, panels: index..<index + 1, form: .parts, output: sums(index),
        outputStride: width, accumulates: false, scratch: scratch,
        following: index + 1 < panels.upperBound ? start(ofPanel: index + 1) : following)
      // Tiles take a while to reach memory: meanwhile the next panel is begun.
      if index > panels.lowerBound { add(index - 1) }
    }
    add(panels.upperBound - 1)
  }
}

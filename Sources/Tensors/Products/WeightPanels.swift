import CKernels

/// The panels of a weight during one product: packed, to be packed by it, or to be packed into `scratch` again and again.
@safe struct WeightPanels: @unchecked Sendable {
  let weight: ProductWeight
  let memory: PanelMemory?
  /// Whether this product fills `memory`.
  let packs: Bool

  /// Elements of a panel's rows that are multiplied at a time at most, which keeps a block of a panel within the first
  /// caches.
  static let mostBlockInner = 640
  /// The same for a few rows of a weight that is not packed.
  private static let shortBlockInner = 128
  /// Floats that a block packed into scratch memory needs at most.
  static let blockScratchCount = mostBlockInner * Int(KERNEL_PANEL_COLUMNS)
  /// Floats of scratch memory: for a block, and behind it for two panels' sums of the rows of a tile.
  static let scratchCount = blockScratchCount + 2 * Int(KERNEL_TILE_ROWS) * Int(KERNEL_PANEL_COLUMNS)

  init(_ weight: ProductWeight, memory: PanelMemory?, packs: Bool) {
    self.weight = weight
    self.memory = memory
    self.packs = packs
  }

  /// Whether the product finds them packed.
  var arePacked: Bool { memory != nil && !packs }

  /// Columns of the product that panel `index` makes.
  func columns(of index: Int) -> Range<Int> { columns(of: index..<index + 1) }

  /// Columns of the product that `panels` make.
  func columns(of panels: Range<Int>) -> Range<Int> {
    let width = Int(KERNEL_PANEL_COLUMNS)
    return panels.lowerBound * width..<min(panels.upperBound * width, weight.outer)
  }

  /// Sets `output`, or adds to it, the product of `input`'s rows and `panels`, a block of the inner dimension after the
  /// other.
  ///
  /// - Parameters:
  ///   - column: of the input where the weight's columns begin.
  ///   - scratch: of `scratchCount` floats.
  ///   - form: what is read of the input.
  ///   - following: packed weights that the thread reads after these.
  @unsafe func multiply(
    _ input: ProductInput, rows: Range<Int>, column: Int = 0, panels: Range<Int>, form: InputForm,
    output: UnsafeMutablePointer<Float>, outputStride: Int, accumulates: Bool,
    scratch: UnsafeMutablePointer<Float>, following: UnsafeRawPointer? = nil
  ) {
    if form == .parts, let stack = PartStack(of: input.pairs, rows: rows.count, inner: weight.inner) {
      return unsafe multiplyStacked(
        input, stack, column: column, panels: panels, output: output, outputStride: outputStride,
        accumulates: accumulates, scratch: scratch, following: following)
    }
    if packs { weight.stored.willReadRows(columns(of: panels)) }
    if readsCompact(rows: rows.count, form: form, panels: panels) {
      for index in panels {
        unsafe multiplyCompact(
          input, rows: rows, column: column, panel: index, form: form,
          output: output + (index - panels.lowerBound) * Int(KERNEL_PANEL_COLUMNS), outputStride: outputStride,
          accumulates: accumulates, next: index + 1 < panels.upperBound ? start(ofPanel: index + 1) : following)
      }
      return
    }
    let blockInner = blockInner(rows: rows.count, form: form)
    for first in stride(from: 0, to: weight.inner, by: blockInner) {
      let inner = first..<min(first + blockInner, weight.inner)
      for index in panels {
        var next: UnsafeRawPointer?
        if arePacked {
          if index + 1 < panels.upperBound {
            unsafe next = place(panel: index + 1, inner: first)
          } else if inner.upperBound < weight.inner {
            unsafe next = place(panel: panels.lowerBound, inner: inner.upperBound)
          } else {
            unsafe next = following
          }
        }
        unsafe multiply(
          input, rows: rows, columns: column + first..<column + inner.upperBound,
          block: block(panel: index, inner: inner, scratch: scratch), form: form,
          output: output + (index - panels.lowerBound) * Int(KERNEL_PANEL_COLUMNS), outputStride: outputStride,
          outputColumns: columns(of: index).count, accumulates: accumulates || first > 0, next: next)
      }
    }
  }

  /// Whether so few rows are multiplied by panels in 12 bits an element as they are; more rows have them expanded.
  private func readsCompact(rows: Int, form: InputForm, panels: Range<Int>) -> Bool {
    guard arePacked, isCompact, form != .floats else { return false }
    return kernel_multiplies_compact() != 0 && rows <= kernel_few_rows(KERNEL_PRODUCT_PAIRS)
      && columns(of: panels).count == panels.count * Int(KERNEL_PANEL_COLUMNS)
  }

  /// Whether they are kept in 12 bits an element.
  var isCompact: Bool { memory.map { $0.layout != .plain } ?? false }

  /// Elements of a panel as products read them, where they lie or in `scratch`; a product that packs keeps them too.
  @unsafe private func block(
    panel index: Int, inner: Range<Int>, scratch: UnsafeMutablePointer<Float>
  ) -> UnsafeMutableRawPointer {
    let scratch = UnsafeMutableRawPointer(scratch)
    guard let memory else {
      unsafe pack(rows: columns(of: index), inner: inner, into: scratch)
      return unsafe scratch
    }
    if packs { return unsafe pack(panel: index, inner: inner, into: memory, scratch: scratch) }
    if memory.layout == .plain { return unsafe memory.panel(index) + weight.blockBytes(inner.lowerBound) }
    unsafe kernel_expand_panel(memory.panel(index), inner.lowerBound, inner.count, weight.inner, scratch)
    return unsafe scratch
  }

  /// `inner` elements in as few blocks of about the same size: every one reads and writes the sums.
  static func blockInner(of inner: Int) -> Int {
    let blocks = max(1, (inner + mostBlockInner - 1) / mostBlockInner)
    let unit = Int(KERNEL_INT8_BLOCK)
    return max(1, (inner / blocks + unit - 1) / unit) * unit
  }

  private func blockInner(rows: Int, form: InputForm) -> Int {
    let fewRows = kernel_few_rows(form == .floats ? KERNEL_PRODUCT_FLOATS : KERNEL_PRODUCT_PAIRS)
    if rows > fewRows { return Self.blockInner(of: weight.inner) }
    // The kernels cut a packed panel themselves.
    return !arePacked ? Self.shortBlockInner : isCompact ? Self.blockInner(of: weight.inner) : max(1, weight.inner)
  }

  /// About where in the memory of panels an element of the inner dimension lies.
  private func place(panel index: Int, inner: Int) -> UnsafeRawPointer? {
    guard let memory else { return nil }
    // Safe: the element lies within the panel.
    return unsafe start(ofPanel: index).map { unsafe $0 + memory.panelBytes * inner / weight.inner }
  }

  /// Multiplies some columns of the input by all of a panel in 12 bits an element.
  @unsafe private func multiplyCompact(
    _ input: ProductInput, rows: Range<Int>, column: Int, panel index: Int, form: InputForm,
    output: UnsafeMutablePointer<Float>, outputStride: Int, accumulates: Bool, next: UnsafeRawPointer?
  ) {
    unsafe kernel_multiply_compact(
      input.pairs.at(row: rows.lowerBound, column: column), form == .parts ? input.pairs.partCount : 1,
      input.pairs.partStride, input.pairs.stride, rows.count, start(ofPanel: index), weight.inner, output, outputStride,
      accumulates ? 1 : 0, next)
  }

  /// Multiplies some columns of the input by one block of a panel.
  ///
  /// - Parameter next: what is fetched into the caches meanwhile.
  @unsafe private func multiply(
    _ input: ProductInput, rows: Range<Int>, columns: Range<Int>, block: UnsafeMutableRawPointer, form: InputForm,
    output: UnsafeMutablePointer<Float>, outputStride: Int, outputColumns: Int, accumulates: Bool,
    next: UnsafeRawPointer?
  ) {
    let (row, column, count) = (rows.lowerBound, columns.lowerBound, columns.count)
    let accumulates: Int32 = accumulates ? 1 : 0
    switch form {
    case .bytes:
      unsafe kernel_multiply_panel_int8(
        input.bytes.values(row: row, column: column), input.bytes.blocks(row: row, column: column),
        input.bytes.stride, rows.count, block, (count + Int(KERNEL_INT8_BLOCK) - 1) / Int(KERNEL_INT8_BLOCK), output,
        outputStride, outputColumns, accumulates, next)
    case .pairs:
      unsafe kernel_multiply_panel_bfloat16(
        input.pairs.at(row: row, column: column), input.pairs.stride, rows.count, block, count + count % 2, output,
        outputStride, outputColumns, accumulates, next)
    case .parts:
      unsafe kernel_multiply_panel_parts(
        input.pairs.at(row: row, column: column), input.pairs.partCount, input.pairs.partStride, input.pairs.stride,
        rows.count, block, count + count % 2, output, outputStride, outputColumns, accumulates, next)
    case .floats:
      unsafe kernel_multiply_panel(
        input.floats.at(row: row, column: column), input.floats.stride, rows.count, block,
        weight.stored.dtype.kernelElement, count, output, outputStride, outputColumns, accumulates, next)
    }
  }

  /// Where panel `index` is packed, if it is.
  func start(ofPanel index: Int) -> UnsafeRawPointer? {
    guard let memory, !packs else { return nil }
    // Safe: the panel lies within the memory, or right behind it.
    return unsafe UnsafeRawPointer(memory.panel(index))
  }

  /// Has a packed panel fetched into the caches, for a product soon after.
  func fetch(panel index: Int) {
    guard arePacked, let memory else { return }
    // Safe: the panel lies within the memory.
    unsafe kernel_fetch_memory(memory.panel(index), memory.panelBytes)
  }
}

extension WeightPanels {
  /// The panels of `weight` as a product of `rows` rows finds them.
  init(beginning weight: ProductWeight, rows: Int) { self = weight.begin(rows: rows) }

  /// Keeps what the product packed.
  func finish() { weight.finish(self) }
}

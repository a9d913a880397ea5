import CKernels

/// The panels of a weight during one product: packed, to be packed by it, or to be packed into `scratch` again and
/// again.
@safe struct WeightPanels: @unchecked Sendable {
  let weight: ProductWeight
  let memory: PanelMemory?
  /// Whether this product fills `memory`.
  let packs: Bool

  /// Floats that a block packed into scratch memory needs at most.
  static let blockScratchCount = KERNEL_BLOCK_INNER * KERNEL_PANEL_COLUMNS
  /// Floats of scratch memory: for a block, and behind it for two panels' sums of the rows of a tile.
  static let scratchCount = blockScratchCount + 2 * KERNEL_TILE_ROWS * KERNEL_PANEL_COLUMNS

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
    let width = KERNEL_PANEL_COLUMNS
    return panels.lowerBound * width..<min(panels.upperBound * width, weight.outputs)
  }

  /// Sets `output`, or adds to it, the product of `input`'s rows and `panels`, one block of the inner dimension after
  /// the other.
  ///
  /// - Parameters:
  ///   - column: the column of the input that the weight's columns begin with.
  ///   - form: what is read of the input.
  ///   - scratch: of `scratchCount` floats.
  ///   - following: packed weights that the thread reads after these.
  @unsafe func multiply(
    _ input: ProductInput, rows: Range<Int>, column: Int = 0, panels: Range<Int>, form: InputForm,
    output: kernel_rows, accumulates: Bool, scratch: UnsafeMutablePointer<Float>, following: UnsafeRawPointer? = nil
  ) {
    if form == .bfloat16x3, let stack = TermStack(of: input.bfloat16, rows: rows.count, inner: weight.inputs) {
      return unsafe multiplyStacked(
        input, stack, column: column, panels: panels, output: output, accumulates: accumulates, scratch: scratch,
        following: following)
    }
    if packs { weight.stored.willReadRows(columns(of: panels)) }
    if readsCompact(rows: rows.count, form: form, panels: panels) {
      return unsafe multiplyCompact(
        input, rows: rows, column: column, panels: panels, output: output, accumulates: accumulates,
        following: following)
    }
    let blockInner = kernel_call_inner(form.kernelInput, kernelPanels, rows.count, weight.inputs)
    for first in stride(from: 0, to: weight.inputs, by: blockInner) {
      let inner = first..<min(first + blockInner, weight.inputs)
      for index in panels {
        var next: UnsafeRawPointer?
        if arePacked {
          if index + 1 < panels.upperBound {
            unsafe next = place(panel: index + 1, inner: first)
          } else if inner.upperBound < weight.inputs {
            unsafe next = place(panel: panels.lowerBound, inner: inner.upperBound)
          } else {
            unsafe next = following
          }
        }
        unsafe multiply(
          input, row: rows.lowerBound, column: column + first, form: form,
          by: kernel_product(
            rows: rows.count, panel: block(panel: index, inner: inner, scratch: scratch),
            inner: paddedInner(inner.count, form),
            output: kernel_rows(
              start: output.start + (index - panels.lowerBound) * KERNEL_PANEL_COLUMNS, stride: output.stride),
            columns: columns(of: index).count, accumulates: accumulates || first > 0 ? 1 : 0, next: next))
      }
    }
  }

  /// Multiplies some columns of the input by one block of a panel.
  @unsafe private func multiply(
    _ input: ProductInput, row: Int, column: Int, form: InputForm, by product: kernel_product
  ) {
    switch form {
    case .int8:
      unsafe kernel_multiply_panel_int8(input.int8.kernelRows(row: row, column: column), product)
    case .bfloat16, .bfloat16x3:
      unsafe kernel_multiply_panel_bfloat16(input.bfloat16.kernelRows(row: row, column: column), product)
    case .float32:
      unsafe kernel_multiply_panel(
        input.float32.kernelRows(row: row, column: column), weight.stored.dtype.kernelElement, product)
    }
  }

  /// `count` elements of the inner dimension as the kernels count them: whole blocks of 8 bits, and pairs of BF16.
  private func paddedInner(_ count: Int, _ form: InputForm) -> Int {
    switch form {
    case .int8: (count + KERNEL_INT8_BLOCK - 1) / KERNEL_INT8_BLOCK * KERNEL_INT8_BLOCK
    case .bfloat16, .bfloat16x3: count + count % 2
    case .float32: count
    }
  }

  /// Whether so few rows are multiplied by panels in 12 bits an element as they are; more rows have them expanded.
  private func readsCompact(rows: Int, form: InputForm, panels: Range<Int>) -> Bool {
    guard arePacked, isCompact, form != .float32 else { return false }
    return kernel_multiplies_compact() != 0 && rows <= kernel_few_rows(KERNEL_INPUT_BFLOAT16)
      && columns(of: panels).count == panels.count * KERNEL_PANEL_COLUMNS
  }

  /// Multiplies rows of the input by all of some panels in 12 bits an element.
  @unsafe private func multiplyCompact(
    _ input: ProductInput, rows: Range<Int>, column: Int, panels: Range<Int>, output: kernel_rows, accumulates: Bool,
    following: UnsafeRawPointer?
  ) {
    for index in panels {
      unsafe kernel_multiply_compact(
        input.bfloat16.kernelRows(row: rows.lowerBound, column: column),
        kernel_product(
          rows: rows.count, panel: start(ofPanel: index), inner: weight.inputs,
          output: kernel_rows(
            start: output.start + (index - panels.lowerBound) * KERNEL_PANEL_COLUMNS, stride: output.stride),
          columns: KERNEL_PANEL_COLUMNS, accumulates: accumulates ? 1 : 0,
          next: index + 1 < panels.upperBound ? start(ofPanel: index + 1) : following))
    }
  }

  /// Whether they are kept in 12 bits an element.
  var isCompact: Bool { memory.map { $0.layout != .plain } ?? false }

  /// Where the kernels find the panels.
  private var kernelPanels: kernel_panels {
    !arePacked ? KERNEL_PANELS_UNPACKED : isCompact ? KERNEL_PANELS_COMPACT : KERNEL_PANELS_PACKED
  }

  /// A block of a panel as products read it, in its memory or in `scratch`. A product that packs keeps it too.
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
    unsafe kernel_expand_panel(memory.panel(index), inner.lowerBound, inner.count, weight.inputs, scratch)
    return unsafe scratch
  }

  /// About where in the memory of panels an element of the inner dimension lies.
  private func place(panel index: Int, inner: Int) -> UnsafeRawPointer? {
    guard let memory else { return nil }
    // Safe: the element lies within the panel.
    return unsafe start(ofPanel: index).map { unsafe $0 + memory.panelBytes * inner / weight.inputs }
  }

  /// Where panel `index` is packed, if it is.
  func start(ofPanel index: Int) -> UnsafeRawPointer? {
    guard let memory, !packs else { return nil }
    // Safe: the panel lies within the memory, or right behind it.
    return unsafe UnsafeRawPointer(memory.panel(index))
  }

  /// Prefetches a packed panel into the caches, for a product soon after.
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

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
  static let scratchCount = mostBlockInner * Int(KERNEL_PANEL_COLUMNS)

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
  ///   - scratch: of `scratchCount` floats, for a weight that is not packed.
  ///   - form: what is read of the input.
  ///   - following: packed weights that the thread reads after these.
  @unsafe func multiply(
    _ input: ProductInput, rows: Range<Int>, column: Int = 0, panels: Range<Int>, form: InputForm,
    output: UnsafeMutablePointer<Float>, outputStride: Int, accumulates: Bool,
    scratch: UnsafeMutablePointer<Float>, following: UnsafeRawPointer? = nil
  ) {
    if packs { weight.stored.willReadRows(columns(of: panels)) }
    let blockInner = blockInner(rows: rows.count, form: form)
    for first in stride(from: 0, to: weight.inner, by: blockInner) {
      let inner = first..<min(first + blockInner, weight.inner)
      for index in panels {
        var block = UnsafeMutableRawPointer(scratch)
        var next: UnsafeRawPointer?
        if let memory { unsafe block = memory.start + offset(of: index, inner: first) }
        if packs || memory == nil {
          unsafe pack(rows: columns(of: index), inner: inner, into: block)
        } else if let memory {
          if index + 1 < panels.upperBound {
            unsafe next = UnsafeRawPointer(memory.start + offset(of: index + 1, inner: first))
          } else if inner.upperBound < weight.inner {
            unsafe next = UnsafeRawPointer(memory.start + offset(of: panels.lowerBound, inner: inner.upperBound))
          } else {
            unsafe next = following
          }
        }
        unsafe multiply(
          input, rows: rows, columns: column + first..<column + inner.upperBound, block: block, form: form,
          output: output + (index - panels.lowerBound) * Int(KERNEL_PANEL_COLUMNS), outputStride: outputStride,
          outputColumns: columns(of: index).count, accumulates: accumulates || first > 0, next: next)
      }
    }
  }

  /// `inner` elements in as few blocks of about the same size: every one reads and writes the sums.
  private static func blockInner(of inner: Int) -> Int {
    let blocks = max(1, (inner + mostBlockInner - 1) / mostBlockInner)
    let unit = Int(KERNEL_INT8_BLOCK)
    return max(1, (inner / blocks + unit - 1) / unit) * unit
  }

  private func blockInner(rows: Int, form: InputForm) -> Int {
    let fewRows = kernel_few_rows(form == .floats ? KERNEL_PRODUCT_FLOATS : KERNEL_PRODUCT_PAIRS)
    if rows > fewRows { return Self.blockInner(of: weight.inner) }
    // The kernels cut a packed panel themselves.
    return memory == nil || packs ? Self.shortBlockInner : max(1, weight.inner)
  }

  /// Where in the memory of panels a block begins.
  private func offset(of panel: Int, inner: Int) -> Int { panel * weight.panelBytes + weight.blockBytes(inner) }

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
        input.pairs.at(row: row, column: column), input.pairs.partStride, input.pairs.stride, rows.count, block,
        count + count % 2, output, outputStride, outputColumns, accumulates, next)
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
    return unsafe UnsafeRawPointer(memory.start + index * weight.panelBytes)
  }

  /// Has a packed panel fetched into the caches, for a product soon after.
  func fetch(panel index: Int) {
    // Safe: the panel lies within the memory.
    if let start = unsafe start(ofPanel: index) { unsafe kernel_fetch_memory(start, weight.panelBytes) }
  }

  /// Packs all of a panel into the memory that is kept.
  @unsafe func pack(panel index: Int) {
    guard let memory else { return }
    weight.stored.willReadRows(columns(of: index))
    unsafe pack(rows: columns(of: index), inner: 0..<weight.inner, into: memory.start + index * weight.panelBytes)
  }

  /// Packs a part of a panel's rows.
  @unsafe private func pack(rows: Range<Int>, inner range: Range<Int>, into block: UnsafeMutableRawPointer) {
    let dtype = weight.stored.dtype
    let start = unsafe weight.stored.base + (rows.lowerBound * weight.inner + range.lowerBound) * dtype.byteWidth
    switch weight.format {
    case .int8:
      unsafe kernel_pack_panel_int8(start, dtype.kernelElement, weight.inner, rows.count, range.count, block)
    case .stored:
      unsafe kernel_pack_panel(start, dtype.kernelElement, weight.inner, rows.count, range.count, block)
    }
  }
}

extension WeightPanels {
  /// The panels of `weight` as a product of `rows` rows finds them.
  init(beginning weight: ProductWeight, rows: Int) { self = weight.begin(rows: rows) }

  /// Keeps what the product packed.
  func finish() { weight.finish(self) }
}

import CKernels

/// The panels of a weight during one product: packed, to be packed by it, or to be packed into `scratch` again and again.
@safe struct WeightPanels: @unchecked Sendable {
  let weight: ProductWeight
  let memory: PanelMemory?
  /// Whether this product fills `memory`.
  let packs: Bool

  /// Elements of a panel's rows that are multiplied at a time, which keeps a block of a panel within the first caches.
  static let blockInner = 512
  /// Floats that a block packed into scratch memory needs at most.
  static let scratchCount = blockInner * Int(KERNEL_PANEL_COLUMNS)

  init(_ weight: ProductWeight, memory: PanelMemory?, packs: Bool) {
    self.weight = weight
    self.memory = memory
    self.packs = packs
  }

  /// Columns of the product that panel `index` makes.
  func columns(of index: Int) -> Range<Int> {
    let first = index * Int(KERNEL_PANEL_COLUMNS)
    return first..<min(first + Int(KERNEL_PANEL_COLUMNS), weight.outer)
  }

  /// Sets `output`, or adds to it, the product of `input`'s rows and panel `index`.
  ///
  /// - Parameters:
  ///   - column: of the input where the weight's columns begin.
  ///   - scratch: of `scratchCount` floats, for a weight that is not packed.
  ///   - roundsInput: whether the input's pairs of BF16 are multiplied.
  @unsafe func multiply(
    _ input: ProductInput, rows: Range<Int>, column: Int = 0, panel index: Int, roundsInput: Bool,
    output: UnsafeMutablePointer<Float>, outputStride: Int,
    accumulates: Bool, scratch: UnsafeMutablePointer<Float>
  ) {
    let dtype = weight.stored.dtype
    let element = dtype.kernelElement
    let inner = weight.inner
    let columns = columns(of: index)
    if packs { weight.stored.willReadRows(columns) }
    for first in stride(from: 0, to: inner, by: Self.blockInner) {
      let count = min(Self.blockInner, inner - first)
      let blockBytes = count * Int(KERNEL_PANEL_COLUMNS) * dtype.byteWidth
      var block = UnsafeMutableRawPointer(scratch)
      if let memory = memory {
        unsafe block =
          memory.start + index * weight.panelBytes
          + first * Int(KERNEL_PANEL_COLUMNS) * dtype.byteWidth
      }
      if packs || memory == nil {
        unsafe kernel_pack_panel(
          weight.stored.base + (columns.lowerBound * inner + first) * dtype.byteWidth, element, inner, columns.count,
          count, block)
      }
      let next = packs || memory == nil ? nil : unsafe UnsafeRawPointer(block + blockBytes)
      let accumulates: Int32 = accumulates || first > 0 ? 1 : 0
      if roundsInput, let pairs = unsafe input.pairs {
        unsafe kernel_multiply_panel_bfloat16(
          pairs + rows.lowerBound * input.pairStride + column + first, input.pairStride, rows.count, block,
          count + count % 2,
          output, outputStride, columns.count, accumulates, next)
      } else {
        unsafe kernel_multiply_panel(
          input.floats + rows.lowerBound * input.floatStride + column + first, input.floatStride, rows.count, block,
          element,
          count, output, outputStride, columns.count, accumulates, next)
      }
    }
  }
}

extension WeightPanels {
  /// The panels of `weight` as one product finds them.
  init(beginning weight: ProductWeight) { self = weight.begin() }

  /// Keeps what the product packed.
  func finish() { weight.finish(self) }
}

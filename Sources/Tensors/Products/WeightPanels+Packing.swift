import CKernels

extension WeightPanels {
  /// Packs all of a panel into the memory that is kept.
  ///
  /// - Parameter scratch: of `scratchCount` floats.
  @unsafe func pack(panel index: Int, scratch: UnsafeMutablePointer<Float>) {
    guard let memory else { return }
    weight.stored.willReadRows(columns(of: index))
    let blockInner = isCompact ? kernel_block_inner(weight.inputs) : max(1, weight.inputs)
    for first in stride(from: 0, to: weight.inputs, by: blockInner) {
      let inner = first..<min(first + blockInner, weight.inputs)
      _ = unsafe pack(panel: index, inner: inner, into: memory, scratch: UnsafeMutableRawPointer(scratch))
    }
  }

  /// Packs a block of a panel into the memory that is kept, after the blocks before it.
  ///
  /// - Returns: the block as products read it: in that memory, or in `scratch`.
  @unsafe func pack(
    panel index: Int, inner: Range<Int>, into memory: PanelMemory, scratch: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    let panel = unsafe memory.panel(index)
    guard case .compact(let exponents) = memory.layout else {
      let block = unsafe panel + weight.blockBytes(inner.lowerBound)
      unsafe pack(rows: columns(of: index), inner: inner, into: block)
      return unsafe block
    }
    unsafe pack(rows: columns(of: index), inner: inner, into: scratch)
    if inner.lowerBound == 0 { unsafe kernel_begin_compact(exponents, weight.inputs, panel) }
    if !memory.isIncomplete,
      unsafe kernel_compact_panel(scratch, inner.lowerBound, inner.count, weight.inputs, panel) == 0
    {
      memory.giveUp()
    }
    return unsafe scratch
  }

  /// Packs some columns of a panel's rows, wherever that is kept.
  @unsafe func pack(rows: Range<Int>, inner range: Range<Int>, into block: UnsafeMutableRawPointer) {
    let dtype = weight.stored.dtype
    let weights = unsafe kernel_weights(
      start: weight.stored.base + (rows.lowerBound * weight.inputs + range.lowerBound) * dtype.byteWidth,
      element: dtype.kernelElement, stride: weight.inputs)
    switch weight.format {
    case .int8: unsafe kernel_pack_panel_int8(weights, rows.count, range.count, block)
    case .stored: unsafe kernel_pack_panel(weights, rows.count, range.count, block)
    }
  }
}

import CKernels

extension WeightPanels {
  /// Packs all of a panel into the memory that is kept.
  ///
  /// - Parameter scratch: of `scratchCount` floats.
  @unsafe func pack(panel index: Int, scratch: UnsafeMutablePointer<Float>) {
    guard let memory else { return }
    weight.stored.willReadRows(columns(of: index))
    let blockInner = isCompact ? Self.blockInner(of: weight.inner) : max(1, weight.inner)
    for first in stride(from: 0, to: weight.inner, by: blockInner) {
      let inner = first..<min(first + blockInner, weight.inner)
      _ = unsafe pack(panel: index, inner: inner, into: memory, scratch: UnsafeMutableRawPointer(scratch))
    }
  }

  /// Packs a part of a panel into the memory that is kept, after the parts before it.
  ///
  /// - Returns: where it is as products read it: there, or in `scratch`.
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
    if inner.lowerBound == 0 { unsafe kernel_begin_compact(exponents, weight.inner, panel) }
    if !memory.isIncomplete,
      unsafe kernel_compact_panel(scratch, inner.lowerBound, inner.count, weight.inner, panel) == 0
    {
      memory.giveUp()
    }
    return unsafe scratch
  }

  /// Packs a part of a panel's rows, wherever that is kept.
  @unsafe func pack(rows: Range<Int>, inner range: Range<Int>, into block: UnsafeMutableRawPointer) {
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

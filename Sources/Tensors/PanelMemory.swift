/// Memory of panels: a pass reads gigabytes of them.
@safe final class PanelMemory: @unchecked Sendable {
  let start: UnsafeMutableRawPointer

  init(byteCount: Int) {
    // Safe: freed in `deinit` alone.
    unsafe start = LargeMemory.allocate(byteCount: byteCount)
  }

  deinit {
    // Safe: allocated in `init`.
    unsafe start.deallocate()
  }
}

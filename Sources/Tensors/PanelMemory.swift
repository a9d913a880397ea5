#if canImport(Glibc)
  import Glibc
#endif

/// Memory of panels, in huge pages where the system has them: a pass reads gigabytes, and the addresses of small pages
/// would cost a fifth of its time.
@safe final class PanelMemory: @unchecked Sendable {
  let start: UnsafeMutableRawPointer

  private static let hugePage = 2 << 20

  init(byteCount: Int) {
    let isLarge = byteCount >= Self.hugePage
    // Safe: freed in `deinit` alone.
    unsafe start = UnsafeMutableRawPointer.allocate(
      byteCount: max(byteCount, 64), alignment: isLarge ? Self.hugePage : 64)
    #if canImport(Glibc)
      // Safe: the range was just allocated. Where the advice is refused, pages stay small.
      if isLarge { unsafe _ = madvise(start, byteCount, MADV_HUGEPAGE) }
    #endif
  }

  deinit {
    // Safe: allocated in `init`.
    unsafe start.deallocate()
  }
}

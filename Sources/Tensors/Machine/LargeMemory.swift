#if canImport(Glibc)
  import Glibc
#endif

/// Memory in huge pages, if it is large and the system has them. Looking up the addresses of small pages would cost a
/// fifth of the time that reading gigabytes takes, and more if each row of a matrix lies on a page of its own.
enum LargeMemory {
  private static let alignment = 64
  private static let hugePage = 2 << 20

  /// At least `byteCount` bytes, aligned to 64, which `deallocate` frees.
  static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    let isLarge = byteCount >= hugePage
    let start = UnsafeMutableRawPointer.allocate(
      byteCount: max(byteCount, alignment), alignment: isLarge ? hugePage : alignment)
    #if canImport(Glibc)
      // Safe: the range was just allocated. If the advice is refused, pages stay small.
      if isLarge { unsafe _ = madvise(start, byteCount, MADV_HUGEPAGE) }
    #endif
    return unsafe start
  }
}

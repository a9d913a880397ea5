#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory in huge pages, if it is large and the system has them. Looking up the addresses of small pages would cost a
/// fifth of the time that reading gigabytes takes, and more if each row of a matrix lies on a page of its own.
enum LargeMemory {
  private static let alignment = 64
  private static let hugePage = 2 << 20

  /// At least `byteCount` bytes, aligned to 64, which `free` frees; `nil` where the system has no more.
  static func allocateIfPossible(byteCount: Int) -> UnsafeMutableRawPointer? {
    let isLarge = byteCount >= hugePage
    var start: UnsafeMutableRawPointer?
    // Safe: the address is written to a variable of its type.
    let status = unsafe posix_memalign(&start, isLarge ? hugePage : alignment, max(byteCount, alignment))
    guard status == 0, let start = unsafe start else { return nil }
    #if canImport(Glibc)
      // Safe: the range was just allocated. If the advice is refused, pages stay small.
      if isLarge { unsafe _ = madvise(start, byteCount, MADV_HUGEPAGE) }
    #endif
    return unsafe start
  }

  /// The same for memory without which nothing can be computed: where the system has none, the process ends with a
  /// sentence and status 74, after what it has asked to be done at its end, such as giving back the terminal.
  static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    if let start = unsafe allocateIfPossible(byteCount: byteCount) { return unsafe start }
    let sentence = """
      there are no \(byteCount / 1_000_000 + 1) MB of memory left to compute in; close other programs, raise `ulimit -v`, \
      or use --low-memory, --weights int8, fewer --batch-tokens or smaller pictures

      """
    let bytes = Array(sentence.utf8)
    // Safe: the array has as many bytes.
    _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
    exit(74)
  }
}

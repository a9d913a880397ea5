import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The memory of a weight's panels.
@safe final class PanelMemory: @unchecked Sendable {
  /// How the panels lie there.
  enum Layout: Equatable {
    /// As products read them.
    case plain
    /// Of BF16 in 12 bits an element, with codes for the exponents from the given one on.
    case compact(exponents: UInt8)
  }

  let start: UnsafeMutableRawPointer
  let layout: Layout
  let panelBytes: Int
  private let isUnusable = Atomic(false)

  /// Memory of `count` panels; `nil` where the system has no more.
  init?(panelBytes: Int, count: Int = 1, layout: Layout = .plain) {
    // Safe: freed in `deinit` alone.
    guard let start = unsafe LargeMemory.allocateIfPossible(byteCount: panelBytes * count) else { return nil }
    unsafe self.start = start
    self.layout = layout
    self.panelBytes = panelBytes
  }

  deinit {
    // Safe: allocated in `init`.
    unsafe free(start)
  }

  /// The start of panel `index`; that of the panel after the last is the end of the memory.
  @unsafe func panel(_ index: Int) -> UnsafeMutableRawPointer { unsafe start + index * panelBytes }

  /// Whether a panel could not be brought into the layout.
  var isIncomplete: Bool { isUnusable.load(ordering: .relaxed) }

  /// Records that a panel could not be brought into the layout.
  func giveUp() { isUnusable.store(true, ordering: .relaxed) }
}

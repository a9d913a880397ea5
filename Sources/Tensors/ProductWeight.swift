import CKernels
import Synchronization
public import Threading

/// A weight [outer, inner] of products, which a product may find in two forms: its rows where they are stored, or
/// panels of 64 rows side by side, in memory of their own, as the kernels read them.
///
/// The first product reads the rows where they are stored, so that nothing waits for memory to be filled: a panel at a
/// time is packed and forgotten. A later product of many rows keeps the panels it packs, and ``pack(parallel:)`` does so
/// between passes; then the mapped pages are let go. Reading panels is faster from then on, and the weight is in memory
/// once.
public final class ProductWeight: Sendable {
  /// The weight as it is stored.
  public let stored: StoredTensor
  /// What it is packed to.
  public let format: WeightFormat

  private enum State {
    case stored(wasUsed: Bool)
    case packing
    case packed(PanelMemory)
  }

  private let packs: Bool
  private let state = Mutex(State.stored(wasUsed: false))

  /// A weight of two axes, BF16, F16 or F32.
  ///
  /// - Parameters:
  ///   - packs: whether panels are ever kept.
  ///   - format: what it is packed to.
  public init(_ stored: StoredTensor, packs: Bool = true, format: WeightFormat = .stored) {
    precondition(stored.shape.rank == 2 && stored.dtype.isWeight, "\(stored.shape) of \(stored.dtype) is no weight")
    self.stored = stored
    self.format = format
    self.packs = packs
  }

  /// Components of a product's result.
  public var outer: Int { stored.shape.extents[0] }
  /// Components of a product's input.
  public var inner: Int { stored.shape.extents[1] }

  /// Whether products read packed panels already.
  public var isPacked: Bool { state.withLock { if case .packed = $0 { true } else { false } } }

  /// Whether a product has read the weight where it is stored, and its panels may be kept.
  public var awaitsPacking: Bool {
    packs && state.withLock { if case .stored(wasUsed: true) = $0 { true } else { false } }
  }

  private var isUnused: Bool { state.withLock { if case .stored(wasUsed: false) = $0 { true } else { false } } }

  /// Rows of a product that pay for keeping the panels it packs.
  static let rowsThatPack = 64

  /// Packs the weight on all threads, unless that has been done or is being done.
  public func pack(parallel: ParallelFor) {
    let panels = begin(rows: .max, isAfterUse: true)
    guard panels.packs else { return }
    // Safe: no two calls have a panel in common.
    parallel(panelCount) { index, _ in unsafe panels.pack(panel: index) }
    finish(panels)
  }

  /// The panels as a product of `rows` rows finds them; `finish` is called after it.
  func begin(rows: Int, isAfterUse: Bool = false) -> WeightPanels {
    if isUnused { stored.willBeRead() }
    return state.withLock { state in
      switch state {
      case .packed(let memory): return WeightPanels(self, memory: memory, packs: false)
      case .stored(let wasUsed) where packs && (wasUsed || isAfterUse) && rows >= Self.rowsThatPack:
        state = .packing
        return WeightPanels(self, memory: PanelMemory(byteCount: panelBytes * panelCount), packs: true)
      case .stored:
        state = .stored(wasUsed: true)
        return WeightPanels(self, memory: nil, packs: false)
      case .packing: return WeightPanels(self, memory: nil, packs: false)
      }
    }
  }

  /// Keeps what the product packed.
  func finish(_ panels: WeightPanels) {
    guard panels.packs, let memory = panels.memory else { return }
    state.withLock { $0 = .packed(memory) }
    stored.releasePages()
  }

  /// Bytes of all panels.
  public var packedByteCount: Int { panelBytes * panelCount }

  /// Panels that hold all rows.
  var panelCount: Int { (outer + Int(KERNEL_PANEL_COLUMNS) - 1) / Int(KERNEL_PANEL_COLUMNS) }

  /// Bytes of one panel.
  var panelBytes: Int { blockBytes(inner) }

  /// Bytes of `count` elements of a panel's rows; BF16 comes in pairs, and 8 bits in blocks.
  func blockBytes(_ count: Int) -> Int {
    switch format {
    case .int8: (count + Int(KERNEL_INT8_BLOCK) - 1) / Int(KERNEL_INT8_BLOCK) * Self.int8BlockBytes
    case .stored:
      (stored.dtype == .bfloat16 ? count + count % 2 : count) * Int(KERNEL_PANEL_COLUMNS) * stored.dtype.byteWidth
    }
  }

  /// `KERNEL_INT8_BLOCK_BYTES`, a macro that Swift does not read.
  private static let int8BlockBytes = Int(KERNEL_PANEL_COLUMNS) * (Int(KERNEL_INT8_BLOCK) + MemoryLayout<Float>.size)
}

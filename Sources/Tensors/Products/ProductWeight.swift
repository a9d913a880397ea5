import CKernels
import Synchronization
public import Threading

/// A weight [outputs, inputs] of products, which a product may find in two forms: its rows where they are stored, or
/// panels of 64 rows side by side, in memory of their own, as the kernels read them. Panels have elements of 8 or 12
/// bits, or elements as they are stored.
///
/// The first product reads the rows where they are stored, so that nothing waits for memory to be filled: a panel at a
/// time is packed and forgotten. A later product of many rows keeps the panels it packs, and ``pack(parallel:)`` does
/// so between passes; then the mapped pages are let go. Reading panels is faster from then on, and the weight is in
/// memory once.
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
  private let mayCompact: Bool
  private let isTooDiverse = Atomic(false)
  /// Whether the system had no memory for panels.
  private let lacksMemory = Atomic(false)
  private let state = Mutex(State.stored(wasUsed: false))

  /// A weight of two axes, BF16, F16 or F32.
  ///
  /// - Parameters:
  ///   - packs: whether panels are ever kept.
  ///   - mayCompact: whether those of BF16 may be kept in 12 bits an element, exactly. A few rows, which wait for
  ///     memory, are faster that way if the processor has instructions for it; many rows are slower.
  ///   - format: what it is packed to.
  public init(_ stored: StoredTensor, packs: Bool = true, mayCompact: Bool = true, format: WeightFormat = .stored) {
    precondition(stored.shape.rank == 2 && stored.dtype.isWeight, "\(stored.shape) of \(stored.dtype) is no weight")
    self.stored = stored
    self.format = format
    self.packs = packs
    self.mayCompact = mayCompact
  }

  /// Components of a product's result: N of a GEMM.
  public var outputs: Int { stored.shape.extents[0] }
  /// Components of a product's input: K of a GEMM, the inner dimension.
  public var inputs: Int { stored.shape.extents[1] }

  /// Whether products read packed panels already.
  public var isPacked: Bool { state.withLock { if case .packed = $0 { true } else { false } } }

  /// Whether a product has read the weight as it is stored, so that packing it would pay, and its panels may be kept.
  public var awaitsPacking: Bool {
    canPack && state.withLock { if case .stored(wasUsed: true) = $0 { true } else { false } }
  }

  private var canPack: Bool { packs && !lacksMemory.load(ordering: .relaxed) }

  private var isUnused: Bool { state.withLock { if case .stored(wasUsed: false) = $0 { true } else { false } } }

  /// Rows of a product that pay for keeping the panels it packs.
  static let rowsThatPack = 64

  /// Packs the weight on all threads, unless that has been done or is being done.
  public func pack(parallel: ParallelFor) {
    let panels = begin(rows: .max, isAfterUse: true)
    guard panels.packs else { return }
    let scratch = Matrix(rows: parallel.threads, columns: WeightPanels.scratchCount)
    let memory = MatrixRows(scratch)
    // Safe: no two calls have a panel in common, and each thread has scratch memory of its own.
    parallel(panelCount) { index, thread in unsafe panels.pack(panel: index, scratch: memory.at(thread)) }
    // The threads are done with it only here.
    withExtendedLifetime(scratch.count) {}
    finish(panels)
    if panels.memory?.isIncomplete == true { pack(parallel: parallel) }
  }

  /// The panels as a product of `rows` rows finds them; `finish` is called after it.
  func begin(rows: Int, isAfterUse: Bool = false) -> WeightPanels {
    if isUnused { stored.willBeRead() }
    return state.withLock { state in
      switch state {
      case .packed(let memory): return WeightPanels(self, memory: memory, packs: false)
      case .stored(let wasUsed) where canPack && (wasUsed || isAfterUse) && rows >= Self.rowsThatPack:
        let layout = newLayout
        guard let memory = PanelMemory(panelBytes: panelBytes(layout), count: panelCount, layout: layout) else {
          // Without memory for panels the weight is read where it is stored, as before.
          lacksMemory.store(true, ordering: .relaxed)
          return WeightPanels(self, memory: nil, packs: false)
        }
        state = .packing
        return WeightPanels(self, memory: memory, packs: true)
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
    if memory.isIncomplete {
      isTooDiverse.store(true, ordering: .relaxed)
      state.withLock { $0 = .stored(wasUsed: true) }
      return
    }
    state.withLock { $0 = .packed(memory) }
    stored.releasePages()
  }

  /// Whether panels are kept in 12 bits an element, unless their exponents are too many.
  var compacts: Bool {
    packs && mayCompact && format == .stored && stored.dtype == .bfloat16 && Self.compactInputs.contains(inputs)
      && kernel_multiplies_compact() != 0
  }

  /// Rows of weights that are worth it, and that lists of exceptions can count.
  private static let compactInputs = KERNEL_FEWEST_COMPACT_INNER...KERNEL_MOST_COMPACT_INNER

  private var newLayout: PanelMemory.Layout {
    if !compacts || isTooDiverse.load(ordering: .relaxed) { return .plain }
    // So many elements, evenly spread, in all columns.
    let count = outputs * inputs
    let samples = min(count, 1 << 16)
    let stride = (count / max(1, samples) - 1) | 1
    // Safe: the samples lie within the tensor.
    return .compact(exponents: unsafe kernel_compact_exponents(stored.base, samples, stride))
  }

  /// Bytes of all panels.
  public var packedByteCount: Int { panelBytes(compacts ? .compact(exponents: 0) : .plain) * panelCount }

  /// Panels that hold all rows.
  var panelCount: Int { (outputs + KERNEL_PANEL_COLUMNS - 1) / KERNEL_PANEL_COLUMNS }

  /// Bytes of one panel.
  private func panelBytes(_ layout: PanelMemory.Layout) -> Int {
    if case .compact = layout { kernel_compact_bytes(inputs) } else { blockBytes(inputs) }
  }

  /// Bytes of `count` elements of a panel's rows, unless it is compact; BF16 comes in pairs, and 8 bits in blocks.
  func blockBytes(_ count: Int) -> Int {
    switch format {
    case .int8: (count + KERNEL_INT8_BLOCK - 1) / KERNEL_INT8_BLOCK * KERNEL_INT8_BLOCK_BYTES
    case .stored:
      (stored.dtype == .bfloat16 ? count + count % 2 : count) * KERNEL_PANEL_COLUMNS * stored.dtype.byteWidth
    }
  }
}

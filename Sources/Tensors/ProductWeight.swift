import CKernels
import Synchronization

/// A weight [outer, inner] of products, which a product may find in two forms: its rows where they are stored, or
/// panels of 64 rows side by side, in memory of their own, as the kernels read them.
///
/// The first product packs the panels it multiplies by, so that nothing waits for packing, and lets go of the mapped
/// pages. Reading panels is faster from then on, and the weight is in memory once.
public final class ProductWeight: Sendable {
  /// The weight as it is stored.
  public let stored: StoredTensor

  private enum State {
    case stored
    case packing
    case packed(PanelMemory)
  }

  private let packs: Bool
  private let state = Mutex(State.stored)

  /// A weight of two axes, BF16, F16 or F32.
  ///
  /// - Parameter packs: whether it is packed once; otherwise each product packs one panel at a time and forgets it.
  public init(_ stored: StoredTensor, packs: Bool = true) {
    precondition(stored.shape.rank == 2 && stored.dtype.isWeight, "\(stored.shape) of \(stored.dtype) is no weight")
    self.stored = stored
    self.packs = packs
  }

  /// Components of a product's result.
  public var outer: Int { stored.shape.extents[0] }
  /// Components of a product's input.
  public var inner: Int { stored.shape.extents[1] }

  /// Whether products read packed panels already.
  public var isPacked: Bool { state.withLock { if case .packed = $0 { true } else { false } } }

  /// The panels as one product finds them; `finish` is called after it.
  func begin() -> WeightPanels {
    state.withLock { state in
      switch state {
      case .packed(let memory): return WeightPanels(self, memory: memory, packs: false)
      case .stored where packs:
        state = .packing
        return WeightPanels(self, memory: PanelMemory(byteCount: panelBytes * panelCount), packs: true)
      case .stored, .packing: return WeightPanels(self, memory: nil, packs: false)
      }
    }
  }

  /// Keeps what the product packed.
  func finish(_ panels: WeightPanels) {
    guard panels.packs, let memory = panels.memory else { return }
    state.withLock { $0 = .packed(memory) }
    stored.releasePages()
  }

  /// Panels that hold all rows.
  var panelCount: Int { (outer + Int(KERNEL_PANEL_COLUMNS) - 1) / Int(KERNEL_PANEL_COLUMNS) }

  /// Bytes of one panel; BF16 comes in pairs.
  var panelBytes: Int {
    let padded = stored.dtype == .bfloat16 ? inner + inner % 2 : inner
    return padded * Int(KERNEL_PANEL_COLUMNS) * stored.dtype.byteWidth
  }
}

import Embeddings
import Foundation
import Synchronization

/// What of this process is present in memory, in bytes.
struct ResidentMemory: CustomStringConvertible {
  /// Memory of its own: activations, and packed weights.
  var own = 0
  /// Pages of mapped files: the weights where they are stored, and the program.
  var mapped = 0

  /// None.
  init() {}

  /// What is present now, as Linux tells it.
  static func now() throws -> ResidentMemory {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    func bytes(_ name: String) -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      return (line?.split(separator: "\t").last?.split(separator: " ").first.flatMap { Int($0) } ?? 0)
        << 10
    }
    var memory = ResidentMemory()
    memory.own = bytes("RssAnon")
    memory.mapped = bytes("RssFile")
    return memory
  }

  /// The greater of each.
  mutating func extend(to other: ResidentMemory) {
    own = max(own, other.own)
    mapped = max(mapped, other.mapped)
  }

  var description: String { "\(Self.text(own)) of its own, \(Self.text(mapped)) mapped" }

  /// Bytes in megabytes of 10⁶ bytes.
  static func text(_ bytes: Int) -> String { "\((bytes + 500_000) / 1_000_000) MB" }
}

/// Watches the memory of this process from a thread of its own, and tells the most of each stage when it is over.
final class MemoryPeaks: Sendable {
  private struct State {
    var stage = "picture, patches, first block"
    var peak = ResidentMemory()
    var failure: (any Error)?
    var isOver = false
  }

  private let state = Mutex(State())
  private let report: @Sendable (String) -> Void

  init(report: @escaping @Sendable (String) -> Void) {
    self.report = report
    Thread.detachNewThread { [self] in
      while sample() { usleep(2000) }
    }
  }

  /// Notes what is computed from now on, after `layer` of `layerCount` layers of `stage` are done.
  func enter(_ stage: EmbeddingProgress.Stage, _ layer: Int, of layerCount: Int) {
    let next =
      switch stage {
      case .preparing: "picture, patches, first block"
      case .vision where layer < layerCount: "other blocks"
      case .vision: "merger, first layer"
      case .decoder: "other layers, heads"
      }
    state.withLock { state in
      guard state.stage != next else { return }
      end(&state)
      state.stage = next
    }
  }

  /// Ends the last stage.
  func finish() throws {
    try state.withLock { state in
      end(&state)
      state.isOver = true
      if let failure = state.failure { throw failure }
    }
  }

  private func end(_ state: inout State) {
    report("\(state.stage): at most \(state.peak)")
    state.peak = ResidentMemory()
  }

  private func sample() -> Bool {
    state.withLock { state in
      do { state.peak.extend(to: try ResidentMemory.now()) } catch { state.failure = error }
      return !state.isOver && state.failure == nil
    }
  }
}

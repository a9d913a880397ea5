import Dispatch
import Synchronization
import Threading

/// Calls that go in between the layers of another one: somebody waits for a query, and nobody for the next document of a
/// collection.
///
/// A call of high priority that comes while one of lower priority is under way is not put behind it. The other's thread
/// waits after the layer that is being computed, until the call is done on a thread of its own; then it goes on where it
/// was. Nothing is computed twice, and neither changes the other's numbers: a pass keeps all it changes to itself.
final class Interludes: Sendable {
  /// A call that waits for a pause.
  private struct Interlude: Sendable {
    let mayBegin = DispatchSemaphore(value: 0)
    let isOver = DispatchSemaphore(value: 0)
  }

  private struct State {
    /// The priority of the call that is under way.
    var running: TaskPriority?
    var waiting: [Interlude] = []
  }

  /// The thread of the calls that go in between.
  private actor Stage {
    private let executor = DedicatedThreadExecutor(name: "embedding interlude")

    nonisolated var unownedExecutor: UnownedSerialExecutor {
      // Safe: the executor lives as long as the actor, which holds it.
      unsafe executor.asUnownedSerialExecutor()
    }

    func run(_ body: @Sendable () throws -> Void) rethrows { try body() }
  }

  private let state = Mutex(State())
  private let stage = Stage()

  /// From this priority on a call goes in between.
  private static let leastPriority = TaskPriority.userInitiated

  /// Runs `body` in a pause of the call that is under way; returns `false`, and runs nothing, where none can be asked to
  /// wait.
  func run(_ body: @Sendable () throws -> Void) async rethrows -> Bool {
    guard Task.currentPriority >= Self.leastPriority else { return false }
    let interlude = Interlude()
    let isAwaited = state.withLock { state in
      guard let running = state.running, running < Self.leastPriority else { return false }
      state.waiting.append(interlude)
      return true
    }
    guard isAwaited else { return false }
    try await stage.run {
      interlude.mayBegin.wait()
      defer { interlude.isOver.signal() }
      try body()
    }
    return true
  }

  /// Runs `body`, a call in whose pauses others may go.
  func during(_ body: () throws -> Void) rethrows {
    state.withLock { $0.running = Task.currentPriority }
    defer { end() }
    try body()
  }

  /// Waits for the calls that have come since the last pause.
  func pause() {
    while let next = state.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) {
      next.mayBegin.signal()
      next.isOver.wait()
    }
  }

  /// Lets those in that came after the last pause; from now on nobody waits for one.
  private func end() {
    while true {
      pause()
      let isOver = state.withLock { state in
        guard state.waiting.isEmpty else { return false }
        state.running = nil
        return true
      }
      if isOver { return }
    }
  }
}

import Embeddings
import Synchronization
import Threading

/// Collects what the engine reports and lets it through now and then, so that progress costs the screen nothing; what is
/// held back goes with the next report or with `flush`.
final class DeliveryGate: Sendable {
  /// What has been collected.
  struct Delivery: Sendable {
    /// New results, by item index.
    var results: [Int: [EmbeddingResult]] = [:]
    /// The latest progress.
    var progress: EmbeddingProgress?
  }

  /// The time between two deliveries while somebody watches.
  static let usualInterval = Throttle.usualInterval

  private struct State {
    var delivery = Delivery()
    var lastTime: ContinuousClock.Instant?
  }

  private let interval: Duration?
  private let state = Mutex(State())
  private let deliver: @Sendable (Delivery) -> Void

  /// A gate that hands over to `deliver`, on the thread of whoever reports.
  ///
  /// - Parameter interval: the time between two deliveries at least; `nil` lets nothing through before `flush`.
  init(interval: Duration? = usualInterval, deliver: @escaping @Sendable (Delivery) -> Void) {
    self.interval = interval
    self.deliver = deliver
  }

  /// Takes a report made at `now`.
  func report(at now: ContinuousClock.Instant = .now, _ change: (inout Delivery) -> Void) {
    let ready: Delivery? = state.withLock { state in
      change(&state.delivery)
      guard let interval else { return nil }
      if let last = state.lastTime, last.duration(to: now) < interval { return nil }
      state.lastTime = now
      defer { state.delivery = Delivery() }
      return state.delivery
    }
    if let ready { deliver(ready) }
  }

  /// Hands over what is held back.
  func flush() {
    let rest = state.withLock { state in
      defer { state.delivery = Delivery() }
      return state.delivery
    }
    if !rest.results.isEmpty || rest.progress != nil { deliver(rest) }
  }
}

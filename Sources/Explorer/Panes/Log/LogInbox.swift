import Synchronization

/// Lines for the explorer's log from any thread. They appear with the next thing that happens: a line alone is no reason
/// to wake a sleeping program.
public final class LogInbox: Sendable {
  private let lines = Mutex<[(level: String, text: String)]>([])

  /// How many lines wait at most; what comes before the explorer takes them replaces the oldest.
  private static let limit = 10_000

  /// An inbox without lines.
  public init() {}

  /// Adds a line.
  public func add(_ text: String, level: String) {
    lines.withLock { lines in
      if lines.count >= Self.limit { lines.removeFirst(Self.limit / 2) }
      lines.append((level, text))
    }
  }

  /// Takes the lines out.
  func take() -> [(level: String, text: String)] {
    lines.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}

import Synchronization

/// What happened while the explorer ran, the oldest first: what the log pane shows.
struct ExplorerLog: Sendable {
  /// Something that happened.
  struct Line: Hashable, Sendable {
    /// When it was told, from the start on.
    let time: Duration
    /// How much it matters: `info`, `warning`, `error`, or whatever else its teller says.
    let level: String
    /// What it was.
    let text: String

    /// The seconds from the start on, for people.
    var seconds: Double { Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18 }
  }

  /// The lines that are kept.
  private(set) var lines: [Line] = []
  /// How many older ones are not kept.
  private(set) var forgotten = 0
  /// The last line that is shown; `nil` follows the newest.
  private(set) var place: Int?

  /// How many lines are kept.
  private static let limit = 1000

  /// Adds a line, and forgets the oldest where there are too many.
  mutating func append(_ text: String, level: String = "info", at time: Duration) {
    lines.append(Line(time: time, level: level, text: text))
    // Many at once, so that not every line moves all others.
    if lines.count > Self.limit + Self.limit / 4 {
      let excess = lines.count - Self.limit
      forgotten += excess
      place = place.map { max(0, $0 - excess) }
      lines.removeFirst(excess)
    }
  }

  /// The last line that is shown; of an empty log none.
  var shownPlace: Int? { lines.isEmpty ? nil : place ?? lines.count - 1 }

  /// Shows older or newer lines; beyond the newest the log is followed again.
  mutating func move(by rows: Int) {
    guard let shownPlace else { return }
    let wanted = max(0, shownPlace + rows)
    place = wanted >= lines.count - 1 ? nil : wanted
  }
}

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

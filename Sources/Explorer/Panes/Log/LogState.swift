import Embeddings
import TerminalUI

/// What happened while the explorer ran, the oldest first: what the log pane shows.
struct LogState: Sendable {
  /// Something that happened.
  struct Line: Hashable, Sendable {
    /// When it was told, from the start on.
    let time: Duration
    /// How much it matters: `info`, `warning`, `error`, or whatever else its teller says.
    let level: String
    /// What it was.
    let text: String

    /// The seconds from the start on, for people.
    var seconds: Double { time / .seconds(1) }
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

extension LogState {
  /// Notes what an action brought about: what the foot of the screen says, and jobs that are over.
  mutating func note(
    message: ScreenState.Message?, before messageBefore: ScreenState.Message?, jobs: [Slot: Job],
    before jobsBefore: [Slot: Job], at time: Duration
  ) {
    for job in jobsBefore.values where jobs[job.slot] == nil {
      if let summary = job.summary { append(summary, at: time) }
    }
    if let message, message != messageBefore {
      append(message.text, level: message.isFailure ? "error" : "info", at: time)
    }
  }
}

extension Job {
  /// What it did and how fast, once it is over; `nil` if it ended with nothing done, as a query that was typed further,
  /// and for a file, whose end has a sentence of its own.
  fileprivate var summary: String? {
    guard let progress = progress?.embedding, progress.finishedItems > 0 else { return nil }
    let isWhole = progress.finishedItems == progress.totalItems
    var words = ["\(slot.name): \(progress.finishedItems)\(isWhole ? "" : " of \(progress.totalItems)") embedded"]
    words.append("\(progress.finishedTokens) tokens in \(NumberText.fixed(seconds, decimals: 1)) s")
    if let rate = tokensPerSecond { words.append("\(NumberText.fixed(rate, decimals: 0)) tokens/s") }
    return words.joined(separator: ", ")
  }
}

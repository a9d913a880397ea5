import Embeddings
import TerminalUI

/// What the world tells with every action: how late it is, and how much memory the program has.
struct Moment: Hashable, Sendable {
  /// The time since the start.
  var elapsed = Duration.zero
  /// The bytes of memory that the program holds; `nil` where the system does not tell.
  var residentBytes: Int?
}

extension ExplorerState {
  /// Notes what an action brought about: what the foot of the screen says, and jobs that are over.
  mutating func noteInLog(messageBefore: Message?, jobsBefore: [Effect.Slot: Job]) {
    for job in jobsBefore.values where jobs[job.kind.slot] == nil {
      if let summary = job.summary { log.append(summary, at: moment.elapsed) }
    }
    if let message, message != messageBefore {
      log.append(message.text, level: message.isFailure ? "error" : "info", at: moment.elapsed)
    }
  }

  /// Goes to the log, or back to where the user was before.
  mutating func switchLog() {
    if focus == .log { return focus(on: paneBeforeLog) }
    paneBeforeLog = focus
    focus(on: .log)
  }
}

extension Job {
  /// What it did and how fast, once it is over; `nil` where it ended with nothing done, as a query that was typed
  /// further, and of a file, whose end has a sentence of its own.
  var summary: String? {
    guard let progress = progress?.embedding, progress.finishedItems > 0 else { return nil }
    let isWhole = progress.finishedItems == progress.totalItems
    var words = ["\(kind.name): \(progress.finishedItems)\(isWhole ? "" : " of \(progress.totalItems)") embedded"]
    words.append("\(progress.finishedTokens) tokens in \(NumberText.fixed(seconds, decimals: 1)) s")
    if let rate = tokensPerSecond { words.append("\(NumberText.fixed(rate, decimals: 0)) tokens/s") }
    return words.joined(separator: ", ")
  }
}

extension Job.Kind {
  /// What people call it.
  var name: String {
    switch self {
    case .query: "query"
    case .items: "items"
    case .tokenVectors: "tokens of the pair"
    case .export: "export"
    }
  }
}

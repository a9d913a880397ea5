import Embeddings
import Files
import Foundation
import Synchronization
import TerminalUI
import Threading

/// One line on standard error that says how far a long command has come, with its rate and the time left; silent where
/// standard error is no terminal.
final class ProgressLine: Sendable {
  private struct State {
    var throttle: Throttle
    var width = 0
  }

  private let isShown: Bool
  private let start = ContinuousClock.now
  private let state: Mutex<State>

  init() {
    isShown = StandardStream.error.isTerminal
    state = Mutex(State(throttle: Throttle(start: start)))
  }

  /// Shows `progress`, at most ten times a second and not within the first half second.
  func show(_ progress: EmbeddingProgress) { show { Self.text(progress, elapsed: $0) } }

  /// Shows what `text` says after that time, as often.
  func show(_ text: (_ elapsed: Duration) -> String) {
    guard isShown else { return }
    let now = ContinuousClock.now
    state.withLock { state in
      guard now - start > .milliseconds(500), state.throttle.passes(at: now) else { return }
      write(text(now - start), in: &state)
    }
  }

  /// Takes the line away, so that what follows starts on a clean one.
  func clear() {
    guard isShown else { return }
    state.withLock { state in
      guard state.width > 0 else { return }
      write("", in: &state)
      Destination.remark(raw: "\r")
    }
  }

  private func write(_ text: String, in state: inout State) {
    let padding = String(repeating: " ", count: max(0, state.width - text.count))
    Destination.remark(raw: "\r\(text)\(padding)")
    state.width = text.count
  }

  /// The line's text: stage, of a long document its tokens, items, tokens a second, time left.
  static func text(_ progress: EmbeddingProgress, elapsed: Duration) -> String {
    let seconds = max(elapsed / .seconds(1), 1e-3)
    let rate = Double(progress.computedTokens) / seconds
    var text = "\(progress.stage.rawValue) \(progress.layer)/\(progress.layerCount)"
    if progress.isLongPass {
      text +=
        " · \(NumberText.grouped(progress.computedPassTokens)) of \(NumberText.grouped(progress.passTokens)) tokens"
    }
    text += " · \(progress.finishedItems) of \(progress.totalItems) items"
    if rate > 0 {
      let items = String(format: "%.1f", Double(progress.finishedItems) / seconds)
      text += " · \(items) items/s · \(Int(rate.rounded())) tokens/s"
      let left = Double(max(0, progress.totalTokens - progress.computedTokens)) / rate
      text += " · \(Self.clock(left)) left"
    }
    return text
  }

  /// The line's text for work that is counted: what is done, how many of how many, how many a second, time left.
  static func text(_ work: String, _ finished: Int, of total: Int, _ unit: String, elapsed: Duration) -> String {
    let rate = Double(finished) / max(elapsed / .seconds(1), 1e-3)
    let speed = "\(String(format: "%.1f", rate)) \(unit)/s"
    let left = rate > 0 ? " · \(clock(Double(total - finished) / rate)) left" : ""
    return "\(work) · \(finished) of \(total) \(unit) · \(speed)\(left)"
  }

  /// Seconds as `m:ss`.
  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 359_999).rounded(.up))
    return "\(whole / 60):" + (whole % 60 < 10 ? "0" : "") + "\(whole % 60)"
  }
}

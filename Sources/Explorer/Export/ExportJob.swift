import Embeddings
import Threading

/// The writing of a file: what a pane shows, as it is when the user asks for it.
struct ExportJob: Sendable {
  let embedder: any Embedder
  let state: ExplorerState
  let pane: Pane
  let path: String

  /// Writes the file; posts how far it is, and at last what came of it. Where the task is cancelled nothing is written
  /// and nothing more is said.
  func run(_ post: @escaping @Sendable (Action) -> Void) {
    let prompts = PromptRole.prompted.map {
      ($0, embedder.promptTokens(of: "", role: $0, task: state.subject.task).prefix)
    }
    do {
      try state.export(
        pane, to: path, prompts: Dictionary(uniqueKeysWithValues: prompts), meter: ExportMeter { post(.progress($0)) })
      post(.written(path, failure: nil))
    } catch is CancellationError {
      return
    } catch {
      post(.written(path, failure: "\(error)"))
    }
  }
}

/// Tells how far an export is, at most ten times a second, and ends it where its task is cancelled.
final class ExportMeter {
  private let start = ContinuousClock.now
  private var throttle: Throttle
  private let report: (Job) -> Void

  /// A meter that hands over to `report`.
  init(report: @escaping (Job) -> Void) {
    self.report = report
    throttle = Throttle(start: start)
  }

  /// Ends the export where its task is cancelled.
  ///
  /// - Throws: `CancellationError`.
  func check() throws { try Task.checkCancellation() }

  /// Notes that `finished` of `total` rows or vectors are done.
  ///
  /// - Throws: `CancellationError`.
  func advance(
    to finished: Int, of total: Int, _ unit: String, at now: ContinuousClock.Instant = .now
  ) throws {
    try check()
    guard throttle.passes(at: now) else { return }
    report(
      Job(
        slot: .export, progress: .writing(finished: finished, total: total, unit: unit),
        elapsed: start.duration(to: now)))
  }
}

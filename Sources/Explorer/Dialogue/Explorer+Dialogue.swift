import Embeddings
import Files
import Synchronization
import TerminalUI
import Threading

extension Explorer {
  /// Runs as a dialogue of lines, without a screen: for screen readers, and for terminals that can only print.
  ///
  /// The same commands as on the screen, written after a colon; every other line is the query. What a line brings about
  /// is said when all of it is done; Ctrl-C ends what is being computed. The items are embedded when something first
  /// needs their vectors.
  ///
  /// - Parameters:
  ///   - read: the user's next line; `nil` where there are no more.
  ///   - say: says a line, or the mark that a line is awaited, without a line end where `isPrompt`.
  /// - Returns: where the user was in the end.
  /// - Throws: `ThreadingError.noPipe`.
  @discardableResult
  public func converse(
    restoring session: ExplorerSession = ExplorerSession(), notice: String? = nil, read: () -> String?,
    say: (_ line: String, _ isPrompt: Bool) -> Void
  ) throws -> ExplorerSession {
    let size = Size(columns: 80, rows: 24)
    var terminal = DetachedTerminal(size: size, colorDepth: .mono, keepsCopies: true)
    var effects = try EffectRunner(embedder: embedder, describe: describe, source: source)
    defer { effects.cancelAll() }
    var state = state(on: terminal)
    state.restore(session)
    state.work.deferred = [.items]
    var dialogue = Dialogue()
    let start = ContinuousClock.now
    func moment() -> Moment { Moment(elapsed: start.duration(to: .now), residentBytes: ResidentMemory.bytes) }
    func sayAll(_ lines: [String]) { for line in lines { say(line, false) } }

    sayAll(dialogue.greeting(state))
    if let notice { say("Error: \(TextWidth.display(notice))", false) }
    var action: Action? = .input(.resize(size))
    while !state.commands.isQuitting {
      if let action {
        let watch = JobWatch()
        step(&state, [.acknowledged, action], at: moment(), &effects, &terminal)
        finish(&state, &effects, &terminal, at: moment) { state in
          if let line = watch.line(state) { say(line, false) }
          // What waited for what was ended would begin now: that is ended as well.
          return watch.isInterrupted && state.work.isCancellable ? [.command(.cancel)] : []
        }
        watch.stop()
        if state.commands.isQuitting { break }
        let menu = Dialogue.menu(state)
        sayAll(menu.isEmpty ? dialogue.changes(state) : menu)
        sayAll(terminal.takeCopies().flatMap(Dialogue.lines))
      } else {
        sayAll(Dialogue.page(SpokenPane(state)))
      }
      say("> ", true)
      guard let line = read() else { break }
      action = Dialogue.action(for: line)
    }
    return state.session(in: session.collection, reading: session.reading)
  }
}

/// Tells every few seconds how far a job is, and whether the user wants all of it to end (Ctrl-C).
private final class JobWatch {
  private final class Flag: Sendable { let isSet = Mutex(false) }

  private let flag: Flag
  private let interruption: Interruption
  /// When how far a job is will be said next: first after a moment, so that nobody wonders whether anything is done.
  private var next = ContinuousClock.now + .seconds(1)

  /// Watches from now on.
  init() {
    let flag = Flag()
    self.flag = flag
    interruption = Interruption(.interrupt) { flag.isSet.withLock { $0 = true } }
  }

  /// Leaves interruptions to the system again.
  func stop() { interruption.stop() }

  /// Whether there was an interruption.
  var isInterrupted: Bool { flag.isSet.withLock { $0 } }

  /// How far the job is, when it is time to say so.
  func line(_ state: ExplorerState) -> String? {
    guard ContinuousClock.now > next, let job = state.work.shownJob else { return nil }
    next = .now + .seconds(5)
    return Dialogue.progress(job)
  }
}

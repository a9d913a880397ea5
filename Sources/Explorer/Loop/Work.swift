import Embeddings

/// What is being done, what was stopped, and what may be started again: the one truth about work that takes its time.
///
/// What is computed from vectors in a moment is not listed here: a `Derived` value knows what is under way.
struct Work: Sendable {
  /// What a slot is working on.
  enum Assignment: Hashable, Sendable {
    /// A query under some adapters.
    case query(QueryKey, tasks: [EmbeddingTask])
    /// The collection, while these adapters are shown.
    case items(tasks: [EmbeddingTask])
    /// The judged queries, while these adapters are shown.
    case judgedQueries(tasks: [EmbeddingTask])
    /// The tokens of a query and an item.
    case tokenVectors(LateInteractionQuestion)
    /// A picture for the screen.
    case picture(ImageSource)
    /// The collection's files.
    case reload
    /// All similarities of a matrix that is computed in tiles.
    case matrix(MatrixArrangement)
    /// The file at a path.
    case export(path: String)
  }

  /// Work that Ctrl-C or an error ended: it is not started again by itself.
  struct Stop: Sendable {
    let assignment: Assignment?
    /// A sentence that says why.
    let reason: String
  }

  private(set) var running: [Slot: Assignment] = [:]
  /// How far the work is that reports progress.
  private(set) var jobs: [Slot: Job] = [:]
  private(set) var stopped: [Slot: Stop] = [:]
  /// Slots that start only when something needs their results, as in the dialogue.
  var deferred: Set<Slot> = []

  /// Notes that a slot begins with something.
  mutating func begin(_ slot: Slot, _ assignment: Assignment, reportsProgress: Bool = true) {
    running[slot] = assignment
    jobs[slot] = reportsProgress ? Job(slot: slot) : nil
    stopped[slot] = nil
  }

  /// Notes how far a job is; a report of a job that was ended does not bring it back.
  mutating func report(_ job: Job) { if jobs[job.slot] != nil { jobs[job.slot] = job } }

  /// Notes that a slot is done.
  mutating func end(_ slot: Slot) {
    running[slot] = nil
    jobs[slot] = nil
  }

  /// Notes that a slot is to stop, and not to start the same again by itself.
  mutating func stop(_ slot: Slot, reason: String = "") {
    stopped[slot] = Stop(assignment: running[slot], reason: reason)
    end(slot)
  }

  /// Lets a slot start again.
  mutating func resume(_ slot: Slot) { stopped[slot] = nil }

  /// Lets everything start again.
  mutating func resumeAll() {
    stopped = [:]
    deferred = []
  }

  /// Whether there is something for Ctrl-C to end.
  var isCancellable: Bool { !jobs.isEmpty || running[.matrixPass] != nil }

  /// The job that the foot of the screen shows: what the user asked for last comes first.
  var shownJob: Job? {
    jobs[.export] ?? jobs[.reload] ?? jobs[.items] ?? jobs[.query] ?? jobs[.judgedQueries] ?? jobs[.tokenVectors]
  }

  /// The path of the file that is being exported.
  var exportPath: String? { if case .export(let path)? = running[.export] { path } else { nil } }
}

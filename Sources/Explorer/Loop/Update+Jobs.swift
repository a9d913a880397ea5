import Corpus
import Embeddings

extension ExplorerState {
  /// The job that the foot of the screen shows: what the user asked for last comes first.
  var shownJob: Job? { jobs[.export] ?? jobs[.items] ?? jobs[.query] ?? jobs[.tokenVectors] }

  /// Whether Ctrl-C has something to end.
  var isCancellable: Bool { !jobs.isEmpty || heatmap.tiles.progress != nil && !heatmap.tiles.isComplete }

  /// Begins to write what the pane with the focus shows to a file.
  mutating func beginExport(to path: String) -> [Effect] {
    let instead = exportPath.map { " instead of \($0), which was not written" } ?? ""
    exportPath = path
    jobs[.export] = Job(kind: .export)
    message = Message(text: "Writing \(path)\(instead); Ctrl-C cancels.")
    return [.export(focus, path: path)]
  }

  /// Notes that the job in a slot is over.
  mutating func end(_ slot: Effect.Slot) {
    jobs[slot] = nil
    switch slot {
    case .query: query.pending = nil
    case .items: list.pendingTasks = nil
    case .export: exportPath = nil
    case .tokens, .tables, .ranking, .matrix, .seriation, .overview, .tiles, .matrixPass, .rectangle, .pairs, .map,
      .sweep, .interaction, .quitConfirmation:
      break
    case .picture: pictures.pending = nil
    case .tokenVectors: interaction.pending = []
    }
  }

  /// Notes that the job in a slot shall not go on, and not be started again by itself.
  mutating func stop(_ slot: Effect.Slot) {
    switch slot {
    case .query: query.stopped = query.pending?.query
    case .items: list.isStopped = true
    case .tokenVectors:
      if interaction.stopped == nil { stopInteraction("Cancelled; R compares the tokens again.") }
    case .tokens, .tables, .ranking, .matrix, .seriation, .overview, .tiles, .matrixPass, .rectangle, .pairs, .map,
      .sweep,
      .export, .picture, .interaction,
      .quitConfirmation:
      break
    }
    end(slot)
  }

  /// Keeps the vectors of a query.
  mutating func receiveQuery(_ key: QueryKey, _ results: [EmbeddingResult]) {
    vectors.insert(results, query: key)
    let cut = results.first { $0.tokenCountBeforeTruncation != nil }
    if let cut, let before = cut.tokenCountBeforeTruncation {
      message = Message(text: "The query has \(before) tokens; the model reads the first \(cut.tokenCount).")
    } else if message?.isFailure == true {
      message = nil
    }
  }

  /// Keeps why an item cannot be embedded, and says so.
  mutating func receiveFailure(of item: Int, _ sentence: String) {
    list.failures[item] = sentence
    let count = list.failures.count
    let others = count > 1 ? " (\(count) items could not be embedded)" : ""
    // Many sentences say themselves which file they are about.
    let subject = sentence.contains(items[item].id) ? "" : "\(items[item].id): "
    message = Message(text: "\(subject)\(sentence)\(others)", isFailure: true)
  }

  /// Tries everything that was cancelled or failed once more.
  mutating func embedMissing() {
    list.isStopped = false
    list.isDeferred = false
    list.failures = [:]
    query.stopped = nil
    pictures.forgetFailures()
    interaction.stopped = nil
    heatmap.tiles.isStopped = false
    message = nil
  }
}

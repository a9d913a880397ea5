import Embeddings

/// What is plotted over the dimensions.
enum SweepMeasure: String, Hashable, Sendable, CaseIterable {
  /// The score of the pair.
  case score
  /// The share of the ten best that the full dimension has too.
  case overlap = "overlap at 10"
  /// Kendall's τ with the full dimension.
  case kendallTau = "Kendall's τ"
}

/// What the dimensions are compared for.
struct SweepQuestion: Hashable, Sendable {
  /// What the items are ranked against.
  var reference: Subject.Reference
  /// The adapters shown, in the checkpoint's order.
  var tasks: [EmbeddingTask]
}

extension Slot {
  static let sweep = Slot("sweep")
}

extension Derivation {
  /// The rankings at every dimension.
  static let sweep = Derivation(.sweep, at: \.dimensions.sweep) { state in
    let subject = state.subject
    guard let tables = subject.tables.answer, let reference = subject.scoredPair?.reference else { return .later }
    let tasks = subject.shownTasks.filter { subject.vector(of: reference, under: $0) != nil && tables[$0] != nil }
    if tasks.isEmpty { return .later }
    let vectors = subject.vectors(of: reference, under: tasks)
    let (dimensions, identifiers) = (subject.model.matryoshkaDimensions, subject.identifiers)
    return .answer(SweepQuestion(reference: reference, tasks: tasks), revision: tables.count(under: tasks)) { _ in
      DimensionSweep(
        reference: vectors, tasks: tasks, dimensions: dimensions, tables: tables, identifiers: identifiers)
    }
  }
}

/// The rankings at every dimension, under every adapter shown.
struct DimensionSweep: Sendable {
  /// The collection's indices of the ranked items, ascending, by task.
  let items: [EmbeddingTask: [Int]]
  /// The sweeps, by task.
  let sweeps: [EmbeddingTask: MatryoshkaSweep]

  /// Ranks the items of `tables` against the reference's vectors.
  init(
    reference: [EmbeddingTask: SingleVector], tasks: [EmbeddingTask], dimensions: [Int], tables: ItemTables,
    identifiers: [String]
  ) {
    var items: [EmbeddingTask: [Int]] = [:]
    var sweeps: [EmbeddingTask: MatryoshkaSweep] = [:]
    for task in tasks {
      guard let vector = reference[task], let table = tables[task], !table.items.isEmpty, !Task.isCancelled else {
        continue
      }
      items[task] = table.items
      sweeps[task] = MatryoshkaSweep(
        query: vector, items: table.vectors, identifiers: table.items.map { identifiers[$0] }, dimensions: dimensions)
    }
    self.items = items
    self.sweeps = sweeps
  }

  /// The values of a measure at each dimension under a task, NaN where there is none; `nil` while nothing is known.
  /// `item` is the one whose score is meant.
  func values(of measure: SweepMeasure, item: Int?, under task: EmbeddingTask) -> [Double]? {
    guard let sweep = sweeps[task] else { return nil }
    switch measure {
    case .score: return item.flatMap { scores(of: $0, under: task) }?.map(Double.init)
    case .overlap: return sweep.steps.map(\.overlapAt10)
    case .kendallTau: return sweep.steps.map { $0.kendallTau ?? .nan }
    }
  }

  /// The score of an item of the collection at each dimension under a task.
  func scores(of item: Int, under task: EmbeddingTask) -> [Float]? {
    guard let items = items[task], let sweep = sweeps[task] else { return nil }
    guard let row = items.sortedIndex(of: item) else { return nil }
    return sweep.steps.map { $0.ranking.scores[row] }
  }
}

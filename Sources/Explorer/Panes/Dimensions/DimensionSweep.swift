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
  /// Whose neighbours are ranked.
  enum Anchor: Hashable, Sendable {
    /// The typed query.
    case query(QueryKey)
    /// An item of the collection.
    case item(Int)
  }

  var anchor: Anchor
  /// The adapters shown, in the checkpoint's order.
  var tasks: [EmbeddingTask]
}

/// The rankings at every dimension, under every adapter shown.
struct DimensionSweep: Sendable {
  /// The collection's indices of the ranked items, ascending, by task.
  let items: [EmbeddingTask: [Int]]
  /// The sweeps, by task.
  let sweeps: [EmbeddingTask: MatryoshkaSweep]

  /// Ranks the items of `tables` for the anchor's vectors.
  init(
    anchor: [EmbeddingTask: SingleVector], tasks: [EmbeddingTask], dimensions: [Int], tables: ItemTables,
    identifiers: [String]
  ) {
    var items: [EmbeddingTask: [Int]] = [:]
    var sweeps: [EmbeddingTask: MatryoshkaSweep] = [:]
    for task in tasks {
      guard let vector = anchor[task], let table = tables[task], !table.items.isEmpty, !Task.isCancelled else {
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
    let row = items.partitioningIndex { $0 >= item }
    guard row < items.count, items[row] == item else { return nil }
    return sweep.steps.map { $0.ranking.scores[row] }
  }
}

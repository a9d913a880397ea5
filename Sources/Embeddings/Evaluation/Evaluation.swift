/// Judged queries ranked by several adapters at several dimensions.
public struct Evaluation: Sendable {
  /// How items are scored.
  public enum Scoring: Hashable, Sendable {
    /// By the cosine similarity of single vectors cut to that many components.
    case cosine(dimensions: Int)
    /// By late interaction of token vectors.
    case lateInteraction
  }

  /// One adapter with one way to score.
  public struct Cell: Sendable {
    /// The adapter.
    public let task: EmbeddingTask
    /// How items are scored.
    public let scoring: Scoring
    /// Bytes that an item takes as 32-bit floats, on average.
    public let bytes: Int
    /// Where the relevant items stand, by query.
    public let rankings: [JudgedRanking]

    /// A cell from its parts.
    public init(task: EmbeddingTask, scoring: Scoring, bytes: Int, rankings: [JudgedRanking]) {
      self.task = task
      self.scoring = scoring
      self.bytes = bytes
      self.rankings = rankings
    }

    /// The components that are compared; `nil` of late interaction.
    public var dimensions: Int? { if case .cosine(let dimensions) = scoring { dimensions } else { nil } }
  }

  /// What the queries are called.
  public let queries: [String]
  /// The cells, adapter by adapter.
  public let cells: [Cell]

  /// An evaluation of these cells, each of which has a ranking for each query.
  public init(queries: [String], cells: [Cell]) {
    precondition(
      cells.allSatisfy { $0.rankings.count == queries.count },
      "a cell does not rank for each of \(queries.count) queries")
    self.queries = queries
    self.cells = cells
  }

  /// The cells of one adapter: a ranking for each query at each dimension.
  public static func cells(
    of task: EmbeddingTask, dimensions: [Int], rankings: [[JudgedRanking]]
  ) -> [Cell] {
    zip(dimensions, rankings).map { dimension, rankings in
      Cell(
        task: task, scoring: .cosine(dimensions: dimension), bytes: dimension * MemoryLayout<Float>.size,
        rankings: rankings)
    }
  }
}

/// What an evaluation says by one metric: the mean of each cell, how sure it is, and which cells are as good as the best.
public struct EvaluationSummary: Sendable {
  /// One cell.
  public struct Row: Hashable, Sendable {
    /// The mean over the queries.
    public let mean: Double
    /// Where the mean lies in 95 of 100 draws of the queries; `nil` for a single query.
    public let interval: ClosedRange<Double>?
    /// How much the mean is below that of the best cell.
    public let loss: Double
    /// Where the loss lies in 95 of 100 draws of the queries, the same for both cells.
    public let lossInterval: ClosedRange<Double>?
    /// Whether these queries show no difference from the best cell.
    public let isLevel: Bool
  }

  /// The metric.
  public let metric: Metric
  /// The value for each query in each cell [cells, queries].
  public let values: [[Double]]
  /// The cells.
  public let rows: [Row]
  /// The cell of the highest mean, the first of several; `nil` where there is none.
  public let best: Int?
  /// The cell of the fewest bytes among those that are level with the best, of equally small ones that of the highest
  /// mean.
  public let cheapest: Int?

  /// The summary of `evaluation` by `metric`.
  ///
  /// - Complexity: O(cells · queries · draws).
  public init(_ evaluation: Evaluation, _ metric: Metric) {
    let values = evaluation.cells.map { $0.rankings.map(metric.value) }
    let bootstrap = Bootstrap(values)
    let means = bootstrap.means
    let best = means.indices.max { (means[$0], $1) < (means[$1], $0) }
    let rows = means.indices.map { cell in
      let loss = best.map { means[$0] - means[cell] } ?? 0
      let interval = best.flatMap { bootstrap.interval(of: $0, minus: cell) }
      return Row(
        mean: means[cell], interval: bootstrap.interval(of: cell), loss: loss, lossInterval: interval,
        isLevel: loss == 0 || interval.map { $0.lowerBound <= 0 } ?? false)
    }
    self.metric = metric
    self.values = values
    self.rows = rows
    self.best = best
    let cells = evaluation.cells
    cheapest = rows.indices.filter { rows[$0].isLevel }.min { first, second in
      (cells[first].bytes, -means[first], first) < (cells[second].bytes, -means[second], second)
    }
  }

  /// The queries in the order of their values in a cell, the worst first; equal ones in their order.
  public func worstFirst(in cell: Int) -> [Int] {
    let values = values[cell]
    return values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  }
}

internal import Display
public import Embeddings

extension Evaluation.Scoring {
  /// What reports call it.
  public var name: String {
    switch self {
    case .cosine: "cosine"
    case .lateInteraction: "late interaction"
    }
  }
}

extension Table {
  /// Every adapter at every dimension with what it costs and reaches: `task`, `scoring`, `dimensions`, `bytes` of an
  /// item, `metric`, its mean `value` between `low` and `high`, its `loss` against the best between `loss_low` and
  /// `loss_high`, and `level`: whether these queries show no difference from the best.
  ///
  /// - Parameter summaries: of the same evaluation, one for each metric.
  public static func evaluation(_ evaluation: Evaluation, _ summaries: [EvaluationSummary]) -> Table {
    var table = Table([
      .text("task"), .text("scoring"), .integer("dimensions"), .integer("bytes"), .text("metric"),
      .number("value"), .number("low"), .number("high"), .number("loss"), .number("loss_low"), .number("loss_high"),
      .text("level"),
    ])
    for summary in summaries {
      for (place, cell) in evaluation.cells.enumerated() {
        let row = summary.rows[place]
        table.append([
          .text(cell.task.name), .text(cell.scoring.name), Field(cell.dimensions), .integer(cell.bytes),
          .text("\(summary.metric)"), .number(row.mean), Field(row.interval?.lowerBound),
          Field(row.interval?.upperBound), .number(row.loss), Field(row.lossInterval?.lowerBound),
          Field(row.lossInterval?.upperBound),
          .text(place == summary.best ? "best" : row.isLevel ? "level" : ""),
        ])
      }
    }
    return table
  }

  /// The queries of an evaluation, those first that a cell ranks worst: `query`, its `text`, the `value` of the metric,
  /// the number of items that are `relevant`, the `first_rank` of any of them, and its rank in each other cell of the
  /// same dimension, `first_rank_TASK`.
  ///
  /// - Parameters:
  ///   - cell: of the evaluation.
  ///   - texts: what is asked, by query.
  public static func judgedQueries(
    _ evaluation: Evaluation, _ summary: EvaluationSummary, in cell: Int, texts: [String]
  ) -> Table {
    let shown = evaluation.cells[cell]
    let others = evaluation.cells.indices.filter {
      $0 != cell && evaluation.cells[$0].scoring == shown.scoring && evaluation.cells[$0].task != shown.task
    }
    var table = Table(
      [.text("query"), .text("text", width: 50), .number("value"), .integer("relevant"), .integer("first_rank")]
        + others.map { .integer("first_rank_\(Column.word(evaluation.cells[$0].task.name))") })
    for query in summary.worstFirst(in: cell) {
      let ranking = shown.rankings[query]
      table.append(
        [
          .text(evaluation.queries[query]), .text(texts[query]), .number(summary.values[cell][query]),
          .integer(ranking.grades.count), Field(ranking.relevant.first?.rank),
        ] + others.map { Field(evaluation.cells[$0].rankings[query].relevant.first?.rank) })
    }
    return table
  }
}

extension EvaluationSummary {
  /// What the numbers come to, in a sentence: the best, and the smallest vectors that these queries cannot tell from it.
  public func verdict(_ evaluation: Evaluation) -> String {
    guard let best, let cheapest else { return "Nothing was evaluated." }
    let (top, small) = (evaluation.cells[best], evaluation.cells[cheapest])
    let value = NumberText.fixed(rows[best].mean, decimals: 3)
    let count = evaluation.queries.count
    let queries = "\(count) quer\(count == 1 ? "y" : "ies")"
    if count < 2 { return "Best: \(top.label) with \(metric) \(value); one query says nothing about others." }
    guard cheapest != best else {
      return "Best: \(top.label) with \(metric) \(value); every smaller vector is worse with these \(queries)."
    }
    let loss = rows[cheapest].loss
    let range = rows[cheapest].lossInterval.map {
      ", 95 % between \(Self.signed($0.lowerBound)) and \(Self.signed($0.upperBound))"
    }
    return
      "Best: \(top.label) with \(metric) \(value). Level with it: \(small.label), \(Self.times(top.bytes, small.bytes)) "
      + "smaller (\(Self.signed(loss)) worse\(range ?? ""); no difference seen with these \(queries))."
  }

  private static func signed(_ number: Double) -> String { NumberText.fixed(number, decimals: 3) }

  private static func times(_ large: Int, _ small: Int) -> String {
    let ratio = Double(large) / Double(max(1, small))
    return "\(NumberText.fixed(ratio, decimals: ratio == ratio.rounded() ? 0 : 1)) times"
  }
}

extension Evaluation.Cell {
  /// What it is called in a sentence.
  public var label: String {
    switch scoring {
    case .cosine(let dimensions): "\(task) at \(dimensions) dimensions"
    case .lateInteraction: "\(task) with late interaction"
    }
  }
}

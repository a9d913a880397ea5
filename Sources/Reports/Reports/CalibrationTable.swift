internal import Display
public import Embeddings

/// The calibration of one adapter at one dimension.
public struct ReportedCalibration: Sendable {
  let task: EmbeddingTask
  let dimensions: Int
  let calibration: Calibration

  /// A calibration from its parts.
  public init(task: EmbeddingTask, dimensions: Int, calibration: Calibration) {
    self.task = task
    self.dimensions = dimensions
    self.calibration = calibration
  }
}

extension Table {
  /// What scores mean under each adapter: `task`, `dimensions`; the number, mean and quantiles of the scores of
  /// `related` pairs, `hard` negatives and `random` pairs; `auc_random` and `auc_hard`; and for each false positive rate
  /// the threshold and its recall.
  public static func calibration(_ rows: some Sequence<ReportedCalibration>) -> Table {
    let kinds = ["related", "hard", "random"]
    let rates = Calibration.falsePositiveRates
    var table = Table(
      [.text("task"), .integer("dimensions")]
        + kinds.flatMap { kind -> [Column] in
          [
            .integer("\(kind)_pairs"), .number("\(kind)_mean"), .number("\(kind)_deviation"), .number("\(kind)_p05"),
            .number("\(kind)_median"), .number("\(kind)_p95"),
          ]
        } + [.number("auc_random"), .number("auc_hard")]
        + rates.flatMap { rate -> [Column] in
          let name = Self.name(rate)
          return [.number("threshold_fpr_\(name)"), .number("recall_fpr_\(name)")]
        })
    for row in rows {
      let calibration = row.calibration
      var fields: [Field] = [.text(row.task.name), .integer(row.dimensions)]
      for sample in [calibration.related, calibration.hard, calibration.random] {
        fields += [.integer(sample.scores.count), Field(sample.mean), Field(sample.deviation)]
        fields += [0.05, 0.5, 0.95].map { Field(sample.quantile($0)) }
      }
      fields += [calibration.random, calibration.hard].map { Field(calibration.areaUnderCurve(against: $0)) }
      for rate in rates {
        let threshold = calibration.threshold(falsePositiveRate: rate)
        fields += [Field(threshold?.score), Field(threshold?.recall)]
      }
      table.append(fields)
    }
    return table
  }

  private static func name(_ rate: Double) -> String {
    rate == 0.1 ? "10" : rate == 0.01 ? "1" : "0_1"
  }
}

extension ReportedCalibration {
  /// The calibration as people read it: a line for each kind of pairs, then the thresholds.
  public var lines: [String] {
    func text(_ number: Double?) -> String { number.map { NumberText.fixed($0, decimals: 3) } ?? "–" }
    let kinds = [("related", calibration.related), ("hard", calibration.hard), ("random", calibration.random)]
    var pairs = Table([
      .text("pairs"), .integer("count"), .number("mean"), .number("deviation"), .number("p05"), .number("median"),
      .number("p95"),
    ])
    for (name, sample) in kinds {
      pairs.append(
        [.text(name), .integer(sample.scores.count), Field(sample.mean), Field(sample.deviation)]
          + [0.05, 0.5, 0.95].map { Field(sample.quantile($0)) })
    }
    let auc = [calibration.random, calibration.hard].map { text(calibration.areaUnderCurve(against: $0)) }
    var lines = ["\(task) at \(dimensions) dimensions"] + pairs.lines
    lines.append("area under the curve: \(auc[0]) against random pairs, \(auc[1]) against hard negatives")
    for rate in Calibration.falsePositiveRates {
      let percent = NumberText.fixed(rate * 100, decimals: rate < 0.01 ? 1 : 0)
      guard let threshold = calibration.threshold(falsePositiveRate: rate) else {
        lines.append("\(percent) % of random pairs: too few pairs to tell")
        continue
      }
      lines.append(
        "\(percent) % of random pairs score \(text(Double(threshold.score))) or more, and "
          + "\(NumberText.fixed(threshold.recall * 100, decimals: 0)) % of the related ones")
    }
    return lines
  }
}

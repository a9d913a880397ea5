import Embeddings
import StrictJSON

/// A ranking at every dimension of the model.
struct SweepReport {
  let query: String
  let task: EmbeddingTask
  let sweep: MatryoshkaSweep
  let collection: EmbeddedCollection
  let limit: Int

  /// The report in all formats.
  func report() throws -> Report {
    let identifiers = collection.identifiers
    var table = Table([
      .right("dimensions"), .right("bytes"), .right("overlap@10"), .right("Kendall τ"), .right("search"),
      .right("score"), .left("best item"),
    ])
    for step in sweep.steps {
      let best = step.ranking.order.first
      table.append([
        "\(step.dimensions)", "\(step.bytes)", shareText(step.overlapAt10),
        step.kendallTau.map { scoreText(Float($0)) } ?? "–",
        "\(scoreText(Float(step.searchTime / .milliseconds(1)))) ms",
        best.map { scoreText(step.ranking.scores[$0]) } ?? "–", best.map { identifiers[$0] } ?? "–",
      ])
    }
    return Report(
      table: table.lines + ["\(identifiers.count) items · \(task)"],
      json: try jsonDocument { writer in
        try writer.object { writer in
          writer.member("query", query)
          writer.member("task", task.name)
          writer.name("sweep")
          try writer.array { writer in
            for step in sweep.steps { try write(step, to: &writer) }
          }
        }
      },
      jsonLines: try sweep.steps.map { step in
        try jsonDocument { writer in try write(step, to: &writer) }
      },
      rows: [["dimensions", "bytes", "overlap_at_10", "kendall_tau", "rank", "id", "score"]]
        + sweep.steps.flatMap { step in
          step.ranking.results(limit: limit, identifiers: identifiers).map { result in
            [
              "\(step.dimensions)", "\(step.bytes)", "\(step.overlapAt10)", step.kendallTau.map { "\($0)" } ?? "",
              "\(result.rank)", result.id, "\(result.score)",
            ]
          }
        })
  }

  private func write(_ step: MatryoshkaSweep.Step, to writer: inout JSONWriter) throws {
    try writer.object { writer in
      writer.member("dimensions", step.dimensions)
      writer.member("bytes", step.bytes)
      try writer.member("overlap_at_10", step.overlapAt10)
      writer.name("kendall_tau")
      try writer.value(orNull: step.kendallTau)
      writer.name("results")
      try step.ranking.results(limit: limit, identifiers: collection.identifiers).write(to: &writer)
    }
  }

  private func shareText(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}

extension JSONWriter {
  /// Writes a number, or `null` where there is none.
  mutating func value(orNull value: Double?) throws {
    if let value { try self.value(value) } else { null() }
  }
}

import Embeddings
import StrictJSON

/// Items by their similarity to a query.
struct SearchReport {
  let query: String
  let task: EmbeddingTask
  /// Components that were compared; `nil` of late interaction.
  let dimensions: Int?
  /// By item.
  let scores: [Float]
  let collection: EmbeddedCollection
  let limit: Int

  /// The report in all formats.
  func report() throws -> Report {
    let identifiers = collection.identifiers
    let results = Ranking.nearest(limit, scores: scores, identifiers: identifiers).enumerated().map { position, item in
      RankedResult(item: item, rank: position + 1, id: identifiers[item], score: scores[item])
    }
    var table = Table([.right("rank"), .right("score"), .left("id"), .left("text")])
    for result in results {
      table.append(["\(result.rank)", scoreText(result.score), result.id, collection.summary(of: result.item)])
    }
    let shown =
      "\(results.count) of \(collection.identifiers.count) items · \(task) · "
      + (dimensions.map { "\($0) dimensions" } ?? "late interaction")
    return Report(
      table: table.lines + [shown],
      json: try jsonDocument { writer in
        try writer.object { writer in
          writer.member("query", query)
          writer.member("task", task.name)
          if let dimensions { writer.member("dimensions", dimensions) }
          writer.name("results")
          try results.write(to: &writer)
        }
      },
      jsonLines: try results.map { result in
        try jsonDocument { writer in try result.write(to: &writer) }
      },
      rows: [["rank", "id", "score"]] + results.map { ["\($0.rank)", $0.id, "\($0.score)"] })
  }
}

/// One line of a ranking.
struct RankedResult {
  let item: Int
  let rank: Int
  let id: String
  let score: Float

  /// Writes `{"rank", "id", "score"}`.
  func write(to writer: inout JSONWriter) throws {
    try writer.object { writer in
      writer.member("rank", rank)
      writer.member("id", id)
      try writer.member("score", score)
    }
  }
}

extension [RankedResult] {
  /// Writes the results as an array.
  func write(to writer: inout JSONWriter) throws {
    try writer.array { writer in
      for result in self { try result.write(to: &writer) }
    }
  }
}

extension Ranking {
  /// The first `limit` items with their ranks.
  func results(limit: Int, identifiers: [String]) -> [RankedResult] {
    top(limit).enumerated().map { position, item in
      RankedResult(item: item, rank: position + 1, id: identifiers[item], score: scores[item])
    }
  }
}

import Embeddings
import StrictJSON

/// The same items under several adapters, side by side.
struct ComparisonReport {
  let query: String
  let comparison: AdapterComparison
  let collection: EmbeddedCollection
  let limit: Int

  private var tasks: [EmbeddingTask] { comparison.tasks }

  /// The items that are among the first `limit` under any adapter, by their rank under the first.
  private var items: [Int] {
    let chosen = Set(comparison.rankings.flatMap { Array($0.top(limit)) })
    return comparison.rankings[0].order.filter(chosen.contains)
  }

  /// The report in all formats.
  func report() throws -> Report {
    let items = items
    return Report(
      table: tableLines(items),
      json: try jsonDocument { writer in
        try writer.object { writer in
          writer.member("query", query)
          writer.name("tasks")
          writer.array { writer in for task in tasks { writer.value(task.name) } }
          writer.name("items")
          try writer.array { writer in for item in items { try write(item, to: &writer) } }
          writer.name("kendall_tau")
          try writer.array { writer in
            for row in comparison.kendallTau {
              try writer.array { writer in for tau in row { try writer.value(orNull: tau) } }
            }
          }
        }
      },
      jsonLines: try items.map { item in
        try jsonDocument { writer in try write(item, to: &writer) }
      },
      rows: [["id"] + tasks.flatMap { ["rank:\($0)", "score:\($0)"] }]
        + items.map { item in
          [collection.identifiers[item]]
            + comparison.rankings.flatMap { ["\($0.ranks[item])", "\($0.scores[item])"] }
        })
  }

  private func tableLines(_ items: [Int]) -> [String] {
    var table = Table(tasks.flatMap { [.right($0.name), .right("rank"), .left("")] } + [.left("id"), .left("text")])
    for item in items {
      let cells = comparison.rankings.indices.flatMap { index -> [String] in
        let ranking = comparison.rankings[index]
        let shift = index == 0 ? "" : Self.shiftText(comparison.shift(of: item, from: 0, to: index))
        return [scoreText(ranking.scores[item]), "\(ranking.ranks[item])", shift]
      }
      table.append(cells + [collection.identifiers[item], collection.summary(of: item)])
    }
    let pairs = tasks.indices.flatMap { first in
      tasks.indices.filter { $0 > first }.map { second in
        "\(tasks[first])/\(tasks[second]) \(comparison.kendallTau[first][second].map { scoreText(Float($0)) } ?? " –")"
      }
    }
    let count = "\(items.count) of \(collection.identifiers.count) items: the best \(limit) of each adapter"
    return table.lines + [count] + (pairs.isEmpty ? [] : ["Kendall τ: " + pairs.joined(separator: "  ")])
  }

  /// Places gained or lost: `▲2`, `▼1`, `=`.
  private static func shiftText(_ shift: Int) -> String {
    shift == 0 ? "=" : shift > 0 ? "▲\(shift)" : "▼\(-shift)"
  }

  private func write(_ item: Int, to writer: inout JSONWriter) throws {
    try writer.object { writer in
      writer.member("id", collection.identifiers[item])
      writer.name("ranks")
      writer.object { writer in
        for (task, ranking) in zip(tasks, comparison.rankings) { writer.member(task.name, ranking.ranks[item]) }
      }
      writer.name("scores")
      try writer.object { writer in
        for (task, ranking) in zip(tasks, comparison.rankings) {
          try writer.member(task.name, ranking.scores[item])
        }
      }
    }
  }
}

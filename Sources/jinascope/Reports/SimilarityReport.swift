import Embeddings
import StrictJSON

/// The similarity of every item with every other.
struct SimilarityReport {
  let task: EmbeddingTask
  let dimensions: Int
  let matrix: SimilarityMatrix
  let identifiers: [String]

  /// The report in all formats.
  func report() throws -> Report {
    let rows = (0..<matrix.rows).map { row in (0..<matrix.columns).map { matrix[row, $0] } }
    var table = Table([.right("#"), .left("id")] + (0..<matrix.columns).map { .right("\($0 + 1)") })
    for (index, row) in rows.enumerated() {
      table.append(["\(index + 1)", identifiers[index]] + row.map(scoreText))
    }
    return Report(
      table: table.lines + ["\(identifiers.count) items · \(task) · \(dimensions) dimensions"],
      json: try jsonDocument { writer in
        try writer.object { writer in
          writer.member("task", task.name)
          writer.member("dimensions", dimensions)
          for name in ["rows", "columns"] {
            writer.name(name)
            writer.array { writer in for id in identifiers { writer.value(id) } }
          }
          writer.name("values")
          try writer.array { writer in for row in rows { try writer.value(row) } }
        }
      },
      jsonLines: try rows.indices.map { index in
        try jsonDocument { writer in
          try writer.object { writer in
            writer.member("id", identifiers[index])
            writer.name("values")
            try writer.value(rows[index])
          }
        }
      },
      rows: [["id"] + identifiers]
        + zip(identifiers, rows).map { id, row in [id] + row.map { "\($0)" } })
  }
}

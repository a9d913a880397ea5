import Embeddings
import StrictJSON

/// The similarity of every item with every other, or with those of another collection.
struct SimilarityReport {
  let task: EmbeddingTask
  let dimensions: Int
  let matrix: SimilarityMatrix
  let rowNames: [String]
  let columnNames: [String]

  /// The report in all formats.
  func report() throws -> Report {
    let rows = (0..<matrix.rows).map { row in (0..<matrix.columns).map { matrix[row, $0] } }
    var table = Table([.right("#"), .left("id")] + (0..<matrix.columns).map { .right("\($0 + 1)") })
    for (index, row) in rows.enumerated() {
      table.append(["\(index + 1)", rowNames[index]] + row.map(scoreText))
    }
    // The columns of a table have no room for names: where they are not the rows' they follow.
    var columns = Table([.right("#"), .left("column")])
    for (index, name) in columnNames.enumerated() { columns.append(["\(index + 1)", name]) }
    let hasColumns = columnNames != rowNames
    let count = !hasColumns ? "\(matrix.rows)" : "\(matrix.rows) × \(matrix.columns)"
    return Report(
      table: table.lines + (hasColumns ? columns.lines : []) + ["\(count) items · \(task) · \(dimensions) dimensions"],
      json: try jsonDocument { writer in
        try writer.object { writer in
          writer.member("task", task.name)
          writer.member("dimensions", dimensions)
          for (name, identifiers) in [("rows", rowNames), ("columns", columnNames)] {
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
            writer.member("id", rowNames[index])
            writer.name("values")
            try writer.value(rows[index])
          }
        }
      },
      rows: [["id"] + columnNames]
        + zip(rowNames, rows).map { id, row in [id] + row.map { "\($0)" } })
  }
}

import Embeddings
import Reports

extension ExplorerState {
  /// The most rows and columns of a matrix that are copied; larger ones are for a file.
  private static let copiedSide = 200

  /// The matrix as it is ordered, or the rectangle that is selected; says where it is not all.
  var similarityText: String {
    let (extent, matrix) = (similarity.extent, shownMatrix)
    guard extent.rows > 0 else { return "" }
    let (rows, columns) = similarity.selection ?? (0..<extent.rows, 0..<extent.columns)
    let shown = (rows: rows.prefix(Self.copiedSide), columns: columns.prefix(Self.copiedSide))
    var table = Table([.text("id")] + shown.columns.map { .number(matrix.reportedColumn($0).id) })
    for row in shown.rows {
      table.append(
        [.text(matrix.reportedRow(row).id)]
          + shown.columns.map { column in Field(matrix.value(row: row, column: column)) })
    }
    let isWhole = shown.rows.count == rows.count && shown.columns.count == columns.count
    return isWhole
      ? table.copiedText
      : table.copiedText
        + "# \(shown.rows.count) × \(shown.columns.count) of \(rows.count) × \(columns.count); e exports all of it\n"
  }
}

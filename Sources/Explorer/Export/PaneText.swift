import Corpus
import Embeddings
import Reports
import TerminalUI

extension ExplorerState {
  /// What the pane with the focus shows, all of it, as text: tables with tabs between the columns.
  var paneText: String {
    switch focus {
    case .query: return query.field.text
    case .inspector where !interaction.isShown: return selectedItem.map { items[$0].fullText } ?? ""
    default: break
    }
    guard let table = table(of: focus) else { return similarityText }
    return table.isEmpty ? "" : table.copiedText
  }

  /// The most rows and columns of a matrix that are copied; larger ones are for a file.
  private static let copiedSide = 200

  /// The matrix as it is ordered, or the rectangle that is selected; says where it is not all.
  private var similarityText: String {
    let extent = heatmapExtent
    guard extent.rows > 0 else { return "" }
    let (rows, columns) = heatmap.selection ?? (0..<extent.rows, 0..<extent.columns)
    let shown = (rows: rows.prefix(Self.copiedSide), columns: columns.prefix(Self.copiedSide))
    var table = Table([.text("id")] + shown.columns.map { .number(columnItem($0).id) })
    for row in shown.rows {
      table.append(
        [.text(rowItem(row).id)] + shown.columns.map { column in Field(heatmapValue(row: row, column: column)) })
    }
    let isWhole = shown.rows.count == rows.count && shown.columns.count == columns.count
    return isWhole
      ? table.copiedText
      : table.copiedText
        + "# \(shown.rows.count) × \(shown.columns.count) of \(rows.count) × \(columns.count); e exports all of it\n"
  }
}

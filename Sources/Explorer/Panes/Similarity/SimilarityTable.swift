import Embeddings
import Reports

extension ExplorerState {
  /// The listed pairs.
  var pairsTable: Table {
    let matrix = shownMatrix
    return .pairs(
      similarity.listedPairs.map {
        (similarity: $0.similarity, row: matrix.reportedRow($0.row), column: matrix.reportedColumn($0.column))
      })
  }
}

extension ShownMatrix {
  /// What a row stands for: an item, or the query under an adapter.
  func reportedRow(_ row: Int) -> ReportedItem {
    if similarity.rows != .query { return subject.reported(item(atRow: row)) }
    let (name, content) = rowName(row)
    return ReportedItem(id: name, label: nil, content: content)
  }

  /// What a column stands for.
  func reportedColumn(_ column: Int) -> ReportedItem { subject.reported(item(atColumn: column)) }
}

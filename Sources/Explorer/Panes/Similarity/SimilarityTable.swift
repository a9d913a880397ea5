import Embeddings
import Reports

extension ExplorerState {
  /// The listed pairs as a table.
  var pairsTable: Table {
    .pairs(listedPairs.map { (similarity: $0.similarity, row: rowItem($0.row), column: columnItem($0.column)) })
  }

  /// What a row of the matrix stands for: an item, or the query under an adapter.
  func rowItem(_ row: Int) -> ReportedItem {
    if heatmap.rows != .query { return reported(heatmapItem(atRow: row)) }
    let (name, content) = SimilarityPane(state: self).rowName(row)
    return ReportedItem(id: name, label: nil, content: content)
  }

  /// What a column of the matrix stands for.
  func columnItem(_ column: Int) -> ReportedItem { reported(heatmapItem(atColumn: column)) }
}

import Embeddings
import Reports

extension ExplorerState {
  /// The comparison as a table: what the pane shows, all of it.
  var comparisonTable: Table {
    guard let ranking = comparedRanking else { return .comparison([], tasks: [], reference: 0) }
    let tasks = ranking.comparison.tasks
    let rows = comparedItems.map { item in
      (item: reported(item), places: tasks.indices.map { place(of: item, in: ranking, under: $0) })
    }
    return .comparison(rows, tasks: tasks, reference: ranking.current ?? 0)
  }
}

import Embeddings
import Reports

extension ExplorerState {
  /// The comparison: what the pane shows, all of it.
  var comparisonTable: Table {
    guard let ranking = subject.comparedRanking else { return .comparison([], tasks: [], reference: 0) }
    let tasks = ranking.comparison.tasks
    let rows = compare.items(subject).map { item in
      (item: subject.reported(item), places: tasks.indices.map { ranking.place(of: item, under: $0) })
    }
    return .comparison(rows, tasks: tasks, reference: ranking.current ?? 0)
  }
}

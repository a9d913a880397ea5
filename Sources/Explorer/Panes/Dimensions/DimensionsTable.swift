import Embeddings
import Reports

extension ExplorerState {
  /// The dimensions with what they cost and keep, under every adapter shown; beside them the item whose score is followed.
  var dimensionsTable: Table {
    let sweeps = subject.shownTasks.compactMap { task in
      dimensions.sweep.answer?.sweeps[task].map { (task: task, sweep: $0) }
    }
    let followed = subject.scoredPair?.item
    return .sweep(sweeps, hasTimes: screen.showsTimes) { task, step in
      guard let item = followed, let row = dimensions.sweep.answer?.items[task]?.sortedIndex(of: item) else {
        return []
      }
      let place = RankedPlace(rank: step.ranking.ranks[row], score: step.ranking.scores[row])
      return [SweptItem(id: subject.identifiers[item], place: place)]
    }
  }
}

import Embeddings
import Reports

extension ExplorerState {
  /// The dimensions with what they cost and keep, under every adapter shown; beside them the item whose score is followed.
  var dimensionsTable: Table {
    let sweeps = shownTasks.compactMap { task in sweep.answer?.sweeps[task].map { (task: task, sweep: $0) } }
    let followed = sweepPair?.item
    return .sweep(sweeps, hasTimes: showsTimes) { task, step in
      guard let item = followed, let row = sweep.answer?.items[task]?.sortedIndex(of: item) else { return [] }
      let place = RankedPlace(rank: step.ranking.ranks[row], score: step.ranking.scores[row])
      return [SweptItem(id: identifiers[item], place: place)]
    }
  }
}

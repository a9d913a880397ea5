import Corpus
import Embeddings
import Reports

extension ExplorerState {
  /// The items in the order of the list, with a score and a rank for each adapter shown.
  var itemsTable: Table {
    let ranking = subject.shownRanking
    let tasks = ranking?.comparison.tasks ?? []
    let compared = tasks.indices.filter { $0 != ranking?.current }
    let rows = subject.listedItems.map { item in
      (
        item: subject.reported(item), place: ranking.flatMap { $0.place(of: item) },
        compared: compared.map { place in ranking.flatMap { $0.place(of: item, under: place) } }
      )
    }
    return .ranking(rows, comparedTasks: compared.map { tasks[$0] })
  }
}

extension Subject {
  /// An item as reports name it.
  func reported(_ item: Int) -> ReportedItem {
    ReportedItem(id: identifiers[item], label: items[item].label, content: items[item].headline)
  }
}

extension ItemRanking {
  /// Where an item stands under the current adapter, or under the one at `place` of the comparison.
  func place(of item: Int, under place: Int? = nil) -> RankedPlace? {
    guard let place = place ?? current, let rank = rank(of: item, under: place),
      let score = score(of: item, under: place)
    else { return nil }
    return RankedPlace(rank: rank, score: score)
  }
}

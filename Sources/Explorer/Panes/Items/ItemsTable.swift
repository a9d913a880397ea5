import Corpus
import Embeddings
import Reports

extension ExplorerState {
  /// The items in the order of the list, with a score and a rank for each adapter shown.
  var itemsTable: Table {
    let ranking = shownRanking
    let tasks = ranking?.comparison.tasks ?? []
    let compared = tasks.indices.filter { $0 != ranking?.current }
    let rows = (0..<rowCount).map { row in
      let item = item(inRow: row)
      return (
        item: reported(item), place: ranking.flatMap { place(of: item, in: $0) },
        compared: compared.map { place in ranking.flatMap { self.place(of: item, in: $0, under: place) } }
      )
    }
    return .ranking(rows, comparedTasks: compared.map { tasks[$0] })
  }

  /// An item as reports name it.
  func reported(_ item: Int) -> ReportedItem {
    ReportedItem(id: identifiers[item], label: items[item].label, content: items[item].headline)
  }

  /// Where an item stands in a ranking, under the current adapter or the one at `place` of the comparison.
  func place(of item: Int, in ranking: ItemRanking, under place: Int? = nil) -> RankedPlace? {
    guard let place = place ?? ranking.current, let rank = ranking.rank(of: item, under: place),
      let score = ranking.score(of: item, under: place)
    else { return nil }
    return RankedPlace(rank: rank, score: score)
  }
}

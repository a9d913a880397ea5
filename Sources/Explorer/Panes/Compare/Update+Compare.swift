import Embeddings

/// The order of the items in the comparison of adapters.
enum CompareOrder: String, Hashable, Sendable {
  /// Those first whose ranks differ most.
  case disagreement
  /// By rank under the current adapter.
  case rank
}

extension ExplorerState {
  /// The ranking, where it holds several adapters.
  var comparedRanking: ItemRanking? {
    shownRanking.flatMap { $0.comparison.tasks.count > 1 ? $0 : nil }
  }

  /// The compared items as the comparison lists them.
  var comparedItems: [Int] {
    guard let ranking = comparedRanking else { return [] }
    switch compareOrder {
    case .disagreement: return ranking.disagreements
    case .rank: return Array(ranking.order.prefix(ranking.items.count))
    }
  }

  /// The row of the selected item in the comparison.
  var comparedRow: Int? {
    guard let item = selectedItem else { return nil }
    return comparedItems.firstIndex(of: item)
  }

  /// Begins at the top of the comparison, with the biggest disagreement, where no item was chosen before.
  mutating func settleComparison() {
    guard focus == .compare, list.chosen == nil, isRankingComplete else { return }
    if let item = comparedItems.first { select(item) }
  }

  /// Whether what is ranked is all that was asked for: what stands at the top before that will not stay there.
  private var isRankingComplete: Bool {
    guard jobs[.items] == nil, query.pending == nil, ranking.isCurrent, let ranked = ranking.answered else {
      return false
    }
    return ranked.revision == ranked.question.tasks.reduce(0) { $0 + vectors.count(under: $1) }
  }

  /// Selects the item `rows` further down in the comparison.
  mutating func moveInComparison(by rows: Int) {
    let items = comparedItems
    guard !items.isEmpty else { return }
    select(items[clamped((comparedRow ?? 0) + rows, to: items.count)])
  }

  /// Orders the comparison by disagreement or by rank.
  mutating func switchCompareOrder() { compareOrder = compareOrder == .disagreement ? .rank : .disagreement }
}

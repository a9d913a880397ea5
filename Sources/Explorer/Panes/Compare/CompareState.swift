import Embeddings

/// The comparison of the adapters.
struct CompareState: Sendable {
  var order = Order.disagreement

  /// The order of the items.
  enum Order: String, Hashable, Sendable, CaseIterable {
    /// Those first whose ranks differ most.
    case disagreement
    /// By rank under the current adapter.
    case rank
  }
}

extension CompareState {
  mutating func toggleOrder() { order = order.next }

  /// The compared items in the order of the pane.
  func items(_ subject: Subject) -> [Int] {
    guard let ranking = subject.comparedRanking else { return [] }
    switch order {
    case .disagreement: return ranking.disagreements
    case .rank: return Array(ranking.order.prefix(ranking.items.count))
    }
  }

  /// The row of the selected item.
  func row(_ subject: Subject) -> Int? { subject.selectedItem.flatMap { items(subject).firstIndex(of: $0) } }

  /// Selects the item `rows` further down.
  func move(by rows: Int, _ subject: inout Subject) {
    let items = items(subject)
    guard !items.isEmpty else { return }
    subject.select(items[((row(subject) ?? 0) + rows).clamped(to: items.count)])
  }

  /// Begins at the top, with the biggest disagreement, if no item was chosen before.
  func settle(_ subject: inout Subject, _ work: Work) {
    guard subject.chosen == nil, subject.isRankingComplete(work), let item = items(subject).first else { return }
    subject.select(item)
  }
}

extension Subject {
  /// The ranking, if it holds several adapters.
  var comparedRanking: ItemRanking? {
    shownRanking.flatMap { $0.comparison.tasks.count > 1 ? $0 : nil }
  }

  /// Whether all that was asked for is ranked: what stands at the top before that will not stay there.
  fileprivate func isRankingComplete(_ work: Work) -> Bool {
    guard work.running[.items] == nil, work.running[.query] == nil, ranking.isCurrent, let ranked = ranking.answered
    else { return false }
    return ranked.revision == ranked.question.tasks.reduce(0) { $0 + vectors.count(under: $1) }
  }
}

import Corpus
import Embeddings
import TerminalUI

/// Where the user is in the list of items, and how it is filtered and sorted.
struct ItemsState: Sendable {
  /// The words that items must contain to be listed.
  var filter = TextField()
  /// Whether the filter is being typed.
  var isFiltering = false
  /// What the rows are sorted by.
  var sort = ItemSort.score
  /// Whether the last row comes first.
  var isReversed = false
  /// The first row that is shown.
  private(set) var firstRow = 0
  /// The items' texts, once something was filtered.
  private var texts: FilterTexts?
}

extension ItemsState {
  /// Looks at the items' texts again with the next filter.
  mutating func forgetTexts() { texts = nil }

  /// Keeps the selected row among the `rows` that fit.
  mutating func scroll(_ subject: Subject, rows: Int) {
    firstRow = Scrolling.first(from: firstRow, showing: subject.selectedRow, of: subject.rowCount, fitting: rows)
  }

  /// Lists what the filter leaves, sorted; nothing is done if nothing has changed.
  mutating func arrange(_ subject: inout Subject) {
    let words = FilterTexts.words(of: filter.text)
    if words.isEmpty && sort == .score && !isReversed {
      subject.arrangement = nil
      return
    }
    let question = ItemArrangement.Question(
      filter: filter.text, sort: sort, isReversed: isReversed,
      ranking: subject.shownRanking == nil ? nil : subject.ranking.answered)
    if subject.arrangement?.question == question { return }
    var rows = subject.sortedItems(by: sort)
    if isReversed { rows.reverse() }
    if !words.isEmpty {
      let texts = self.texts ?? FilterTexts(subject.items)
      self.texts = texts
      rows.removeAll { !texts.contains($0, words) }
    }
    subject.arrangement = ItemArrangement(question, rows: rows)
    // What the filter leaves out cannot stay selected.
    if let chosen = subject.chosen, !rows.isEmpty, subject.arrangement?.row(of: chosen) == nil { subject.chosen = nil }
  }
}

extension Subject {
  /// All items by a column; equal ones as they are ranked.
  fileprivate func sortedItems(by sort: ItemSort) -> [Int] {
    let ranked = shownRanking?.order ?? Array(items.indices)
    func sorted(_ isBefore: (Int, Int) -> Bool) -> [Int] { ranked.sorted(by: isBefore) }
    switch sort {
    case .score: return ranked
    case .collection: return Array(items.indices)
    case .name: return sorted { identifiers[$0] < identifiers[$1] }
    case .kind: return sorted { items[$0].kind > items[$1].kind }
    case .label:
      return sorted { first, second in
        guard let label = items[first].label else { return false }
        return items[second].label.map { label < $0 } ?? true
      }
    case .adapter(let task):
      guard let ranking = shownRanking, let place = ranking.comparison.tasks.firstIndex(of: task) else { return ranked }
      return sorted { (ranking.rank(of: $0, under: place) ?? .max) < (ranking.rank(of: $1, under: place) ?? .max) }
    }
  }

  /// What the list can be sorted by now.
  var itemSorts: [ItemSort] {
    let others = shownRanking?.comparison.tasks.filter { $0 != task } ?? []
    return [.score] + others.map { .adapter($0) } + [.collection, .name, .label, .kind]
  }

  /// The scores under the current adapter, in descending order.
  var scoresInOrder: [Float] {
    guard let ranking = shownRanking, let current = ranking.current else { return [] }
    let best = ranking.comparison.rankings[current]
    return best.order.map { best.scores[$0] }
  }

  /// How many items score at or above the threshold; `nil` without a threshold or scores.
  var countAboveThreshold: Int? {
    guard let threshold, shownRanking != nil else { return nil }
    return scoresInOrder.partitioningIndex { $0 < threshold }
  }
}

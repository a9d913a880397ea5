import Corpus
import Embeddings
import TerminalUI

extension ExplorerState {
  /// Brings the rows of the list up to date; nothing is done when nothing has changed.
  mutating func arrangeItems() {
    let filter = list.filter.text
    let words = FilterTexts.words(of: filter)
    if words.isEmpty && list.sort == .score && !list.isReversed {
      list.arrangement = nil
      return
    }
    let question = ItemArrangement.Question(
      filter: filter, sort: list.sort, isReversed: list.isReversed,
      ranking: shownRanking == nil ? nil : ranking.answered)
    if list.arrangement?.question == question { return }
    var rows = sortedItems(by: list.sort)
    if list.isReversed { rows.reverse() }
    if !words.isEmpty {
      let texts = list.texts ?? FilterTexts(items)
      list.texts = texts
      rows.removeAll { !texts.contains($0, words) }
    }
    list.arrangement = ItemArrangement(question, rows: rows)
    // What the filter leaves out cannot stay selected.
    if let chosen = list.chosen, !rows.isEmpty, list.arrangement?.row(of: chosen) == nil { list.chosen = nil }
  }

  /// All items by a column; equal ones as they are ranked.
  private func sortedItems(by sort: ItemSort) -> [Int] {
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

  /// Sorts the list by a column; the other way round where it is sorted by it already.
  mutating func sortItems(by sort: ItemSort) {
    list.isReversed = list.sort == sort && !list.isReversed
    list.sort = sort
    message = Message(text: "The items are sorted by \(sort.name)\(list.isReversed ? ", reversed" : "").")
  }

  /// Sorts the list by the next column.
  mutating func switchSort() {
    let all = itemSorts
    let place = all.firstIndex(of: list.sort) ?? -1
    list.sort = all[(place + 1) % all.count]
    message = Message(text: "The items are sorted by \(list.sort.name).")
  }

  /// Lets the user type what items must contain.
  mutating func editFilter() {
    focus = .items
    query.isEditing = false
    list.isFiltering = true
  }

  /// What a key does while the filter is typed.
  mutating func pressInFilter(_ key: KeyPress) -> [Effect] {
    switch key.key {
    case .enter: list.isFiltering = false
    case .escape: clearFilter()
    case .up: selectRow(selectedRow - 1)
    case .down: selectRow(selectedRow + 1)
    default:
      let anywhere = key.typesText ? nil : keymap.command(for: key, in: .text)
      if let anywhere { return run(anywhere) }
      _ = list.filter.handle(key)
    }
    return []
  }

  /// Lists all items again.
  mutating func clearFilter() {
    list.isFiltering = false
    list.filter = TextField()
  }

  /// Selects the row `step` further among those that the filter leaves, around the end.
  mutating func walkMatches(by step: Int) {
    guard !list.filter.text.isEmpty, rowCount > 0 else {
      message = Message(text: list.filter.text.isEmpty ? "Press / and type what to look for." : "No item matches.")
      return
    }
    selectRow(((selectedRow + step) % rowCount + rowCount) % rowCount)
  }

  /// The scores under the current adapter, in descending order.
  var scoresInOrder: [Float] {
    guard let ranking = shownRanking, let current = ranking.current else { return [] }
    let best = ranking.comparison.rankings[current]
    return best.order.map { best.scores[$0] }
  }

  /// How many items score at or above the threshold.
  var countAboveThreshold: Int? {
    guard let threshold = list.threshold, shownRanking != nil else { return nil }
    return scoresInOrder.partitioningIndex { $0 < threshold }
  }

  /// Raises or lowers the threshold by hundredths; the first time it is put at the selected item's score.
  mutating func moveThreshold(by hundredths: Int) {
    guard let threshold = list.threshold else { return switchThreshold() }
    // Whole hundredths, so that many steps up and down come back to the same number.
    list.threshold = Float(Int((threshold * 100).rounded()) + hundredths) / 100
  }

  /// Puts the threshold at the selected item's score, or takes it away.
  mutating func switchThreshold() {
    if list.threshold != nil {
      list.threshold = nil
      return
    }
    guard let ranking = shownRanking, let place = ranking.current, let item = selectedItem,
      let score = ranking.score(of: item, under: place)
    else {
      message = Message(text: "There are no scores yet: press i and type a query, or p for an item's neighbours.")
      return
    }
    list.threshold = score
  }

  /// Ranks the items by their similarity with the selected one, and remembers where that came from.
  mutating func pin() {
    guard let item = selectedItem else { return }
    if list.pins.last == item { return }
    list.pins.append(item)
    select(item)
  }

  /// Goes back to the item whose neighbours were looked at before, at the end to the query.
  mutating func unpin() {
    guard let item = list.pins.popLast() else {
      message = Message(text: "No item is pinned: press p to look at the neighbours of one.")
      return
    }
    select(item)
  }
}

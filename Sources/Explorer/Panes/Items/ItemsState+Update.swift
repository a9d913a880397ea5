import TerminalUI

extension ItemsState {
  /// What a key does while the filter is typed; returns the command that it runs instead.
  mutating func press(_ key: KeyPress, _ keymap: Keymap, _ subject: inout Subject) -> Command? {
    switch key.key {
    case .enter: isFiltering = false
    case .escape: clearFilter()
    case .up: subject.selectRow(subject.selectedRow - 1)
    case .down: subject.selectRow(subject.selectedRow + 1)
    default:
      if !key.typesText, let command = keymap.command(for: key, in: .text) { return command }
      _ = filter.handle(key)
    }
    return nil
  }

  /// Lists all items again.
  mutating func clearFilter() {
    isFiltering = false
    filter = TextField()
  }

  /// Selects the row `step` further among those that the filter leaves, around the end.
  func walkMatches(by step: Int, _ subject: inout Subject, _ screen: inout ScreenState) {
    let count = subject.rowCount
    guard !filter.text.isEmpty, count > 0 else {
      return screen.say(filter.text.isEmpty ? "Press / and type what to look for." : "No item matches.")
    }
    subject.selectRow(((subject.selectedRow + step) % count + count) % count)
  }

  /// Sorts the list by a column, or turns it around if it is sorted by that already.
  mutating func sort(by sort: ItemSort, _ screen: inout ScreenState) {
    isReversed = self.sort == sort && !isReversed
    self.sort = sort
    screen.say("The items are sorted by \(sort.name)\(isReversed ? ", reversed" : "").")
  }

  /// Sorts the list by the next column.
  mutating func cycleSort(_ subject: Subject, _ screen: inout ScreenState) {
    let all = subject.itemSorts
    let place = all.firstIndex(of: sort) ?? -1
    sort = all[(place + 1) % all.count]
    screen.say("The items are sorted by \(sort.name).")
  }

  /// Raises or lowers the threshold by hundredths; the first time it is set at the selected item's score.
  func moveThreshold(by hundredths: Int, _ subject: inout Subject, _ screen: inout ScreenState) {
    guard let threshold = subject.threshold else { return toggleThreshold(&subject, &screen) }
    // Whole hundredths, so that many steps up and down come back to the same number.
    subject.threshold = Float(Int((threshold * 100).rounded()) + hundredths) / 100
  }

  /// Sets the threshold at the selected item's score, or clears it.
  func toggleThreshold(_ subject: inout Subject, _ screen: inout ScreenState) {
    if subject.threshold != nil {
      subject.threshold = nil
      return
    }
    guard let ranking = subject.shownRanking, let place = ranking.current, let item = subject.selectedItem,
      let score = ranking.score(of: item, under: place)
    else { return screen.say("There are no scores yet: press i and type a query, or p for an item's neighbors.") }
    subject.threshold = score
  }

  /// Ranks the items by their similarity to the selected one, and remembers where that came from.
  func showNeighbors(_ subject: inout Subject) {
    guard let item = subject.selectedItem, subject.neighborPath.last != item else { return }
    subject.neighborPath.append(item)
    subject.select(item)
  }

  /// Goes back to the item whose neighbors were listed before, and at last to the query.
  func leaveNeighbors(_ subject: inout Subject, _ screen: inout ScreenState) {
    guard let item = subject.neighborPath.popLast() else {
      return screen.say("No neighbors are listed: press p to list those of an item.")
    }
    subject.select(item)
  }
}

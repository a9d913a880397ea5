extension Subject {
  /// How many items are listed.
  var rowCount: Int { arrangement?.rows.count ?? items.count }

  /// The item in a row of the list.
  func item(inRow row: Int) -> Int {
    arrangement.map { $0.rows[row] } ?? shownRanking.map { $0.order[row] } ?? row
  }

  /// The row of an item in the list; the first row if it is not listed.
  func row(of item: Int) -> Int {
    if let arrangement { return arrangement.row(of: item) ?? 0 }
    return shownRanking?.position(of: item) ?? item
  }

  /// The listed items, from the top.
  var listedItems: [Int] { (0..<rowCount).map(item(inRow:)) }

  var selectedRow: Int { chosen.map(row(of:)) ?? 0 }

  /// The selected item; `nil` only in an empty collection.
  var selectedItem: Int? { items.isEmpty ? nil : chosen ?? (rowCount > 0 ? item(inRow: 0) : 0) }

  /// Selects an item.
  mutating func select(_ item: Int) {
    chosen = item
    scored = .query
  }

  /// Selects what is in a row of the list, or in the nearest row.
  mutating func selectRow(_ row: Int) {
    guard rowCount > 0 else { return }
    select(item(inRow: row.clamped(to: rowCount)))
  }

  /// Goes to the top of the list, where the best items for a new query are; the neighbors of an item stay as they are.
  mutating func selectFirst() {
    if neighborPath.isEmpty { chosen = nil }
  }
}

extension Int {
  /// The nearest index into a list of `count`; 0 if the list is empty.
  func clamped(to count: Int) -> Int { Swift.max(0, Swift.min(self, count - 1)) }
}

extension CaseIterable where Self: Equatable {
  /// The case after this one; after the last comes the first.
  var next: Self {
    let all = Array(Self.allCases)
    let place = all.firstIndex(of: self) ?? 0
    return all[(place + 1) % all.count]
  }
}

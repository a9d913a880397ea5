extension CorpusReader {
  /// Makes the items' ids unique: a name that a source gives is the item's; one that was made up gives way to it, as
  /// `3-2` where `3` is taken.
  ///
  /// - Throws: `CorpusError.duplicateID` where sources give a name twice.
  mutating func distinguishItems() throws(CorpusError) {
    // By bytes: two ids that are only canonically equivalent are two.
    var places: [[UInt8]: CorpusItem.Place] = [:]
    for (index, item) in result.items.enumerated() where !automaticNames.contains(index) {
      guard let place = item.place else { continue }
      if let first = places.updateValue(place, forKey: Array(item.id.utf8)) {
        throw .duplicateID(item.id, first, place)
      }
    }
    for index in automaticNames.sorted() {
      let item = result.items[index]
      guard let place = item.place else { continue }
      var name = item.id
      var attempt = 2
      while places[Array(name.utf8)] != nil {
        name = "\(item.id)-\(attempt)"
        attempt += 1
      }
      places[Array(name.utf8)] = place
      result.items[index] = item.named(name)
    }
  }
}

extension CorpusItem {
  /// The same item under another id.
  fileprivate func named(_ id: String) -> CorpusItem {
    CorpusItem(id: id, content: content, label: label, language: language, task: task, role: role, place: place)
  }
}

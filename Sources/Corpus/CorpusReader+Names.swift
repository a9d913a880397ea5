internal import StrictJSON

extension CorpusReader {
  /// Drops the pictures among the items from `start` on.
  mutating func dropPictures(from start: Int) {
    let kept = result.items.indices.filter { $0 < start || result.items[$0].isText }
    automaticNames = Set(kept.indices.filter { automaticNames.contains(kept[$0]) })
    result.items = kept.map { result.items[$0] }
    let named = result.items.enumerated().filter { $1.vectors != nil && !automaticNames.contains($0) }
    vectorItems = Dictionary(named.map { (ExactString($1.id), $0) }) { first, _ in first }
  }

  /// Makes the items' ids unique: a name that a source gives is the item's; one that was made up gives way to it, as
  /// `3-2` where `3` is taken.
  ///
  /// - Throws: `CorpusError.duplicateID` where sources give a name twice.
  mutating func distinguishItems() throws(CorpusError) {
    var places: [ExactString: CorpusItem.Place] = [:]
    for (index, item) in result.items.enumerated() where !automaticNames.contains(index) {
      guard let place = item.place else { continue }
      if let first = places.updateValue(place, forKey: ExactString(item.id)) {
        throw .duplicateID(item.id, first, place)
      }
    }
    for index in automaticNames.sorted() {
      let item = result.items[index]
      guard let place = item.place else { continue }
      var name = item.id
      var attempt = 2
      while places[ExactString(name)] != nil {
        name = "\(item.id)-\(attempt)"
        attempt += 1
      }
      places[ExactString(name)] = place
      result.items[index].id = name
    }
  }
}

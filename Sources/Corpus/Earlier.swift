/// What a collection was when it was read before, by file.
struct Earlier {
  /// The items of each file that is one as a whole, or several without lines: texts, pictures, pages.
  let items: [String: [CorpusItem]]
  private let sources: SourceStamps

  init(_ reading: CorpusReading) {
    var items: [String: [CorpusItem]] = [:]
    for item in reading.items {
      guard let place = item.place, place.line == nil else { continue }
      items[place.file, default: []].append(item)
    }
    self.items = items
    // What could not be read is tried again.
    sources = reading.kept.isEmpty ? reading.sources : reading.sources.without(reading.kept.compactMap(\.path))
  }

  /// The items of a file that is as it was; `nil` where it is to be read.
  func items(of path: String, at now: SourceStamps) -> [CorpusItem]? {
    items[path].flatMap { now.isUnchanged(path, since: sources) ? $0 : nil }
  }
}

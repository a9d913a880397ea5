import Corpus
import Embeddings
import StrictJSON

/// A collection that was read again, and what has become of the items that it had before.
struct ReloadedCollection: Sendable {
  /// The items as they are now.
  let collection: ItemCollection
  /// The index of each item from before that is still there by its identifier; `nil` of one that is gone.
  let places: [Int?]
  /// By item, the one from before whose vectors are its own; `nil` of what is to be embedded.
  let origins: [Int?]
  /// How many items the first of two collections has; `nil` where there is only one.
  let firstCount: Int?
  /// Identifiers that were not there before.
  let addedCount: Int
  /// Identifiers of which something else is said now.
  let changedCount: Int
  /// What could not be read, a sentence without its full stop; `nil` where all could.
  let problem: String?

  /// Compares what `reading` found with what there was; parts of documents are read as they were.
  init(_ reading: CorpusReading, firstCount: Int? = nil, over old: ItemCollection) {
    let isLate = old.isLate
    self.init(
      items: old.hasParts ? reading.items.map { $0.read(late: isLate) } : reading.items, sources: reading.sources,
      judgments: reading.judgments, firstCount: firstCount,
      problem: reading.problem, over: old)
  }

  /// Compares `items` with what there was.
  init(
    items: [CorpusItem], sources: SourceStamps, judgments: [Judgments] = [], firstCount: Int? = nil, problem: String?,
    over old: ItemCollection
  ) {
    self.firstCount = firstCount
    self.problem = problem
    collection = ItemCollection(name: old.name, items: items, sources: sources, judgments: judgments, marks: old.marks)
    let known = Dictionary(
      old.items.enumerated().map { (ExactString($0.element.id), $0.offset) }, uniquingKeysWith: { first, _ in first })
    // A picture is what its file holds, and that may be another one under the same path.
    func isUnchanged(_ item: CorpusItem) -> Bool {
      guard case .image(.file(let path)) = item.content else { return true }
      return sources.isUnchanged(path, since: old.sources)
    }
    let contents = Dictionary(
      old.items.enumerated().map { ($0.element.request(tasks: []), $0.offset) }, uniquingKeysWith: { first, _ in first }
    )
    var places = [Int?](repeating: nil, count: old.items.count)
    var origins = [Int?](repeating: nil, count: items.count)
    var (added, changed) = (0, 0)
    for (index, item) in items.enumerated() {
      let before = known[ExactString(item.id)]
      if let before { places[before] = index } else { added += 1 }
      if isUnchanged(item) { origins[index] = contents[item.request(tasks: [])] }
      if let before, !isUnchanged(item) || !old.items[before].isSame(as: item) { changed += 1 }
    }
    self.places = places
    self.origins = origins
    addedCount = added
    changedCount = changed
  }

  /// The items from before that are gone, by their index.
  var gone: [Int] { places.indices.filter { places[$0] == nil } }

  /// The indices of those of `items` that are still there.
  func moved(_ items: [Int]) -> [Int] { items.compactMap { places[$0] } }

  /// The index of an item that is still there.
  func moved(_ item: Int?) -> Int? { item.flatMap { places[$0] } }

  /// Two items that are still there.
  func moved(_ pair: Subject.ItemPair?) -> Subject.ItemPair? {
    guard let pair, let row = places[pair.row], let column = places[pair.column] else { return nil }
    return Subject.ItemPair(row: row, column: column)
  }

  /// How many of those that are gone are named.
  private static let namedItems = 3

  /// What has changed, as a sentence without its full stop; `nil` where nothing has.
  func changes(from old: ItemCollection) -> String? {
    let gone = gone
    var parts = [(addedCount, "new"), (changedCount, "changed")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if !gone.isEmpty {
      let names = gone.prefix(Self.namedItems).map { old.names[$0] }.joined(separator: ", ")
      parts.append(
        "\(gone.count) gone (\(names)\(gone.count > Self.namedItems ? " and \(gone.count - Self.namedItems) more" : ""))"
      )
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension CorpusItem {
  /// Whether the same is said of both, wherever they stand in their files.
  fileprivate func isSame(as other: CorpusItem) -> Bool {
    content == other.content && label == other.label && language == other.language && task == other.task
      && role == other.role && vectors == other.vectors
  }
}

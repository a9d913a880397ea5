internal import StrictJSON

/// Which items are relevant for which queries, and how much, as people judged them.
public struct Judgments: Equatable, Sendable {
  /// One judgment.
  public struct Judgment: Hashable, Sendable {
    /// The query's id: of an item, or of one of `CorpusReading.queries`.
    public let query: String
    /// The item's id.
    public let item: String
    /// How relevant the item is for the query: 0 is not at all; TREC's files also have numbers below.
    public let grade: Int
  }

  /// The name of the set, as its file is called: `test`, `dev`, …
  public let name: String
  /// All judgments, in the order of the file.
  public internal(set) var judgments: [Judgment] = []
  /// Judgments of queries or items that the collection does not have: they count where a share of all that is relevant is
  /// wanted, and nothing can be ranked for them.
  public internal(set) var withoutItem = 0

  /// The grades of the items that were judged for a query, by item.
  public func grades(ofQuery query: String) -> [(item: String, grade: Int)] {
    judgments.filter { $0.query.utf8.elementsEqual(query.utf8) }.map { ($0.item, $0.grade) }
  }

  /// The queries that were judged, in the order of the file.
  public var queries: [String] {
    var seen: Set<ExactString> = []
    return judgments.map(\.query).filter { seen.insert(ExactString($0)).inserted }
  }

  init(name: String) { self.name = name }
}

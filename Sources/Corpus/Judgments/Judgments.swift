public import Embeddings
internal import StrictJSON

/// Which items are relevant for which queries, and how much, as people judged them.
public struct Judgments: Equatable, Sendable {
  /// One judgment.
  public struct Judgment: Hashable, Sendable {
    /// The id of the query.
    public let query: String
    /// The item's id.
    public let item: String
    /// How relevant the item is for the query: 0 is not at all; TREC's files also have numbers below.
    public let grade: Int

    /// A judgment from its parts.
    public init(query: String, item: String, grade: Int) {
      self.query = query
      self.item = item
      self.grade = grade
    }
  }

  /// A query that comes with the judgments, and is no item of the collection.
  public struct Query: Hashable, Sendable {
    /// What the judgments call it.
    public let id: String
    /// What is asked.
    public let text: String
    /// The task it asks for, in the words of its source.
    public let task: String?
    /// The role it is read in; `nil` for that of a query.
    public let role: PromptRole?

    /// A query from its parts.
    public init(id: String, text: String, task: String? = nil, role: PromptRole? = nil) {
      self.id = id
      self.text = text
      self.task = task
      self.role = role
    }
  }

  /// The name of the set, as its file is called: `test`, `dev`, …
  public let name: String
  /// All judgments, in the order of the file.
  public internal(set) var judgments: [Judgment] = []
  /// The texts of queries that are no items, in the order of the file.
  public internal(set) var writtenQueries: [Query] = []
  /// Judgments of queries or items that the collection does not have: they count where a share of all that is relevant is
  /// wanted, and nothing can be ranked for them.
  public internal(set) var withoutItem = 0
  /// What was put before the ids of queries, as documents are called the same; `nil` where nothing was.
  var queryPrefix: String?

  /// The grades of the items that were judged for a query, by item.
  public func grades(ofQuery query: String) -> [(item: String, grade: Int)] {
    judgments.filter { $0.query.utf8.elementsEqual(query.utf8) }.map { ($0.item, $0.grade) }
  }

  /// The queries that were judged, in the order of the file.
  public var queries: [String] {
    var seen: Set<ExactString> = []
    return judgments.map(\.query).filter { seen.insert(ExactString($0)).inserted }
  }

  /// Judgments from their parts; without any, none yet.
  public init(name: String, judgments: [Judgment] = [], writtenQueries: [Query] = []) {
    self.name = name
    self.judgments = judgments
    self.writtenQueries = writtenQueries
  }
}

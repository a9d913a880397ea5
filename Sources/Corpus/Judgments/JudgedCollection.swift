public import Embeddings
internal import StrictJSON

/// A collection with judged queries, ready to be evaluated: who is ranked, for which queries, and what is relevant.
public struct JudgedCollection: Sendable {
  /// A query with what is relevant for it.
  public struct Query: Sendable {
    /// What the judgments call it.
    public let id: String
    /// What is asked.
    public let content: CorpusItem.Content
    /// The task it asks for, in the words of its source.
    public let task: String?
    /// The role it is read in.
    public let role: PromptRole
    /// The item that it is, as an index of the collection; `nil` of a query that is none.
    public let item: Int?
    /// The grades of the items that were judged, by their index in the collection.
    public let grades: [Int: Int]
    /// The grades of judged items that the collection does not have.
    public let gradesWithoutItem: [Int]
    /// The items that are left out of its ranking: itself, and the document that its set calls the same.
    public let excluded: Set<Int>

    /// What is asked, on one line.
    public var headline: String { CorpusItem(id: id, content: content).headline }
  }

  /// The name of the judgments.
  public let name: String
  /// The queries that have at least one judgment, in the order of the judgments.
  public let queries: [Query]
  /// The items that are queries and so are ranked for none, by their index in the collection.
  public let queryItems: Set<Int>
  /// What is odd about the judgments, a sentence without its final full stop each.
  public let remarks: [String]

  /// The most ids that a remark names.
  private static let namedIDs = 10

  /// The queries of `judgments` over `items`.
  ///
  /// An item is ranked unless it is one of the queries, or asks for the role of a query and is not judged itself. Ids of
  /// judgments are those of items, or what `TRECRun` writes for them.
  public init(_ judgments: Judgments, items: [CorpusItem]) {
    let places = Dictionary(items.enumerated().map { (ExactString($1.id), $0) }) { first, _ in first }
    func item(_ id: String) -> Int? { places[ExactString(id)] ?? Self.decoded(id).flatMap { places[ExactString($0)] } }
    let written = Dictionary(judgments.writtenQueries.map { (ExactString($0.id), $0) }) { first, _ in first }
    var order: [ExactString] = []
    var judged: [ExactString: [Judgments.Judgment]] = [:]
    for judgment in judgments.judgments {
      let id = ExactString(judgment.query)
      if judged[id] == nil { order.append(id) }
      judged[id, default: []].append(judgment)
    }
    var queries: [Query] = []
    var (unknownQueries, unknownItems): ([String], [String]) = ([], [])
    for id in order {
      let own = judged[id] ?? []
      var grades: [Int: Int] = [:]
      var missing: [Int] = []
      for judgment in own {
        if let place = item(judgment.item) {
          grades[place] = judgment.grade
        } else {
          missing.append(judgment.grade)
          unknownItems.append(judgment.item)
        }
      }
      let place = written[id] == nil ? item(id.string) : nil
      guard let content = written[id].map({ .text($0.text) }) ?? place.map({ items[$0].content }) else {
        unknownQueries.append(id.string)
        continue
      }
      let sameName = judgments.queryPrefix.flatMap { prefix in
        places[ExactString(String(Substring(id.string.utf8.dropFirst(prefix.utf8.count))))]
      }
      queries.append(
        Query(
          id: id.string, content: content, task: written[id]?.task ?? place.flatMap { items[$0].task },
          role: written[id]?.role ?? place.flatMap { items[$0].role } ?? .query, item: place, grades: grades,
          gradesWithoutItem: missing, excluded: Set([place, sameName].compactMap(\.self))))
    }
    name = judgments.name
    self.queries = queries
    let relevant = Set(queries.flatMap(\.grades.keys))
    queryItems = Set(items.indices.filter { items[$0].role == .query && !relevant.contains($0) })
    remarks =
      [
        Self.remark(unknownQueries, "judged queries are not among the queries and left out"),
        Self.remark(unknownItems, "judged items are not in the collection and count as not found"),
        Self.remark(
          queries.filter { $0.grades.values.allSatisfy { $0 < 1 } && $0.gradesWithoutItem.allSatisfy { $0 < 1 } }.map(
            \.id), "queries have no relevant item and count as 0"),
      ].compactMap(\.self)
  }

  /// The judgments of each query for a table whose rows are those items, which ascend.
  public func judgments(rows: [Int]) -> [QueryJudgments] {
    let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($0.element, $0.offset) })
    return queries.map { query in
      var grades: [Int: Int] = [:]
      var missing = query.gradesWithoutItem
      for (item, grade) in query.grades {
        if let row = places[item] { grades[row] = grade } else { missing.append(grade) }
      }
      return QueryJudgments(
        grades: grades, gradesWithoutItem: missing, excluded: Set(query.excluded.compactMap { places[$0] }))
    }
  }

  /// What a name stands for in which blanks and others were percent-encoded; `nil` where nothing was.
  private static func decoded(_ name: String) -> String? {
    guard name.utf8.contains(UInt8(ascii: "%")) else { return nil }
    var bytes: [UInt8] = []
    var rest = Substring(name).utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2, let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func remark(_ ids: [String], _ what: String) -> String? {
    if ids.isEmpty { return nil }
    let named = ids.prefix(namedIDs).map(\.debugDescription).joined(separator: ", ")
    return "\(ids.count) \(what): \(named)\(ids.count > namedIDs ? ", …" : "")"
  }
}

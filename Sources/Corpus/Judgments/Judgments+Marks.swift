public import Embeddings
internal import StrictJSON

extension Judgments {
  /// What somebody thinks of an item as an answer to a query.
  public struct Mark: Hashable, Sendable {
    /// The item's id.
    public let item: String
    /// What was asked.
    public let query: String
    /// The role it was read in.
    public let role: PromptRole
    /// How relevant the item is; `nil` takes a judgment back.
    public let grade: Int?

    /// A mark from its parts.
    public init(item: String, query: String, role: PromptRole, grade: Int?) {
      self.item = item
      self.query = query
      self.role = role
      self.grade = grade
    }
  }

  /// What is asked, and in which role.
  private struct Asked: Hashable {
    let text: ExactString
    let role: PromptRole

    init(_ text: String, _ role: PromptRole?) {
      self.text = ExactString(text)
      self.role = role ?? .query
    }
  }

  /// The grade that a mark of an item for a query has here; `nil` where there is none.
  public func grade(of item: String, for text: String, role: PromptRole) -> Int? {
    guard let query = query(text, role) else { return nil }
    return grades(ofQuery: query.id).first { ExactString($0.item) == ExactString(item) }?.grade
  }

  /// Takes up a mark. A query without any judgment is forgotten.
  public mutating func judge(_ mark: Mark) {
    let known = query(mark.query, mark.role)
    let id = known?.id ?? unusedID(for: mark.query)
    judgments.removeAll { ExactString($0.query) == ExactString(id) && ExactString($0.item) == ExactString(mark.item) }
    if let grade = mark.grade {
      if known == nil { writtenQueries.append(Query(id: id, text: mark.query, role: mark.role)) }
      judgments.append(Judgment(query: id, item: mark.item, grade: grade))
    } else if grades(ofQuery: id).isEmpty {
      writtenQueries.removeAll { ExactString($0.id) == ExactString(id) }
    }
  }

  /// These judgments with those of `marks`, which count where both judge the same. Queries are the same where text and
  /// role are, also where they are `items` here.
  public func merging(_ marks: Judgments, over items: [CorpusItem]) -> Judgments {
    if marks.judgments.isEmpty { return self }
    var merged = self
    var known: [Asked: String] = [:]
    for query in JudgedCollection(self, items: items).queries {
      if case .text(let text) = query.content { known[Asked(text, query.role)] = query.id }
    }
    var ids: [ExactString: String] = [:]
    for query in marks.writtenQueries {
      let id = known[Asked(query.text, query.role)] ?? merged.unusedID(for: query.id)
      ids[ExactString(query.id)] = id
      if known[Asked(query.text, query.role)] == nil {
        merged.writtenQueries.append(Query(id: id, text: query.text, task: query.task, role: query.role))
      }
    }
    for mark in marks.judgments {
      let query = ids[ExactString(mark.query)] ?? mark.query
      let judgment = Judgment(query: query, item: mark.item, grade: mark.grade)
      let place = merged.judgments.firstIndex {
        ExactString($0.query) == ExactString(query) && ExactString($0.item) == ExactString(mark.item)
      }
      if let place { merged.judgments[place] = judgment } else { merged.judgments.append(judgment) }
    }
    return merged
  }

  /// The judgments as JSON Lines, a query a line, as `CorpusReader.readJudgments` reads them.
  public var jsonLines: [UInt8] {
    let written = Dictionary(writtenQueries.map { (ExactString($0.id), $0) }) { first, _ in first }
    var writer = JSONWriter()
    for id in queries {
      writer.object { writer in
        writer.member("id", id)
        if let query = written[ExactString(id)] {
          writer.member("query", query.text)
          if let task = query.task { writer.member("task", task) }
          if let role = query.role { writer.member("role", role.rawValue) }
        }
        writer.member("relevant") { writer in
          writer.object { writer in for (item, grade) in grades(ofQuery: id) { writer.member(item, grade) } }
        }
      }
      writer.endLine()
    }
    return writer.bytes
  }

  /// The judgments as a table of TREC: `query 0 item grade`, names as in a run.
  public func qrels(naming word: (String) -> String) -> [UInt8] {
    judgments.flatMap { Array("\(word($0.query)) 0 \(word($0.item)) \($0.grade)\n".utf8) }
  }

  private func query(_ text: String, _ role: PromptRole) -> Query? {
    writtenQueries.first { Asked($0.text, $0.role) == Asked(text, role) }
  }

  /// The text, or the text with a number where a query has that name.
  private func unusedID(for text: String) -> String {
    let taken = Set(queries.map(ExactString.init) + writtenQueries.map { ExactString($0.id) })
    var (id, number) = (text, 2)
    while taken.contains(ExactString(id)) {
      id = "\(text) (\(number))"
      number += 1
    }
    return id
  }
}

internal import Files
internal import StrictJSON

/// Judgments that were named beside a collection, and what of their files was left out.
public struct JudgmentReading: Sendable {
  /// The judgments.
  public let judgments: Judgments
  /// Why lines were left out, one error each.
  public let skipped: [CorpusError]
}

extension CorpusReader {
  /// Reads judgments from files.
  ///
  /// - Parameters:
  ///   - queries: a file of queries, as JSON Lines (`{"id", "text" or "query", "task", "role", "relevant"}`, where
  ///     `relevant` is an array of ids, or an object with a grade for each) or as a table of id and text between tabs;
  ///     `nil` where the queries are items of the collection.
  ///   - qrels: a table of judgments as TREC or BEIR have it; `nil` where the queries bring theirs.
  ///   - isStrict: whether a line that is no judgment is an error, instead of being left out.
  /// - Throws: `CorpusError` where a file cannot be read, or has no judgment.
  public static func readJudgments(
    queries: String?, qrels: String?, isStrict: Bool
  ) throws(CorpusError) -> JudgmentReading {
    var reader = CorpusReader(options: Options(isStrict: isStrict))
    let name = Path.name(of: qrels ?? queries ?? "")
    var judgments = Judgments(name: name)
    if let queries { try reader.readQueries(queries, into: &judgments) }
    if let qrels { try reader.readQrels(qrels, into: &judgments) }
    if judgments.judgments.isEmpty {
      if let first = reader.result.skipped.first { throw first }
      throw .noJudgment(file: qrels ?? queries ?? "")
    }
    return JudgmentReading(judgments: judgments, skipped: reader.result.skipped)
  }

  /// Reads a table of judgments, those of whose rows that are none are left out.
  ///
  /// - Parameter query: what the queries of the table are called in the collection.
  mutating func readQrels(
    _ path: String, into judgments: inout Judgments, query: (String) -> String = { $0 }
  ) throws(CorpusError) {
    var places: [JudgedPair: CorpusItem.Place] = [:]
    try forEachText(path) { (reader, text, place) throws(CorpusError) in
      let line: JudgmentLine
      do throws(CorpusError) { line = try JudgmentLine(text, at: place) } catch { return try reader.leaveOut(error) }
      guard case .judgment(let found) = line else { return }
      let judgment = Judgments.Judgment(query: query(found.query), item: found.item, grade: found.grade)
      try reader.add(judgment, at: place, to: &judgments, &places)
    }
  }

  /// Reads queries with what is relevant for each, or without.
  mutating func readQueries(_ path: String, into judgments: inout Judgments) throws(CorpusError) {
    var places: [JudgedPair: CorpusItem.Place] = [:]
    var ids: [ExactString: CorpusItem.Place] = [:]
    try forEachText(path) { (reader, text, place) throws(CorpusError) in
      let query: Judgments.Query
      var relevant: [(item: String, grade: Int)] = []
      do throws(CorpusError) {
        if text.utf8.first == UInt8(ascii: "{") {
          let line = try ItemLine(ArraySlice(text.utf8), at: place)
          query = try line.query()
          relevant = try line.relevant()
        } else {
          query = try Judgments.Query(row: text, at: place)
        }
      } catch { return try reader.leaveOut(error) }
      if let first = ids.updateValue(place, forKey: ExactString(query.id)) {
        throw .duplicateID(query.id, first, place)
      }
      judgments.writtenQueries.append(query)
      for (item, grade) in relevant {
        let judgment = Judgments.Judgment(query: query.id, item: item, grade: grade)
        try reader.add(judgment, at: place, to: &judgments, &places)
      }
    }
  }

  private mutating func add(
    _ judgment: Judgments.Judgment, at place: CorpusItem.Place, to judgments: inout Judgments,
    _ places: inout [JudgedPair: CorpusItem.Place]
  ) throws(CorpusError) {
    if let first = places.updateValue(place, forKey: JudgedPair(judgment)) {
      return try leaveOut(.badRow(place, reason: "the same query and item are judged in \(first)"))
    }
    judgments.judgments.append(judgment)
  }

  /// Calls `body` with each line that is not blank, as text.
  private mutating func forEachText(
    _ path: String, _ body: (inout CorpusReader, String, CorpusItem.Place) throws(CorpusError) -> Void
  ) throws(CorpusError) {
    try Self.forEachLine({ () throws(FileError) in try LineReader(path: path, acceptsStreams: true) }) {
      (line, place) throws(CorpusError) in
      guard let text = String(validating: line, as: UTF8.self) else {
        throw .notUTF8(file: path, line: place.line ?? 1, byte: 1 + (firstInvalidUTF8(in: line) ?? 0))
      }
      try body(&self, text, place)
    }
  }
}

extension Judgments.Query {
  /// A row of a table: id and text between tabs.
  fileprivate init(row: String, at place: CorpusItem.Place) throws(CorpusError) {
    let fields = row.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { Substring($0) }
    guard fields.count == 2, !fields[0].isEmpty, !fields[1].isEmpty else {
      throw .badRow(place, reason: "a query is an object of JSON, or id and text between tabs")
    }
    self.init(id: String(fields[0]), text: String(fields[1]), task: nil, role: nil)
  }
}

extension ItemLine {
  /// The query; without an id it is called by its line.
  fileprivate func query() throws(CorpusError) -> Judgments.Query {
    let (query, plain) = (try text("query"), try text("text"))
    guard let text = query ?? plain, !text.isEmpty else {
      throw .badRow(place, reason: "a query needs \"text\" or \"query\"")
    }
    return Judgments.Query(
      id: try identifier() ?? "\(place.line ?? 0)", text: text, task: try self.text("task"), role: try role())
  }

  /// What is relevant: ids, each of grade 1, or an object with a grade for each.
  fileprivate func relevant() throws(CorpusError) -> [(item: String, grade: Int)] {
    switch members["relevant"] {
    case nil, .null?: return []
    case .array(let elements)?:
      return try elements.map { (element) throws(CorpusError) -> (item: String, grade: Int) in
        switch element {
        case .string(let id): return (id, 1)
        case .integer(let number): return (String(number), 1)
        default: throw malformed("relevant", expected: "an array of ids", found: "one with \(element.kind)")
        }
      }
    case .object(let grades)?:
      return try grades.members.map { (member) throws(CorpusError) -> (item: String, grade: Int) in
        guard let grade = member.value.integer, (-1000...1000).contains(grade) else {
          throw malformed(
            "relevant", expected: "an object whose values are whole numbers", found: "one with \(member.value.kind)")
        }
        return (member.name, grade)
      }
    case let value?: throw malformed("relevant", expected: "an array or an object", found: value.kind)
    }
  }
}

internal import Embeddings
internal import Files
internal import StrictJSON

extension CorpusReader {
  /// Reads the queries that a collection lists beside its items, and how these were judged for them.
  ///
  /// - Parameters:
  ///   - files: JSON Lines.
  ///   - start: the first item of the collection.
  mutating func readQueries(_ files: [String], in folder: String, askedOf start: Int) throws(CorpusError) {
    guard !files.isEmpty else { return }
    let first = result.queries.count
    for file in files {
      try Self.forEachLine({ () throws(FileError) in try LineReader(path: file) }) {
        (line, place) throws(CorpusError) in
        try checkCount(at: place)
        let query = try ItemLine(line, at: place).item(
          number: result.queries.count - first, folder: Path.folder(of: file), role: .query)
        guard query.isText else {
          throw .malformedMember(place, member: "text", expected: "there, as queries are texts", found: "missing")
        }
        result.queries.append(query)
      }
    }
    var places: [ExactString: CorpusItem.Place] = [:]
    for query in result.queries[first...] {
      guard let place = query.place else { continue }
      if let earlier = places.updateValue(place, forKey: ExactString(query.id)) {
        throw .duplicateID(query.id, earlier, place)
      }
    }
    let ids = BEIRNames(
      documents: Set(result.items[start...].map { ExactString($0.id) }), queries: Set(places.keys), prefix: nil)
    try readJudgments(in: folder, ids)
  }

  /// Reads every table of judgments of a folder.
  mutating func readJudgments(in folder: String, _ ids: BEIRNames) throws(CorpusError) {
    let tables = Path.joined(folder, BEIRFolder.judgments)
    guard (try? FileStatus(path: tables))?.kind == .folder else { return }
    let names = try Self.reading { () throws(FileError) in try Folder.names(in: tables) }
    for name in names where Path.ending(of: name) == "tsv" && name.utf8.first != UInt8(ascii: ".") {
      let path = Path.joined(tables, name)
      try leavingOut { (reader) throws(CorpusError) in
        try reader.refuseOutside(path, of: folder, named: CorpusItem.Place(file: path, line: nil))
        try reader.readJudgments(path, named: String(name.dropLast(4)), ids)
      }
    }
  }

  /// Reads a table of judgments: a header, then query, item and grade. Rows that are none are left out.
  private mutating func readJudgments(
    _ path: String, named name: String, _ ids: BEIRNames
  ) throws(CorpusError) {
    var judgments = Judgments(name: name)
    var places: [JudgedPair: CorpusItem.Place] = [:]
    try Self.forEachLine({ () throws(FileError) in try LineReader(path: path) }) { (line, place) throws(CorpusError) in
      guard let text = String(validating: line, as: UTF8.self) else {
        throw .notUTF8(file: path, line: place.line ?? 1, byte: 1 + (firstInvalidUTF8(in: line) ?? 0))
      }
      let fields = text.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map {
        Substring($0)
      }
      // The header is recognized by its grade, which is no number.
      if place.line == 1, fields.count == 3, Int(fields[2]) == nil { return }
      guard fields.count == 3, !fields[0].isEmpty, !fields[1].isEmpty, let grade = Int(fields[2]),
        (-1000...1000).contains(grade)
      else { return try leaveOut(.badRow(place, reason: "a judgment is query, item and a whole number, between tabs")) }
      let judgment = Judgments.Judgment(
        query: ids.item(ofQuery: String(fields[0])), item: String(fields[1]), grade: grade)
      if let first = places.updateValue(place, forKey: JudgedPair(judgment)) {
        return try leaveOut(.badRow(place, reason: "the same query and item are judged in \(first)"))
      }
      judgments.judgments.append(judgment)
      if !ids.queries.contains(ExactString(String(fields[0]))) || !ids.documents.contains(ExactString(judgment.item)) {
        judgments.withoutItem += 1
      }
    }
    if judgments.withoutItem > 0 {
      result.remarks.append(
        "\(path): \(judgments.withoutItem) of \(judgments.judgments.count) judgments are of queries or documents that the "
          + "collection does not have")
    }
    result.judgments.append(judgments)
  }
}

/// The ids of a set, in which a query may be called as a document is.
struct BEIRNames {
  static let prefix = "query:"

  let documents: Set<ExactString>
  let queries: Set<ExactString>
  /// What stands before the ids of all queries, so that no item is called as another; `nil` where none is anyway.
  let queryPrefix: String?

  /// The ids of a set whose queries are items too.
  init(documents: Set<ExactString>, queries: Set<ExactString>) {
    self.init(
      documents: documents, queries: queries, prefix: documents.isDisjoint(with: queries) ? nil : Self.prefix)
  }

  /// The ids of a set with this prefix.
  init(documents: Set<ExactString>, queries: Set<ExactString>, prefix: String?) {
    self.documents = documents
    self.queries = queries
    queryPrefix = prefix
  }

  /// What the item of a query is called.
  func item(ofQuery id: String) -> String { (queryPrefix ?? "") + id }
}

/// What a judgment is about.
private struct JudgedPair: Hashable {
  let query: ExactString
  let item: ExactString

  init(_ judgment: Judgments.Judgment) {
    query = ExactString(judgment.query)
    item = ExactString(judgment.item)
  }
}

internal import Embeddings
internal import Files
internal import StrictJSON

/// A folder as the sets of BEIR have it: `corpus.jsonl`, `queries.jsonl`, and `qrels` with a table of judgments for each
/// split.
///
/// Source: `beir/datasets/data_loader.py`, `GenericDataLoader`.
enum BEIRFolder {
  static let corpus = "corpus.jsonl"
  static let queries = "queries.jsonl"
  static let judgments = "qrels"

  /// Whether a folder is one.
  static func isOne(_ folder: String) -> Bool {
    [corpus, queries].allSatisfy { (try? FileStatus(path: Path.joined(folder, $0)))?.kind == .file }
  }
}

extension CorpusReader {
  /// Reads the documents as passages, the queries as queries, and every table of judgments.
  mutating func readBEIR(_ folder: String) throws(CorpusError) {
    var starts: [Int] = []
    for (file, role) in [(BEIRFolder.corpus, PromptRole.passage), (BEIRFolder.queries, .query)] {
      let path = Path.joined(folder, file)
      try refuseOutside(path, of: folder, named: CorpusItem.Place(file: path, line: nil))
      starts.append(result.items.count)
      result.sources.note(path)
      try readJSONLines({ () throws(FileError) in try LineReader(path: path) }, folder: folder, role: role)
    }
    let ids = BEIRNames(
      documents: Set(result.items[starts[0]..<starts[1]].map { ExactString($0.id) }),
      queries: Set(result.items[starts[1]...].map { ExactString($0.id) }))
    if ids.queryPrefix != nil {
      for item in starts[1]..<result.items.count { result.items[item].id = ids.item(ofQuery: result.items[item].id) }
      result.remarks.append(
        "\(folder): queries have ids of documents; each query is called \(BEIRNames.prefix)ID")
    }
    let tables = Path.joined(folder, BEIRFolder.judgments)
    result.sources.note(tables)
    guard (try? FileStatus(path: tables))?.kind == .folder else { return }
    let names = try Self.reading { () throws(FileError) in try Folder.names(in: tables) }
    for name in names where Path.ending(of: name) == "tsv" && name.utf8.first != UInt8(ascii: ".") {
      let path = Path.joined(tables, name)
      result.sources.note(path)
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
private struct BEIRNames {
  static let prefix = "query:"

  let documents: Set<ExactString>
  let queries: Set<ExactString>
  /// What stands before the ids of all queries, so that no item is called as another; `nil` where none is anyway.
  let queryPrefix: String?

  init(documents: Set<ExactString>, queries: Set<ExactString>) {
    self.documents = documents
    self.queries = queries
    queryPrefix = documents.isDisjoint(with: queries) ? nil : Self.prefix
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

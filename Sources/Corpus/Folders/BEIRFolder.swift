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
    judgments.queryPrefix = ids.queryPrefix
    try readQrels(path, into: &judgments) { ids.item(ofQuery: $0) }
    judgments.withoutItem = judgments.judgments.count { !ids.areKnown($0) }
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

  /// Whether the collection has both query and document of a judgment, whose query is called as its item is.
  func areKnown(_ judgment: Judgments.Judgment) -> Bool {
    let query = String(Substring(judgment.query.utf8.dropFirst(queryPrefix?.utf8.count ?? 0)))
    return queries.contains(ExactString(query)) && documents.contains(ExactString(judgment.item))
  }

  /// What the item of a query is called.
  func item(ofQuery id: String) -> String { (queryPrefix ?? "") + id }
}

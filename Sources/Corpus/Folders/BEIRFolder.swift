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
    try readJudgments(in: folder, ids)
  }
}

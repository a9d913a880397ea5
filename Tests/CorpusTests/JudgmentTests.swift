import Corpus
import Embeddings
import Files
import TestSupport
import Testing

/// Judgments that are named beside a collection, and what they mean for it.
struct JudgmentTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    queries: String? = nil, qrels: String? = nil, isStrict: Bool = false
  ) throws -> JudgmentReading {
    if let queries { try folder.write(queries, to: "queries.jsonl") }
    if let qrels { try folder.write(qrels, to: "qrels.txt") }
    return try CorpusReader.readJudgments(
      queries: queries.map { _ in folder.path + "/queries.jsonl" },
      qrels: qrels.map { _ in folder.path + "/qrels.txt" },
      isStrict: isStrict)
  }

  private static func items(_ ids: String...) -> [CorpusItem] { ids.map { CorpusItem(id: $0, content: .text($0)) } }

  @Test func queriesBringWhatIsRelevant() throws {
    let reading = try read(
      queries: """
        {"id": "q1", "query": "red", "relevant": ["a", 7]}
        {"_id": 2, "text": "blue", "task": "code", "role": "passage", "relevant": {"b": 3, "c": 0}}

        {"text": "nobody judged this"}
        """)
    #expect(reading.skipped.isEmpty)
    #expect(reading.judgments.writtenQueries.map(\.id) == ["q1", "2", "4"])
    #expect(reading.judgments.grades(ofQuery: "q1").map(\.item) == ["a", "7"])
    #expect(reading.judgments.grades(ofQuery: "2").map(\.grade) == [3, 0])
    let judged = JudgedCollection(reading.judgments, items: Self.items("a", "b", "c", "7"))
    #expect(judged.queries.map(\.id) == ["q1", "2"])
    #expect(judged.queries.map(\.grades) == [[0: 1, 3: 1], [1: 3, 2: 0]])
    #expect(judged.queries[1].task == "code" && judged.queries[1].role == .passage && judged.queries[0].role == .query)
    #expect(judged.remarks.isEmpty && judged.queryItems.isEmpty)
  }

  @Test(arguments: [
    "1 0 a 2\n2 Q0 b -1\n", "1\ta\t2\r\n2\tb\t-1\r\n", "query-id\tcorpus-id\tscore\n1\ta\t2\n2\tb\t-1\n",
  ])
  func tablesAreReadAsTRECAndBEIRWriteThem(_ table: String) throws {
    let reading = try read(queries: "1\tred\n2\tblue\n", qrels: table)
    #expect(reading.judgments.judgments.map(\.item) == ["a", "b"])
    #expect(reading.judgments.judgments.map(\.grade) == [2, -1])
    #expect(reading.judgments.writtenQueries.map(\.text) == ["red", "blue"])
  }

  @Test(
    arguments: [
      ("1 0 a", "not a row"), ("1 0 a 0.5", "a fraction"), ("1 0 a 99999", "out of range"), ("1 0 a 1 x", "too many"),
      ("1\t\t1", "no item"),
    ])
  func whatIsNoJudgmentIsLeftOutAndCounted(_ line: String, _ what: String) throws {
    let reading = try read(qrels: "9 0 z 1\n\(line)\n")
    #expect(reading.judgments.judgments.count == 1 && reading.skipped.count == 1, "\(what)")
    #expect("\(reading.skipped[0])".contains("line 2"))
    #expect(throws: CorpusError.self) { try read(qrels: "9 0 z 1\n\(line)\n", isStrict: true) }
  }

  @Test func aPairThatIsJudgedTwiceIsLeftOutTheSecondTime() throws {
    let reading = try read(qrels: "1 0 a 1\n1 0 a 2\n")
    #expect(reading.judgments.judgments.map(\.grade) == [1] && reading.skipped.count == 1)
    #expect("\(reading.skipped[0])".contains("line 1"))
  }

  @Test func filesThatJudgeNothingAreRefused() throws {
    #expect(throws: CorpusError.self) { try read(queries: #"{"text": "red"}"#) }
    #expect(throws: CorpusError.self) { try read(qrels: "query-id\tcorpus-id\tscore\n") }
    #expect(throws: CorpusError.self) { try read(queries: #"{"relevant": ["a"]}"#) }
    #expect(throws: CorpusError.self) {
      try read(queries: "{\"id\": \"1\", \"text\": \"a\", \"relevant\": [\"x\"]}\n{\"id\": \"1\", \"text\": \"b\"}")
    }
  }

  @Test func whatTheCollectionLacksIsTold() throws {
    let reading = try read(queries: "1\tred\n", qrels: "1 0 gone 2\n1 0 a 1\n2 0 a 1\n")
    let judged = JudgedCollection(reading.judgments, items: Self.items("a", "b"))
    #expect(judged.queries.map(\.gradesWithoutItem) == [[2]])
    #expect(judged.remarks.count == 2)
    #expect(judged.remarks.contains { $0.contains("\"gone\"") } && judged.remarks.contains { $0.contains("\"2\"") })
  }

  @Test func itemsThatAreQueriesAreRankedForNone() throws {
    var items = Self.items("a", "b")
    items.append(CorpusItem(id: "q", content: .text("?"), role: .query))
    items.append(CorpusItem(id: "judged query", content: .text("?"), role: .query))
    let reading = try read(qrels: "q\ta\t1\nq\tjudged query\t1\na\tb\t1\n")
    let judged = JudgedCollection(reading.judgments, items: items)
    #expect(judged.queryItems == [2])
    #expect(judged.queries.map(\.item) == [2, 0] && judged.queries.map(\.excluded) == [[2], [0]])
    // Rows of a table that lacks the item 1.
    #expect(judged.judgments(rows: [0, 2, 3]).map(\.grades) == [[0: 1, 2: 1], [:]])
    #expect(judged.judgments(rows: [0, 2, 3]).map(\.gradesWithoutItem) == [[], [1]])
    #expect(judged.judgments(rows: [0, 2, 3]).map(\.excluded) == [[1], [0]])
  }

  @Test func namesMayBePercentEncodedAsRunsHaveThem() throws {
    let reading = try read(queries: "1\tred\n", qrels: "1 0 two%20words 1\n1 0 100%25 1\n1 0 50% 1\n")
    let judged = JudgedCollection(reading.judgments, items: Self.items("two words", "100%25", "50%"))
    #expect(judged.queries.map(\.grades) == [[0: 1, 1: 1, 2: 1]])
  }

  @Test func damagedQueriesAreReadOrRefused() throws {
    let documents = [#"{"id": "q1", "query": "red", "relevant": {"a": 1}}"#, "1\tred\n2\tblue"].map { Array($0.utf8) }
    Fuzzing("judged-queries", count: 300).run(documents, Fuzzing.json) { bytes in
      try folder.write(bytes, to: "fuzzed.jsonl")
      let reading = try CorpusReader.readJudgments(
        queries: folder.path + "/fuzzed.jsonl", qrels: nil, isStrict: false)
      guard !reading.judgments.judgments.isEmpty else { throw Fuzzing.Broken("nothing was read") }
    }
  }
}

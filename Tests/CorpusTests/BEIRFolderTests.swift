import Embeddings
import Files
import TestSupport
import Testing

@testable import Corpus

/// Folders as the sets of BEIR have them.
struct BEIRFolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      #"{"_id": "d1", "title": "Lava", "text": "It rises.", "metadata": {}}"# + "\n"
        + #"{"_id": "d2", "title": "", "text": "Salt."}"#,
      to: "corpus.jsonl")
    try folder.write(
      #"{"_id": "q1", "text": "why"}"# + "\n" + #"{"_id": "q2", "text": "how", "metadata": {}}"#, to: "queries.jsonl")
    try folder.write("query-id\tcorpus-id\tscore\nq1\td1\t2\nq2\td2\t0\n", to: "qrels/test.tsv")
  }

  private func read(isStrict: Bool = false) throws(CorpusError) -> CorpusReading {
    try CorpusReader.read(inputs: [folder.path], CorpusReader.Options(isStrict: isStrict))
  }

  @Test func documentsAndQueriesAreItemsInTheirRoles() throws {
    let reading = try read()
    #expect(reading.items.map(\.id) == ["d1", "d2", "q1", "q2"])
    #expect(reading.items.map(\.role) == [.passage, .passage, .query, .query])
    #expect(reading.items[0].content == .text("Lava It rises."))
    #expect(reading.judgments.map(\.name) == ["test"] && reading.remarks.isEmpty && reading.skipped.isEmpty)
    #expect(reading.judgments[0].queries == ["q1", "q2"] && reading.judgments[0].withoutItem == 0)
    #expect(reading.judgments[0].grades(ofQuery: "q1").map(\.item) == ["d1"])
    #expect(reading.judgments[0].grades(ofQuery: "q1").map(\.grade) == [2])
  }

  @Test func judgmentsThatAreNoneAreLeftOutByTheirLine() throws {
    try folder.write(
      "q1\td1\t1\r\nq1\td1\t1\nq1 d2 1\nq1\td2\tmuch\nq1\td2\t99999999999999999999\n\td2\t1\nq9\td1\t1\n",
      to: "qrels/dev.tsv")
    let reading = try read()
    #expect(reading.judgments.map(\.name) == ["dev", "test"])
    #expect(reading.judgments[0].judgments.count == 2 && reading.judgments[0].withoutItem == 1)
    #expect(reading.skipped.count == 5 && reading.skipped.allSatisfy { "\($0)".contains("dev.tsv, line ") })
    #expect(reading.remarks.count == 1)
    #expect(throws: CorpusError.self) { try read(isStrict: true) }
  }

  @Test func aTableThatLeadsOutOfTheFolderIsNotRead() throws {
    let other = try TemporaryFolder()
    try other.write("q1\td1\t1\n", to: "x.tsv")
    try folder.makeLink("qrels/out.tsv", to: other.path + "/x.tsv")
    let reading = try read()
    #expect(reading.judgments.count == 1 && reading.skipped.count == 1)
  }

  @Test func aQueryMayBeCalledAsADocumentIs() throws {
    try folder.write(#"{"_id": "d1", "text": "why"}"# + "\n" + #"{"_id": "q2", "text": "how"}"#, to: "queries.jsonl")
    try folder.write("d1\td1\t2\nq2\td2\t1\n", to: "qrels/test.tsv")
    let reading = try read()
    #expect(reading.items.map(\.id) == ["d1", "d2", "query:d1", "query:q2"])
    #expect(reading.judgments[0].queries == ["query:d1", "query:q2"] && reading.judgments[0].withoutItem == 0)
    #expect(reading.remarks.count == 1)
    // Two queries of one name are two of one name.
    try folder.write(#"{"_id": "d1", "text": "why"}"# + "\n" + #"{"_id": "d1", "text": "how"}"#, to: "queries.jsonl")
    #expect(throws: CorpusError.self) { try read() }
  }

  @Test func aSetWithoutJudgmentsIsRead() throws {
    try folder.remove("qrels")
    #expect(try read().items.count == 4 && read().judgments.isEmpty)
    // Without queries it is a folder as any other, in which JSON Lines are no items.
    try folder.remove("queries.jsonl")
    #expect(throws: CorpusError.self) { try read() }
  }

  @Test func damagedJudgmentsAreReadOrRefused() throws {
    let table = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq2\td2\t0\n"
    Fuzzing("qrels", count: 200).run([Array(table.utf8)], Fuzzing.text(["\t", "\n", "-1", "q1", "\r"])) { bytes in
      try folder.write(bytes, to: "qrels/test.tsv")
      if let first = try read().skipped.first { throw first }
    }
  }
}

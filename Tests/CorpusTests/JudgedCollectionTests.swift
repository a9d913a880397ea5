import BundledAssets
import Embeddings
import Files
import StrictJSON
import TestSupport
import Testing

@testable import Corpus

/// Collections that list judged queries beside their items.
struct JudgedCollectionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(#"{"items": ["items.jsonl"], "queries": ["queries.jsonl"]}"#, to: "collection.json")
    try folder.write(
      #"{"id": "a", "text": "Lava rises."}"# + "\n" + #"{"id": "b", "text": "Salt."}"#, to: "items.jsonl")
    try folder.write(#"{"id": "q", "text": "what rises"}"# + "\n" + #"{"id": "a", "text": "a?"}"#, to: "queries.jsonl")
    try folder.write("query-id\tcorpus-id\tscore\nq\ta\t2\na\tb\t1\nq\tc\t1\n", to: "qrels/test.tsv")
  }

  private func read(isStrict: Bool = false) throws(CorpusError) -> CorpusReading {
    try CorpusReader.read(inputs: [folder.path], CorpusReader.Options(isStrict: isStrict))
  }

  @Test func queriesAreNoItemsAndKeepTheirIds() throws {
    let reading = try read()
    #expect(reading.items.map(\.id) == ["a", "b"])
    #expect(reading.queries.map(\.id) == ["q", "a"] && reading.queries.allSatisfy { $0.role == .query })
    #expect(reading.queries[0].content == .text("what rises"))
    #expect(reading.judgments.map(\.name) == ["test"])
    #expect(reading.judgments[0].queries == ["q", "a"] && reading.judgments[0].withoutItem == 1)
    #expect(reading.judgments[0].grades(ofQuery: "a").map(\.item) == ["b"])
    #expect(reading.remarks.count == 1)
  }

  @Test func whatIsNoQueryIsRefused() throws {
    for (text, words) in [
      (#"{"id": "q", "image": "p.png"}"#, ["queries.jsonl, line 1", "texts"]),
      (#"{"id": "q", "text": "1"}"# + "\n" + #"{"id": "q", "text": "2"}"#, ["line 2", "is taken"]),
      ("[]", ["queries.jsonl, line 1"]),
    ] {
      try folder.write(text, to: "queries.jsonl")
      do throws(CorpusError) {
        _ = try read()
        Issue.record("\(text) was taken")
      } catch { for word in words { #expect(error.description.contains(word), "\(error)") } }
    }
  }

  @Test func rowsThatAreNoJudgmentsAreLeftOut() throws {
    try folder.write("q\ta\tmuch\nq\ta\t1\nq\tb\tmuch\n", to: "qrels/test.tsv")
    let reading = try read()
    // The first row is taken for a header.
    #expect(reading.judgments[0].judgments.count == 1 && reading.skipped.count == 1)
    #expect(throws: CorpusError.self) { try read(isStrict: true) }
  }

  @Test func everyJudgmentOfTheSamplesIsOfAnItemAndEveryQueryIsJudged() throws {
    let samples = try BundledAssets().samples
    let reading = try CorpusReader.read(inputs: [samples], CorpusReader.Options(readsImages: true))
    #expect(reading.queries.count >= 78 && reading.skipped.isEmpty && reading.remarks.isEmpty)
    let judgments = try #require(reading.judgments.first)
    #expect(reading.judgments.count == 1 && judgments.withoutItem == 0)
    #expect(judgments.queries == reading.queries.map(\.id))
    #expect(judgments.judgments.allSatisfy { $0.grade > 0 })
  }
}

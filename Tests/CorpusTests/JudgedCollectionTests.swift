import BundledAssets
import Embeddings
import Files
import TestSupport
import Testing

@testable import Corpus

/// Collections that list judged queries beside their items.
struct JudgedCollectionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(#"{"items": ["items.jsonl"], "judgments": ["judged.jsonl"]}"#, to: "collection.json")
    try folder.write(
      #"{"id": "a", "text": "Lava rises."}"# + "\n" + #"{"id": "b", "text": "Salt."}"#, to: "items.jsonl")
    try folder.write(
      #"{"id": "q", "text": "what rises", "relevant": {"a": 2, "c": 1}}"# + "\n"
        + #"{"id": "a", "text": "a?", "relevant": ["b"]}"#, to: "judged.jsonl")
  }

  private func read(isStrict: Bool = false) throws(CorpusError) -> CorpusReading {
    try CorpusReader.read(inputs: [folder.path], CorpusReader.Options(isStrict: isStrict))
  }

  @Test func queriesAreNoItemsAndKeepTheirIds() throws {
    let reading = try read()
    #expect(reading.items.map(\.id) == ["a", "b"] && reading.judgments.map(\.name) == ["judged.jsonl"])
    let judged = JudgedCollection(reading.judgments[0], items: reading.items)
    #expect(
      judged.queries.map(\.id) == ["q", "a"] && judged.queries.allSatisfy { $0.role == .query && $0.item == nil })
    #expect(judged.queries.map(\.grades) == [[0: 2], [1: 1]] && judged.queries[0].gradesWithoutItem == [1])
    #expect(judged.remarks.count == 1)
  }

  @Test func aLineThatIsNoQueryIsLeftOut() throws {
    try folder.write("[]\n" + #"{"text": "what", "relevant": ["a"]}"#, to: "judged.jsonl")
    let reading = try read()
    #expect(reading.judgments[0].judgments.count == 1 && reading.skipped.count == 1)
    #expect("\(reading.skipped[0])".contains("judged.jsonl, line 1"))
    #expect(throws: CorpusError.self) { try read(isStrict: true) }
  }

  @Test func everyJudgmentOfTheSamplesIsOfAnItemAndEveryQueryIsJudged() throws {
    let samples = try BundledAssets().samples
    let reading = try CorpusReader.read(inputs: [samples], CorpusReader.Options(readsImages: true))
    let judged = JudgedCollection(try #require(reading.judgments.first), items: reading.items)
    #expect(judged.queries.count >= 78 && judged.remarks.isEmpty && reading.skipped.isEmpty && reading.remarks.isEmpty)
    #expect(judged.queries.count == reading.judgments[0].writtenQueries.count)
  }
}

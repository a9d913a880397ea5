import Embeddings
import Files
import Foundation
import TestSupport
import Testing

@testable import Corpus

/// The examples of `docs/formats.md`: each block that names a file is written, and read as the page says.
struct FormatExamplesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/formats.md")
    var name: String?
    var lines: [String] = []
    for line in try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        if let name { try folder.write(lines.joined(separator: "\n") + "\n", to: name) }
        let words = line.dropFirst(3).split(separator: " ")
        name = words.count == 2 ? String(words[1]) : nil
        lines = []
      } else {
        lines.append(line)
      }
    }
  }

  private func read(_ name: String, _ options: CorpusReader.Options = CorpusReader.Options()) throws(CorpusError)
    -> CorpusReading
  {
    try CorpusReader.read(inputs: [folder.path + "/" + name], options)
  }

  private func texts(_ reading: CorpusReading) -> [String] {
    reading.items.compactMap { if case .text(let text) = $0.content { text } else { nil } }
  }

  @Test func jsonLinesAreRead() throws {
    let reading = try read("items.jsonl")
    #expect(reading.items.map(\.id) == ["en-volcano", "d7", "2", "red-house"] && reading.skipped.isEmpty)
    #expect(texts(reading) == ["A volcano erupts when …", "Bread It needs salt.", "A cat sleeps."])
    #expect(reading.items[2].vectors?.dimensions == 2 && reading.items[0].role == .passage)
  }

  @Test func tablesAreRead() throws {
    let reading = try read("items.csv")
    #expect(reading.items.map(\.id) == ["7", "8"] && reading.items.map(\.label) == ["geology", "food"])
    #expect(texts(reading)[1] == "Bread \"needs\" salt." && reading.remarks.count == 1)
  }

  @Test func setsAreRead() throws {
    let reading = try read("")
    #expect(reading.items.map(\.id) == ["d1", "q1"] && reading.judgments.map(\.name) == ["test"])
    #expect(reading.judgments[0].grades(ofQuery: "q1").map(\.grade) == [2])
  }

  @Test func answersAreRead() throws {
    #expect(try CorpusReader.readVectors(folder.path + "/answer.json").map(\.values) == [[0.6, 0.8], [1, 0]])
  }

  @Test func judgmentsAreRead() throws {
    let judged = try CorpusReader.readJudgments(
      queries: folder.path + "/judged.jsonl", qrels: nil, isStrict: true
    ).judgments
    #expect(judged.writtenQueries.map(\.id) == ["q1", "2"] && judged.judgments.map(\.grade) == [1, 2, 0])
    let table = try CorpusReader.readJudgments(queries: nil, qrels: folder.path + "/test.qrels", isStrict: true)
    #expect(table.judgments.grades(ofQuery: "q1").map(\.item) == ["d1"])
  }

  @Test func vectorsAreRead() throws {
    let reading = try read("vectors.tsv")
    #expect(texts(reading) == ["dog", "cat"] && reading.items.allSatisfy { $0.vectors?.dimensions == 2 })
  }

  @Test func rulesAreFollowed() throws {
    try folder.remove("queries.jsonl")
    for name in ["a.log", "keep.log", "build/b.txt", "docs/x/drafts", "docs/c.txt"] {
      try folder.write("x", to: name + "/d.txt")
    }
    let names = try read("").items.map { String($0.id.dropFirst(folder.path.count + 1)) }
    #expect(names == ["docs/c.txt/d.txt", "keep.log/d.txt"])
  }

  @Test func longTextsAreSplit() throws {
    let reading = try read("items.csv").chunked(try Chunking("sentence"))
    #expect(reading.items.map(\.id) == ["7#1", "8#1"])
  }
}

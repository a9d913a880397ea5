import Embeddings
import Files
import TestSupport
import Testing

@testable import Corpus

/// Long texts in parts.
struct ChunkingTests {
  private func parts(_ text: String, _ name: String, tokens: [Range<Int>] = []) throws -> [String] {
    let ranges = try Chunking(name).ranges(of: text) { _ in tokens }
    return try ranges.map { try #require(String(validating: Array(text.utf8)[$0], as: UTF8.self)) }
  }

  @Test(arguments: [
    ("lines", "a\n\n b \r\nc", ["a", "b", "c"]), ("lines", " \n\t", []),
    ("paragraph", "a\nb\n\n\nc\n \nd", ["a\nb", "c", "d"]),
    ("paragraph", "\n\na\r\n\r\nb\n", ["a", "b"]), ("paragraph", "a", ["a"]), ("paragraph", "", []),
    ("sentence", "One. Two! Three?", ["One.", "Two!", "Three?"]),
    ("sentence", "It is 3.14. Yes.", ["It is 3.14.", "Yes."]),
    ("sentence", "He said \"Go.\" Then left.", ["He said \"Go.\"", "Then left."]),
    ("sentence", "See e.g. this.", ["See e.g. this."]),
    ("sentence", "一。二！三", ["一。", "二！", "三"]), ("sentence", "Wait... What", ["Wait...", "What"]),
    ("sentence", "A\n\nB. C", ["A", "B.", "C"]),
    ("sentence", "é. É. e\u{301}", ["é.", "É. e\u{301}"]), ("regex:\\n---\\n", "a\n---\nb c\n---\n", ["a", "b c"]),
    ("regex:x", "axbxxc", ["a", "b", "c"]),
    ("regex:z", "a", ["a"]), ("regex:", "ab", ["a", "b"]),
  ])
  func aTextIsSplitWhereItSays(name: String, text: String, expected: [String]) throws {
    #expect(try parts(text, name) == expected)
  }

  @Test func tokensAreCountedAndCharactersStayWhole() throws {
    // "aé b": a, the first byte of é, its second byte, " b".
    let tokens = [0..<1, 1..<2, 2..<3, 3..<5]
    #expect(try parts("aé b", "tokens:2", tokens: tokens) == ["aé", "b"])
    #expect(try parts("aé b", "tokens:1", tokens: tokens) == ["a", "é", "b"])
    #expect(try parts("aé b", "tokens:9", tokens: tokens) == ["aé b"])
    // What no token covers is not lost.
    #expect(try parts("aé bcd", "tokens:2", tokens: tokens) == ["aé", "b", "cd"])
  }

  @Test(arguments: ["", "words", "tokens:", "tokens:0", "tokens:-1", "tokens:x", "regex:(", "regex:["])
  func whatIsNoWayToSplitIsRefused(name: String) { #expect(throws: Chunking.Unknown.self) { try Chunking(name) } }

  @Test func partsAreItemsThatKnowTheirDocument() throws {
    let folder = try TemporaryFolder()
    try folder.write("one\n\ntwo é", to: "a.md")
    try folder.write(
      #"{"id": "x", "text": "p\n\nq", "label": "l", "role": "query"}"# + "\n" + #"{"id": "y", "text": " "}"#,
      to: "b.jsonl")
    let inputs = ["a.md", "b.jsonl"].map { folder.path + "/" + $0 }
    let reading = try CorpusReader.read(inputs: inputs, texts: ["r\n\ns"]).chunked(.paragraphs)
    #expect(reading.items.map(\.id) == [inputs[0] + "#1", inputs[0] + "#2", "x#1", "x#2", "y", "3#1", "3#2"])
    #expect(reading.counts == [2, 3, 2])
    let part = TextPart(of: TextDocument("one\n\ntwo é"), 5..<11)
    #expect(reading.items[1].chunk == Chunk(document: inputs[0], part: part))
    #expect(reading.items[1].content(role: .passage) == .text("two é", .passage))
    let late = try CorpusReader.read(inputs: inputs).chunked(.paragraphs, isLate: true)
    #expect(late.items[1].content == .text("two é") && late.items[1].content(role: .query) == .part(part, .query))
    #expect(late.items[4].content(role: .query) == .text(" ", .query))
    #expect(reading.items[2].label == "l" && reading.items[3].role == .query && reading.items[4].chunk == nil)
  }

  @Test func anItemThatIsCalledAsAPartIsRefused() throws {
    let lines = #"{"id": "a", "text": "b"}"# + "\n" + #"{"id": "a#1", "text": " "}"#
    let reading = try CorpusReader.read(
      inputs: ["-"], standardInput: { () throws(FileError) in LineReader(Array(lines.utf8)) })
    #expect(throws: CorpusError.self) { try reading.chunked(.lines) }
  }
}

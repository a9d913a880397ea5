import Corpus
import Embeddings
import TestSupport
import Testing

struct ServerResponseTests {
  private func read(_ text: String, as name: String = "answer.json") throws -> [VectorRow] {
    let folder = try TemporaryFolder()
    try folder.write(text, to: name)
    return try CorpusReader.readVectors(folder.path + "/" + name)
  }

  @Test(arguments: [
    #"{"object": "list", "data": [{"index": 1, "embedding": [3, 4]}, {"index": 0, "embedding": [1, 2.5]}]}"#,
    #"{"data": [{"embedding": "AACAPwAAIEA="}, {"embedding": "AABAQAAAgEA="}], "usage": {}}"#,
    #"{"model": "v4", "embeddings": [[1, 2.5], [3, 4]]}"#,
    #"[{"index": 0, "embedding": [[1, 2.5]]}, {"index": 1, "embedding": [[3, 4]]}]"#,
    "[[1, 2.5],\n [3, 4]]",
  ])
  func everyServersAnswerIsRead(_ text: String) throws {
    let rows = try read(text)
    #expect(rows.map(\.values) == [[1, 2.5], [3, 4]] && rows.allSatisfy { $0.id == nil && $0.task == nil })
  }

  @Test(arguments: [
    ("{}", "neither"), ("[]", "neither"), (#"{"data": []}"#, "neither"), (#"{"error": "busy"}"#, "neither"),
    ("{", "not JSON"), (#"{"data": [{"text": "a"}]}"#, "no \"embedding\" in its vector 0"),
    (#"{"data": [{"embeddings": [[1]]}]}"#, "single vectors"),
    (#"{"data": [{"embedding": ["a"]}]}"#, "array of numbers"), (#"{"data": [{"embedding": "AAA"}]}"#, "Base64"),
    (#"{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [2]}]}"#, "same \"index\""),
  ])
  func whatIsNoAnswerIsASentence(_ text: String, _ words: String) {
    #expect { try read(text) } throws: { "\($0)".contains(words) }
  }

  @Test func linesSayWhatTheyAre() throws {
    let rows = try read(
      #"{"id": "a", "task": "code", "role": "query", "embedding": [1, 0]}"# + "\n" + #"{"id": 2, "embedding": [0, 1]}"#,
      as: "vectors.jsonl")
    #expect(rows.map(\.id) == ["a", "2"] && rows[0].task == "code" && rows[0].role == .query && rows[1].role == nil)
    #expect { try read("a text", as: "a.txt") } throws: { "\($0)".contains("no file of vectors") }
  }
}

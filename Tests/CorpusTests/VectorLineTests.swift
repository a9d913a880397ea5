import Embeddings
import Files
import TestSupport
import Testing

@testable import Corpus

/// Lines with the names that people have for things, and with vectors.
struct VectorLineTests {
  private func read(_ text: String, isStrict: Bool = false) throws(CorpusError) -> CorpusReading {
    try CorpusReader.read(
      inputs: ["-"], CorpusReader.Options(isStrict: isStrict),
      standardInput: { () throws(FileError) in LineReader(Array(text.utf8)) })
  }

  private func vector(_ item: CorpusItem) -> [Float]? { item.vectors?.entries.first?.vector.values }

  @Test(arguments: [
    (#"{"chunk": "a"}"#, "a"), (#"{"content": "a"}"#, "a"), (#"{"text": "a", "content": [1]}"#, "a"),
    (#"{"chunk": "a", "content": "b"}"#, "a"), (#"{"text": null, "chunk": "a"}"#, "a"),
    (#"{"title": "t", "text": "a"}"#, "t a"),
    (#"{"title": "", "text": "a"}"#, "a"), (#"{"title": "t", "text": ""}"#, "t"), (#"{"title": "t"}"#, "t"),
  ])
  func aTextIsFoundUnderTheNamesThatPeopleHave(line: String, text: String) throws {
    #expect(try read(line).items.map(\.content) == [.text(text)])
  }

  @Test func aLineBringsItsVector() throws {
    // As jina-ai/correlations writes them, as `embed` does, and as 32-bit floats in Base64: 0.6 and 0.8.
    let reading = try read(
      #"{"chunk": "a", "embedding": [0.6, 0.8]}"# + "\n"
        + #"{"id": "b", "kind": "text", "task": "code", "role": "query", "embedding": [1, 0], "fingerprint": "f"}"#
        + "\n"
        + #"{"id": "c", "text": "c", "embedding": "mpkZP83MTD8="}"#)
    #expect(reading.items.map(vector) == [[0.6, 0.8], [1, 0], [0.6, 0.8]])
    #expect(reading.items[1].isVectorAlone && !reading.items[0].isVectorAlone)
    #expect(reading.items[1].vectors == ImportedVectors(SingleVector([1, 0]), task: "code", fingerprint: "f"))
    #expect(reading.items[1].role == .query && reading.skipped.isEmpty && reading.remarks.isEmpty)
  }

  @Test func theVectorsOfSeveralTasksAreOneItem() throws {
    let lines = ["retrieval", "code"].map { #"{"id": "a", "task": "\#($0)", "embedding": [1, 0]}"# }
    let reading = try read(lines.joined(separator: "\n"))
    #expect(reading.items.count == 1 && reading.items[0].vectors?.entries.map(\.task) == ["retrieval", "code"])
    #expect(throws: CorpusError.self) { try read((lines + [lines[0]]).joined(separator: "\n")) }
  }

  @Test func vectorsThatAreNoneAreLeftOutAndOddOnesTold() throws {
    let good = #"{"id": "a", "embedding": [0.6, 0.8]}"# + "\n"
    for (values, fault) in [
      ("[0.6, NaN]", VectorFault.notFinite(component: 1)), ("[1e39, 0]", .notFinite(component: 0)), ("[0, 0]", .zero),
      ("[1]", .dimensions(1, expected: 2)), ("[]", .length(0)),
    ] {
      let text = good + #"{"id": "b", "embedding": \#(values)}"#
      let place = CorpusItem.Place(file: "standard input", line: 2)
      let reading = try read(text)
      #expect(reading.items.count == 1 && reading.skipped == [.badVector(place, fault)])
      #expect(reading.remark?.hasPrefix("1 line was left out: standard input, line 2: the vector is none") == true)
      #expect(throws: CorpusError.badVector(place, fault)) { try read(text, isStrict: true) }
    }
    let odd = try read(good + #"{"id": "b", "embedding": [3, 4]}"# + "\n" + #"{"id": "c", "embedding": [6, 8]}"#)
    #expect(odd.items.allSatisfy { vector($0) == [0.6, 0.8] })
    #expect(
      odd.remarks == [
        "2 of 3 vectors are not of unit length (lengths 1.0 to 10.0); they were brought to it",
        "all 3 vectors are the same: every similarity is 1",
      ])
  }

  @Test(arguments: [
    #""x""#, "{}", "true", "[1, \"2\"]", "[[1]]", "\"AAAA\"", "\"AAAAAA=\"", "\"AAAAAAAA=\"", "\"????????\"",
  ])
  func whatIsNoVectorIsRefused(value: String) {
    #expect(throws: CorpusError.self) { try read(#"{"id": "a", "embedding": \#(value)}"#) }
  }

  @Test func damagedLinesWithVectorsAreReadOrRefused() {
    let line =
      #"{"id":"a","task":"code","embedding":[0.6,0.8]}"# + "\n"
      + #"{"chunk":"b","title":"t","embedding":"mpkZP83MTD8="}"#
    Fuzzing("vector-lines", count: 1500).run([Array(line.utf8)], Fuzzing.json) { bytes in
      let reading = try CorpusReader.read(
        inputs: ["-"], standardInput: { () throws(FileError) in LineReader(bytes) })
      for item in reading.items where item.vectors?.entries.allSatisfy({ abs($0.vector.norm - 1) < 1e-3 }) == false {
        throw Fuzzing.Broken("a vector is not of unit length")
      }
    }
  }
}

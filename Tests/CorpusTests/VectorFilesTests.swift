import Embeddings
import Files
import Reports
import TestSupport
import Testing

@testable import Corpus

/// Our own exports opened again, and the projector's tables.
struct VectorFilesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  /// The vectors of an item by the names of their tasks.
  private func vectors(_ item: CorpusItem) -> [String?: [Float]] {
    Dictionary(item.vectors?.entries.map { ($0.task, $0.vector.values) } ?? [], uniquingKeysWith: { first, _ in first })
  }

  @Test(arguments: [VectorFormat.jsonl, .npy, .safetensors]) func whatWasWrittenOpensAgain(format: VectorFormat) throws
  {
    let name = "v." + (format == .jsonl ? "vectors.jsonl" : format.rawValue)
    var facts = Facts()
    facts.add("fingerprint", "f00")
    var file = try VectorFile(format, path: path(name), count: 4, dimensions: 2, facts)
    for (id, values) in [("a", [0.6, 0.8]), ("b\u{301}", [1, 0])] as [(String, [Float])] {
      for (task, sign) in [("retrieval", 1), ("code", -1)] as [(String, Float)] {
        try file.append(
          VectorRecord(
            id: id, label: "l", content: .text(.passage, prompt: "Passage: "), task: EmbeddingTask(task), tokens: 3,
            vector: SingleVector(values.map { $0 * sign })))
      }
    }
    try file.finish()
    let reading = try CorpusReader.read(inputs: [path(name)])
    #expect(reading.items.map(\.id) == ["a", "b\u{301}"] && reading.skipped.isEmpty && reading.remarks.isEmpty)
    #expect(reading.items.map(\.label) == ["l", "l"] && reading.items.map(\.role) == [.passage, .passage])
    #expect(vectors(reading.items[0]) == ["retrieval": [0.6, 0.8], "code": [-0.6, -0.8]])
    #expect(reading.items[0].vectors?.fingerprint == "f00")
    #expect(CorpusReader.bringVectors([path(name)]))
  }

  @Test func linesWithoutVectorsBringNone() throws {
    try folder.write(#"{"text": "a"}"#, to: "a.jsonl")
    try folder.write("a\tb\n1\t2\n", to: "a.tsv")
    #expect(!CorpusReader.bringVectors([path("a.jsonl")]) && !CorpusReader.bringVectors([path("a.tsv")]))
    #expect(
      !CorpusReader.bringVectors(["-"]) && !CorpusReader.bringVectors([])
        && !CorpusReader.bringVectors([path("no.npy")]))
  }

  @Test func theProjectorsTablesAreAPair() throws {
    try folder.write("0.6\t0.8\n1\t0\n", to: "vectors.tsv")
    #expect(try CorpusReader.read(inputs: [path("vectors.tsv")]).items.map(\.id) == ["0", "1"])
    try folder.write("dog\ncat\n", to: "metadata.tsv")
    let plain = try CorpusReader.read(inputs: [path("vectors.tsv")])
    #expect(plain.items.map(\.content) == [.text("dog"), .text("cat")])
    try folder.write("id\tword\tcategory\tname\n7\tdog\tanimal\tDog\n8\tcat\tanimal\tCat\n", to: "metadata.tsv")
    let named = try CorpusReader.read(
      inputs: [path("vectors.tsv")], CorpusReader.Options(columns: TableColumns(text: "name")))
    #expect(named.items.map(\.id) == ["7", "8"] && named.items.map(\.label) == ["animal", "animal"])
    #expect(named.items.map(\.content) == [.text("Dog"), .text("Cat")])
    #expect(vectors(named.items[0]) == [nil: [0.6, 0.8]])
    try folder.write("dog\n", to: "metadata.tsv")
    #expect(
      throws: CorpusError.badVectors(file: path("vectors.tsv"), reason: "has 2 rows, and \(path("metadata.tsv")) 1")
    ) {
      try CorpusReader.read(inputs: [path("vectors.tsv")])
    }
    try folder.write("0.6\t0.8\n1\tx\n", to: "vectors.tsv")
    try folder.remove("metadata.tsv")
    #expect(throws: CorpusError.self) { try CorpusReader.read(inputs: [path("vectors.tsv")]) }
  }

  @Test func aFileOfWeightsIsNoFileOfVectors() throws {
    try folder.write([1, 2, 3], to: "x.safetensors")
    do throws(CorpusError) {
      _ = try CorpusReader.read(inputs: [path("x.safetensors")])
      Issue.record("it was read")
    } catch { #expect("\(error)".contains("x.safetensors cannot be read: ")) }
  }

  @Test func damagedProjectorTablesAreReadOrRefused() throws {
    Fuzzing("projector", count: 300).run(
      [Array("0.6\t0.8\n1\t0\n".utf8)], Fuzzing.text(["\t", "\n", "nan", "inf", "1e99", "0x1p3", "-"])
    ) { bytes in
      try folder.write(bytes, to: "vectors.tsv")
      if let first = try CorpusReader.read(inputs: [path("vectors.tsv")]).skipped.first { throw first }
    }
  }
}

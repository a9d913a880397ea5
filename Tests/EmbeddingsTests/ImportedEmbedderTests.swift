import Synchronization
import TestSupport
import Testing

@testable import Embeddings

/// Vectors that items bring along, with and without a model beside them.
struct ImportedEmbedderTests {
  private static let a = SingleVector([0.6, 0.8])
  private static let b = SingleVector([1, 0])

  /// A model of two dimensions whose every vector is (0, 1); it remembers the text `x` alone, and cannot read `bad`.
  private func model() -> CountingEmbedder {
    CountingEmbedder(
      model: .standIn("model", dimensions: [2]), isRemembered: { $0.content == .text("x", .query) },
      result: { request, task in
        if request.content == .text("bad", .query) { throw RequestError.noVision(model: "model") }
        return EmbeddingResult(task: task, prompt: "p", tokenCount: 1, vector: SingleVector([0, 1]))
      })
  }

  private func request(_ text: String, _ vectors: ImportedVectors?, _ tasks: String...) -> EmbeddingRequest {
    EmbeddingRequest(.text(text, .query), tasks: tasks.map { EmbeddingTask($0) }, imported: vectors)
  }

  /// What comes of requests, as `request task component`, and which fail.
  private func results(_ embedder: ImportedEmbedder, _ requests: [EmbeddingRequest]) async throws -> [String] {
    let lines = Mutex<[String]>([])
    try await embedder.embed(
      requests, progress: { _ in },
      onResult: { index, result in lines.withLock { $0.append("\(index) \(result.task) \(result.vector.values[0])") } },
      onFailure: { failure in lines.withLock { $0.append("\(failure.request) failed") } })
    return lines.withLock { $0 }
  }

  @Test func withoutAModelTheVectorsTellWhatThereIs() async throws {
    var both = ImportedVectors(Self.a, task: "retrieval")
    let isMerged = both.merge(ImportedVectors(Self.b, task: "code"))
    #expect(isMerged && !both.merge(ImportedVectors(Self.b, task: "code")))
    let embedder = try ImportedEmbedder([both], inner: nil)
    #expect(embedder.model.tasks.map(\.name) == ["retrieval", "code"] && embedder.model.fullDimension == 2)
    #expect(embedder.tokenize("x", role: .query, task: embedder.model.tasks[0]).isEmpty)
    #expect(
      try await results(embedder, [request("", both, "code", "retrieval"), request("x", nil, "code")])
        == ["0 code 1.0", "0 retrieval 0.6", "1 failed"])
    let untold = try ImportedEmbedder([ImportedVectors(Self.a)], inner: nil)
    #expect(untold.model.tasks == [ImportedEmbedder.unknownTask] && untold.model.assumptions.isEmpty)
  }

  @Test func dimensionsAreAssumedAndThatIsSaid() throws {
    let vector = SingleVector([1] + [Float](repeating: 0, count: 199))
    let embedder = try ImportedEmbedder([ImportedVectors(vector)], inner: nil)
    #expect(embedder.model.matryoshkaDimensions == [32, 64, 128, 200])
    #expect(embedder.model.assumptions.count == 1 && embedder.model.assumptions[0].contains("32, 64, 128 of their 200"))
  }

  @Test func aModelEmbedsWhatBringsNoVector() async throws {
    let embedder = try ImportedEmbedder([ImportedVectors(Self.a, task: "retrieval.passage"), nil], inner: model())
    let known = ImportedVectors(Self.a, task: "retrieval.passage")
    #expect(
      try await results(
        embedder,
        [
          request("x", nil, "code"), request("a", known, "retrieval"), request("a", known, "code", "retrieval"),
          request("", known, "code"), request("bad", nil, "code"), request("", ImportedVectors(Self.b), "code"),
        ]
      ).sorted() == [
        "0 code 0.0", "1 retrieval 0.6", "2 code 0.0", "2 retrieval 0.6", "3 failed", "4 failed", "5 code 1.0",
      ])
    #expect(embedder.tokenize("x", role: .query, task: EmbeddingTask("code")).count == 1)
  }

  @Test func whatTheModelRemembersIsHandedOverAndTheRestIsNot() throws {
    let embedder = try ImportedEmbedder([ImportedVectors(Self.a), nil], inner: model())
    let found = Mutex<[Int]>([])
    embedder.recall([
      request("a", ImportedVectors(Self.a), "code"), request("x", nil, "code"), request("y", nil, "code"),
    ]) {
      index, _ in found.withLock { $0.append(index) }
    }
    #expect(found.withLock { $0 } == [1])
  }

  @Test func whatCannotBeKnownIsSaidUnlessItIs() throws {
    let unknown = try ImportedEmbedder([ImportedVectors(Self.a)], inner: model())
    #expect(unknown.model.assumptions.count == 1 && unknown.model.assumptions[0].contains("cannot be known"))
    #expect(try ImportedEmbedder([ImportedVectors(Self.a, fingerprint: "f")], inner: model()).model.assumptions.isEmpty)
  }

  @Test func whatDoesNotFitIsRefused() {
    let long = ImportedVectors(SingleVector([1, 0, 0]))
    #expect(throws: ImportError.otherDimension(3, model: "model", expected: 2)) {
      try ImportedEmbedder([long], inner: model())
    }
    #expect(throws: ImportError.severalDimensions(3, 2)) {
      try ImportedEmbedder([long, ImportedVectors(Self.a)], inner: nil)
    }
    #expect(throws: ImportError.itemsWithoutVectors(2)) {
      try ImportedEmbedder([nil, ImportedVectors(Self.a), nil], inner: nil)
    }
    #expect(throws: ImportError.unknownTask("poetry", model: "model", valid: model().model.tasks)) {
      try ImportedEmbedder([ImportedVectors(Self.a, task: "poetry")], inner: model())
    }
  }
}

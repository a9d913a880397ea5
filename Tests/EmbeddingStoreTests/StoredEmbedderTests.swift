import EmbeddingStore
import Embeddings
import Files
import Foundation
import Synchronization
import TestSupport
import Testing

/// What was computed once is not computed again, and is the same.
@Suite struct StoredEmbedderTests {
  private let folder: TemporaryFolder
  private let retrieval = EmbeddingTask("retrieval")
  private let code = EmbeddingTask("code")

  init() throws { folder = try TemporaryFolder() }

  private func store(limit: Int = EmbeddingStore.usualByteLimit) throws -> EmbeddingStore {
    try EmbeddingStore(folder: folder.path + "/cache", byteLimit: limit) { Issue.record("\($0)") }
  }

  private func stored(
    _ inner: CountingEmbedder, _ store: EmbeddingStore, all: String = "exact", pictures: String = ""
  ) throws -> StoredEmbedder {
    try #require(StoredEmbedder(inner, store: store, settings: .init(all: all, pictures: pictures)))
  }

  private func text(_ text: String, _ role: PromptRole = .query, tasks: [String] = ["retrieval"], tokens: Bool = false)
    -> EmbeddingRequest
  {
    EmbeddingRequest(.text(text, role), tasks: tasks.map(EmbeddingTask.init), wantsMultiVector: tokens)
  }

  /// Everything about results that can be compared.
  private func facts(_ results: [[EmbeddingResult]]) -> [[String]] { results.map { $0.map { "\($0)" } } }

  @Test func whatIsRememberedIsBitForBitWhatWasComputed() async throws {
    let requests = [
      text("a"), text("bb", .passage, tasks: ["code", "retrieval"], tokens: true),
      EmbeddingRequest(.image(.bytes([1, 2])), tasks: [retrieval], wantsMultiVector: true),
    ]
    let inner = CountingEmbedder()
    let plain = try await inner.results(of: requests)
    _ = inner.takeRequests()
    let first = try await stored(inner, store()).results(of: requests)
    #expect(inner.takeRequests().count == 3)
    // Another process reads what this one has written.
    let second = try await stored(inner, store()).results(of: requests)
    #expect(inner.takeRequests().isEmpty)
    #expect(facts(first) == facts(plain) && facts(second) == facts(plain))
  }

  @Test func whateverChangesTheVectorIsPartOfItsName() async throws {
    let store = try store()
    let inner = CountingEmbedder()
    _ = try await stored(inner, store).results(of: [text("a")])
    _ = inner.takeRequests()
    for (request, embedder, isKnown) in [
      (text("a"), try stored(inner, store), true), (text("b"), try stored(inner, store), false),
      (text("A"), try stored(inner, store), false), (text("a", .passage), try stored(inner, store), false),
      (text("a", tasks: ["code"]), try stored(inner, store), false),
      (text("a", tokens: true), try stored(inner, store), false),
      (text("a"), try stored(inner, store, all: "fast"), false),
      (text("a"), try stored(inner, store, pictures: "small"), true),
    ] {
      _ = try await embedder.results(of: [request])
      #expect(inner.takeRequests().isEmpty == isKnown, "\(request)")
    }
    let other = CountingEmbedder(fingerprint: "g")
    _ = try await stored(other, store).results(of: [text("a")])
    #expect(other.takeRequests().count == 1)
    let picture = EmbeddingRequest(.image(.bytes([1])), tasks: [retrieval])
    for (pictures, isKnown) in [("small", false), ("small", true), ("large", false)] {
      _ = try await stored(inner, store, pictures: pictures).results(of: [picture])
      #expect(inner.takeRequests().isEmpty == isKnown)
    }
    for (pixels, isKnown) in [(100, false), (100, true), (200, false)] {
      var limited = picture
      limited.maximumPixels = pixels
      _ = try await stored(inner, store, pictures: "small").results(of: [limited])
      #expect(inner.takeRequests().isEmpty == isKnown)
    }
    // A text that reads as a picture's bytes is not that picture.
    _ = try await stored(inner, store, pictures: "small").results(of: [text("\u{1}")])
    #expect(inner.takeRequests().count == 1)
  }

  @Test func aPartOfADocumentIsNoTextAndEveryDocumentHasItsOwn() async throws {
    let store = try store()
    let inner = CountingEmbedder()
    func part(_ document: String, _ range: Range<Int>, tasks: [String] = ["retrieval"]) -> EmbeddingRequest {
      EmbeddingRequest(
        .part(TextPart(of: TextDocument(document), range), .passage), tasks: tasks.map(EmbeddingTask.init))
    }
    _ = try await stored(inner, store).results(of: [part("one two", 0..<3), part("one two", 4..<7)])
    #expect(inner.takeRequests().count == 2)
    for (request, isKnown) in [
      (part("one two", 0..<3), true), (part("one two", 4..<7), true), (part("one two", 0..<7), false),
      (text("one", .passage), false), (text("one two", .passage), false), (part("one tow", 0..<3), false),
      (part("one two", 0..<3, tasks: ["code"]), false), (part("one two", 4..<7), true),
    ] {
      let found = try await stored(inner, store).results(of: [request])
      #expect(inner.takeRequests().isEmpty == isKnown, "\(request)")
      #expect(facts(found) == facts(try await CountingEmbedder().results(of: [request])))
    }
  }

  @Test func onlyTheMissingPartsOfADocumentAreAskedFor() async throws {
    let store = try store()
    let inner = CountingEmbedder()
    let document = TextDocument("one two three")
    let parts = [0..<3, 4..<7, 8..<13].map {
      EmbeddingRequest(.part(TextPart(of: document, $0), .passage), tasks: [retrieval])
    }
    _ = try await stored(inner, store).results(of: [parts[1]])
    _ = inner.takeRequests()
    let results = try await stored(inner, store).results(of: parts)
    #expect(inner.takeRequests() == [parts[0], parts[2]])
    #expect(facts(results) == facts(try await CountingEmbedder().results(of: parts)))
  }

  @Test func tokenVectorsAreGivenOnlyWhereTheyAreWanted() async throws {
    let store = try store()
    _ = try await stored(CountingEmbedder(), store).results(of: [text("a", tokens: true)])
    let inner = CountingEmbedder()
    let results = try await stored(inner, store).results(of: [text("a"), text("a", tokens: true)])
    #expect(inner.takeRequests().isEmpty)
    #expect(results[0][0].multiVector == nil && results[1][0].multiVector != nil)
  }

  @Test func aModelThatNobodyKnowsIsNotRemembered() throws {
    #expect(
      StoredEmbedder(CountingEmbedder(fingerprint: nil), store: try store(), settings: .init(all: "", pictures: ""))
        == nil)
  }

  @Test func composedAndDecomposedTextsAreTwo() async throws {
    let inner = CountingEmbedder()
    _ = try await stored(inner, store()).results(of: [text("\u{e9}"), text("e\u{301}")])
    #expect(inner.takeRequests().count == 2)
  }

  @Test func onlyWhatIsMissingIsComputedAndResultsKeepTheirOrder() async throws {
    let store = try store()
    let inner = CountingEmbedder()
    _ = try await stored(inner, store).results(of: [text("bb"), text("dddd"), text("ffffff", tasks: ["code"])])
    _ = inner.takeRequests()
    let requests = ["a", "bb", "ccc", "dddd", "eeeee", "ffffff"].map { text($0, tasks: ["retrieval", "code"]) }
    let order = Mutex<[String]>([])
    try await stored(inner, store).embed(
      requests, progress: { _ in },
      onResult: { index, result in order.withLock { $0.append("\(index) \(result.task)") } })
    #expect(order.withLock { $0 } == (0..<6).flatMap { ["\($0) retrieval", "\($0) code"] })
    let asked = inner.takeRequests()
    #expect(
      asked.map(\.tasks) == [[retrieval, code], [code], [retrieval, code], [code], [retrieval, code], [retrieval]])
  }

  @Test func whatOccursTwiceIsComputedOnce() async throws {
    let inner = CountingEmbedder()
    let requests = [text("a"), text("b"), text("a"), text("a", .passage), text("a")]
    let results = try await stored(inner, store()).results(of: requests)
    #expect(inner.takeRequests().count == 3)
    let plain = try await CountingEmbedder().results(of: requests)
    #expect(facts(results) == facts(plain))
  }

  @Test func aPictureThatFailsIsToldForEveryRequestOnce() async throws {
    let inner = CountingEmbedder()
    let bad = EmbeddingRequest(.image(.bytes([0])), tasks: [retrieval])
    let missing = EmbeddingRequest(.image(.file(folder.path + "/none.png")), tasks: [retrieval])
    let failed = Mutex<[Int]>([])
    let results = try await stored(inner, store()).results(
      of: [bad, text("a"), bad, missing], onFailure: { failure in failed.withLock { $0.append(failure.request) } })
    #expect(failed.withLock { $0 } == [0, 2])
    #expect(results.map(\.count) == [0, 1, 0, 1])
  }

  @Test func recallComputesNothing() async throws {
    let store = try store()
    let inner = CountingEmbedder()
    _ = try await stored(inner, store).results(of: (0..<3000).map { text("text \($0)") })
    _ = inner.takeRequests()
    let found = Mutex<[Int]>([])
    let asked = [text("new")] + (0..<3000).map { text("text \($0)") } + [text("text 1", tasks: ["retrieval", "code"])]
    try stored(inner, store).recall(asked) { index, _ in found.withLock { $0.append(index) } }
    #expect(found.withLock { $0 } == Array(1...3000))
    #expect(inner.takeRequests().isEmpty)
  }

  @Test func theProgressCountsWhatIsRemembered() async throws {
    let store = try store()
    _ = try await stored(CountingEmbedder(), store).results(of: [text("a"), text("b")])
    let last = Mutex<EmbeddingProgress?>(nil)
    let embedder = try stored(CountingEmbedder(), store)
    try await embedder.embed(
      [text("a"), text("b")], progress: { new in last.withLock { $0 = new } }, onResult: { _, _ in })
    #expect(last.withLock { $0 } == nil, "nothing is computed, so nothing is announced")
  }

  @Test func whatIsInterruptedKeepsWhatWasComputed() async throws {
    let store = try store()
    let inner = CountingEmbedder()
    let requests = (0..<10).map { text("\($0)") }
    let task = Task { [embedder = try stored(inner, store)] in
      try await embedder.embed(
        requests, progress: { _ in },
        onResult: { index, _ in if index == 4 { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } } })
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    _ = inner.takeRequests()
    _ = try await stored(inner, store).results(of: requests)
    #expect(inner.takeRequests().count == 5)
  }
}

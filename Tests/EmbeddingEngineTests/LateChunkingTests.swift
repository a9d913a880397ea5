import Embeddings
import Files
import Safetensors
import StrictJSON
import Synchronization
import Tensors
import TestSupport
import Testing

@testable import EmbeddingEngine

/// Parts of documents that are read inside of them.
@Suite struct LateChunkingTests {
  /// A document, its parts, and what the reference made of them.
  private struct Document {
    let id: String
    let text: String
    let window: Int?
    let parts: [TextPart]
    /// By prompt, the tokens of each part; `nil` where none of them is within the window.
    let spans: [String: [Range<Int>?]]

    init(_ value: JSONValue) throws {
      let object = try #require(value.object)
      id = try #require(object["id"]?.string)
      text = try #require(object["text"]?.string)
      window = object["window"]?.integer
      let document = TextDocument(text)
      parts = try #require(object["parts"]?.array).map { TextPart(of: document, try #require(Self.range($0))) }
      var spans: [String: [Range<Int>?]] = [:]
      let prompts = try #require(object["spans"]?.object)
      for prompt in ["Query: ", "Passage: "] { spans[prompt] = prompts[prompt]?.array?.map(Self.range) }
      self.spans = spans
    }

    private static func range(_ value: JSONValue) -> Range<Int>? {
      let ends = value.array?.compactMap(\.integer) ?? []
      return ends.count == 2 ? ends[0]..<ends[1] : nil
    }

    func requests(_ role: PromptRole, _ tasks: [EmbeddingTask], tokens: Bool = false) -> [EmbeddingRequest] {
      parts.map { EmbeddingRequest(.part($0, role), tasks: tasks, wantsMultiVector: tokens) }
    }
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func documents(_ checkpoint: String) throws -> [Document] {
    let path = Goldens.fixtures + "/goldens/\(checkpoint)/late_chunking.json"
    let file = try JSONValue(parsing: FileContents.read(path, limit: ReadingLimit.state))
    return try #require(file.object?["documents"]?.array).map { try Document($0) }
  }

  private func document(_ id: String) throws -> Document {
    try #require(try Self.documents("tiny-published").first { $0.id == id })
  }

  private func engine(
    _ checkpoint: String = "tiny-published", window: Int? = nil, precision: Precision = .exact, batchTokens: Int = 2048
  ) throws -> EmbeddingEngine {
    let options = EngineOptions(threads: 2, batchTokens: batchTokens, precision: precision)
    guard let window else {
      return try EmbeddingEngine(directory: Goldens.directory(of: checkpoint), options: options)
    }
    return try EmbeddingEngine(directory: try folder.checkpoint(checkpoint, window: window), options: options)
  }

  @Test(arguments: Goldens.checkpoints, Precision.allCases)
  func theVectorOfAPartIsTheMeanOfItsTokensInTheDocument(checkpoint: String, precision: Precision) async throws {
    let goldens = try SafetensorsFile(path: Goldens.fixtures + "/goldens/\(checkpoint)/late_chunking.safetensors")
    let documents = try Self.documents(checkpoint)
    #expect(documents.count >= 6)
    for document in documents {
      let engine = try engine(checkpoint, window: document.window, precision: precision)
      for role in PromptRole.prompted {
        let unread = Mutex<[Int]>([])
        let results = try await engine.results(
          of: document.requests(role, engine.model.tasks),
          onFailure: { failure in unread.withLock { $0.append(failure.request) } })
        for (place, task) in engine.model.tasks.enumerated() {
          let name = "\(task)/\(role.rawValue)/\(document.id)"
          let golden = try #require(goldens.tensor(name))
          let rows = golden.floats()
          let hidden = engine.model.fullDimension
          let spans = try #require(document.spans[Prompt.prefix(role: role, task: task)])
          #expect(unread.withLock { $0 } == spans.indices.filter { spans[$0] == nil }, "\(name)")
          let read = spans.indices.filter { spans[$0] != nil }
          #expect(golden.shape == [read.count, hidden] && read.count > 0)
          for (row, part) in read.enumerated() {
            let result = try #require(results[part].count > place ? results[part][place] : nil)
            #expect(result.task == task && result.tokenCount == spans[part]?.count, "\(name) part \(part)")
            let distance = cosineDistance(result.vector.values, rows[row * hidden..<(row + 1) * hidden])
            #expect(distance <= precision.singleTolerance, "\(name) part \(part)")
          }
        }
      }
    }
  }

  @Test func aDocumentIsReadOnceForAllItsParts() async throws {
    let document = try document("paragraphs")
    let engine = try engine(batchTokens: 1)
    let task = engine.model.tasks[0]
    let rows = Mutex<Int>(0)
    let order = Recorder<Int>()
    try await engine.embed(
      document.requests(.passage, [task]), progress: { progress in rows.withLock { $0 = progress.totalTokens } },
      onResult: { index, _ in order.record(index) })
    let tokens = engine.tokenize(document.text, role: .passage, task: task).count
    // The last part ends before the line end that ends the document.
    #expect(rows.withLock { $0 } <= tokens && rows.withLock { $0 } > tokens - 3)
    #expect(order.values == Array(document.parts.indices))
  }

  @Test func partsAmongOtherRequestsKeepTheirPlaces() async throws {
    let (story, chapters) = (try document("paragraphs"), try document("sentences"))
    let engine = try engine()
    let task = engine.model.tasks[0]
    let requests =
      [EmbeddingRequest(.text("before", .passage), tasks: [task])] + story.requests(.passage, [task])
      + chapters.requests(.passage, [task]) + [EmbeddingRequest(.text("between", .query), tasks: [task])]
      + Array(story.requests(.query, [task]).prefix(2))
    let together = try await engine.results(of: requests)
    for (request, result) in zip(requests, together) {
      let alone = try await engine.results(of: [request])[0][0]
      #expect(alone.tokenCount == result[0].tokenCount)
      #expect(cosineDistance(alone.vector.values, result[0].vector.values) < 1e-11)
    }
  }

  @Test func aPartIsNotWhatItsTextIsByItself() async throws {
    let document = try document("paragraphs")
    let engine = try engine()
    let task = engine.model.tasks[0]
    let bytes = Array(document.text.utf8)
    let alone = document.parts.map {
      EmbeddingRequest(.text(String(decoding: bytes[$0.range], as: UTF8.self), .passage), tasks: [task])
    }
    let inside = try await engine.results(of: document.requests(.passage, [task]))
    for (inside, alone) in zip(inside, try await engine.results(of: alone)) {
      #expect(cosineDistance(inside[0].vector.values, alone[0].vector.values) > 1e-4)
    }
  }

  @Test func theTokenVectorsOfAPartAreThoseOfItsTokens() async throws {
    let document = try document("three-characters")
    let engine = try engine()
    let task = engine.model.tasks[0]
    let whole = try await engine.results(
      of: [EmbeddingRequest(.text(document.text, .passage), tasks: [task], wantsMultiVector: true)])[0][0]
    let all = try #require(whole.multiVector)
    let spans = try #require(document.spans["Passage: "])
    let requests = document.requests(.passage, [task], tokens: true)
    for (part, result) in try await engine.results(of: requests).enumerated() {
      let vectors = try #require(result[0].multiVector)
      let span = try #require(spans[part])
      #expect(vectors.tokens == span.count)
      for (row, token) in span.enumerated() { #expect(cosineDistance(vectors[row], all[token]) < 1e-8) }
      // What people read for them are their words.
      let names = try #require(engine.promptTokens(of: requests[part].content, task: task))
      #expect(names.prefix.isEmpty && names.pieces.count == span.count)
    }
  }

  @Test func aPartThatTheWindowCutsSaysSoAndOneBehindItIsNotMade() async throws {
    let document = try document("behind-the-window")
    let window = try #require(document.window)
    let whole = try engine()
    let engine = try engine(window: window)
    let task = engine.model.tasks[0]
    let failures = Mutex<[RequestFailure]>([])
    let requests = document.requests(.passage, [task])
    let results = try await engine.results(
      of: requests, onFailure: { failure in failures.withLock { $0.append(failure) } })
    let full = try await whole.results(of: requests)
    let read = results.indices.filter { !results[$0].isEmpty }
    let last = try #require(read.last)
    for part in read {
      let (cut, all) = (results[part][0], full[part][0])
      #expect(cut.tokenCountBeforeTruncation == (cut.tokenCount < all.tokenCount ? all.tokenCount : nil))
      #expect((cut.tokenCountBeforeTruncation != nil) == (part == last))
    }
    let told = failures.withLock { $0 }
    #expect(told.map(\.request) == Array(last + 1..<requests.count) && !told.isEmpty)
    for failure in told {
      guard case RequestError.behindWindow(let token, window)? = failure.reason as? RequestError else {
        Issue.record("\(failure)")
        continue
      }
      #expect(token >= window)
    }
    // Where nothing is left, nothing is computed.
    await #expect(throws: RequestFailure.self) { try await engine.results(of: [requests[requests.count - 1]]) }
  }

  @Test func onlyPartsOfOneDocumentThatStandTogetherShareItsPass() {
    let (a, b) = (TextDocument("one two"), TextDocument("one two, three"))
    let (search, code) = (EmbeddingTask("retrieval"), EmbeddingTask("code"))
    func part(
      _ document: TextDocument, _ range: Range<Int>, _ task: EmbeddingTask, _ role: PromptRole = .query
    ) -> EmbeddingRequest { EmbeddingRequest(.part(TextPart(of: document, range), role), tasks: [task]) }
    let text = EmbeddingRequest(.text("one", .query), tasks: [search])
    let groups = RequestGroup.groups(of: [
      part(a, 0..<3, search), part(TextDocument("one two"), 4..<7, search), part(b, 0..<3, search), text, text,
      part(b, 4..<7, search), part(b, 4..<7, search, .passage), part(b, 4..<7, code, .passage),
    ])
    #expect(groups.map(\.requests) == [[0, 1], [2], [3], [4], [5], [6], [7]])
    #expect(RequestGroup.groups(of: []).isEmpty)
  }
}

import EmbeddingEngine
import Embeddings
import Tensors
import TestSupport
import Testing

@Suite struct EmbeddingEngineTests {
  private func engine(_ checkpoint: String = "tiny-published", batchTokens: Int = 2048) throws -> EmbeddingEngine {
    try EmbeddingEngine(
      directory: Goldens.directory(of: checkpoint), options: EngineOptions(threads: 2, batchTokens: batchTokens))
  }

  @Test(arguments: Goldens.checkpoints)
  func everyTextIsReadAndEmbeddedAsTheReferenceDoes(checkpoint: String) async throws {
    let goldens = try Goldens(checkpoint)
    let engine = try engine(checkpoint)
    let hidden = engine.model.fullDimension
    for role in PromptRole.prompted {
      let texts = goldens.texts.filter { $0.window == nil }
      for text in texts {
        for task in engine.model.tasks {
          #expect(
            engine.tokenize(text.text, role: role, task: task).map(\.id) == (try text.tokens(role, task: task)),
            "\(text.id)")
        }
      }
      let results = try await engine.results(
        of: texts.map { EmbeddingRequest(.text($0.text, role), tasks: engine.model.tasks) })
      for (position, task) in engine.model.tasks.enumerated() {
        let expected = try goldens.golden("single/\(task)/\(role.rawValue)").floats()
        for (text, result) in zip(texts, results) {
          let row = try #require(goldens.texts.firstIndex { $0.id == text.id })
          let distance = cosineDistance(
            result[position].vector.values, expected[(row * hidden)..<((row + 1) * hidden)])
          #expect(distance <= 1e-8, "\(task) \(role.rawValue) \(text.id)")
        }
      }
    }
  }

  @Test func theTokensOfATextCoverThePromptInOrder() throws {
    let engine = try engine()
    let pieces = engine.tokenize("two words", role: .passage, task: engine.model.tasks[0])
    #expect(pieces.map(\.text).joined() == "Passage: two words")
    #expect(pieces.first?.range.lowerBound == 0)
    #expect(pieces.last?.range.upperBound == "Passage: two words".utf8.count)
  }

  @Test func withoutAPromptATextIsReadAsItStands() async throws {
    let engine = try engine()
    let tasks = engine.model.tasks
    #expect(engine.tokenize("two words", role: .unprompted, task: tasks[0]).map(\.text).joined() == "two words")
    // A text that begins with the prompt is what the prompt makes of the rest.
    let contents = [EmbeddingRequest.Content.text("Query: two words", .unprompted), .text("two words", .query)]
    let results = try await engine.results(of: contents.map { EmbeddingRequest($0, tasks: tasks) })
    #expect(results[0].map(\.vector) == results[1].map(\.vector) && results[0][0].prompt == "")
  }

  @Test func batchesOfAnySizeGiveTheSameVectors() async throws {
    let texts = ["one", "two words", "", "a longer text of several words", "five"]
    let requests = try texts.map { EmbeddingRequest(.text($0, .query), tasks: try engine().model.tasks) }
    let together = try await engine().results(of: requests)
    let apart = try await engine(batchTokens: 1).results(of: requests)
    for (one, other) in zip(together.flatMap(\.self), apart.flatMap(\.self)) {
      #expect(one.task == other.task)
      #expect(cosineDistance(one.vector.values, other.vector.values) < 1e-11)
    }
  }

  @Test func packingBetweenCallsChangesNoVector() async throws {
    let engine = try engine()
    let texts = ["one", "two words", "a longer text of several words"]
    let before = try await engine.encodeText(texts)
    await engine.finishPacking()
    let after = try await engine.encodeText(texts)
    #expect(before == after)
  }

  @Test func resultsComeInTheOrderOfTheRequestsAndTheirTasks() async throws {
    let engine = try engine(batchTokens: 20)
    let tasks = Array(engine.model.tasks.reversed())
    var seen: [String] = []
    let requests = (0..<5).map { EmbeddingRequest(.text("text \($0)", .passage), tasks: tasks) }
    for try await (index, result) in engine.results(streaming: requests) { seen.append("\(index) \(result.task)") }
    #expect(seen == (0..<5).flatMap { index in tasks.map { "\(index) \($0)" } })
  }

  @Test func textMatchingReadsPassagesAsQueriesAndSaysSo() async throws {
    let engine = try engine()
    let result = try await engine.results(
      of: [EmbeddingRequest(.text("same", .passage), tasks: engine.model.tasks)])[0]
    #expect(result.map(\.prompt) == ["Passage: ", "Query: ", "Passage: "])
    let query = try await engine.encodeText(["same"], task: "text-matching", role: .query)
    #expect(cosineDistance(result[1].vector.values, query[0].values) < 1e-11)
  }

  @Test func aTextOverTheWindowIsCutAndReported() async throws {
    let folder = try TemporaryFolder()
    let engine = try EmbeddingEngine(directory: try folder.checkpoint("tiny-published", window: 16))
    #expect(engine.model.contextLength == 16)
    let goldens = try Goldens("tiny-published")
    let cut = try #require(goldens.texts.first { $0.window == 16 })
    let task = engine.model.tasks[0]
    let result = try await engine.results(of: [EmbeddingRequest(.text(cut.text, .query), tasks: [task])])[0][0]
    #expect(result.tokenCount == 16)
    #expect((result.tokenCountBeforeTruncation ?? 0) > 16)
    let row = try #require(goldens.texts.firstIndex { $0.id == cut.id })
    let hidden = engine.model.fullDimension
    let expected = try goldens.golden("single/\(task)/query").floats()[(row * hidden)..<((row + 1) * hidden)]
    #expect(cosineDistance(result.vector.values, expected) <= 1e-8)
  }

  @Test func aTextThatFillsTheWindowIsNotCut() async throws {
    let whole = try engine()
    let task = whole.model.tasks[0]
    let text = "a text of a few words"
    let counts = PromptRole.prompted.map { whole.tokenize(text, role: $0, task: task).count }
    for (role, count) in zip(PromptRole.prompted, counts) {
      let request = EmbeddingRequest(.text(text, role), tasks: [task], wantsMultiVector: true)
      let vector = try await whole.results(of: [request])[0][0].vector
      for window in [count - 1, count, count + 1] {
        let folder = try TemporaryFolder()
        let engine = try EmbeddingEngine(directory: try folder.checkpoint("tiny-published", window: window))
        let result = try await engine.results(of: [request])[0][0]
        #expect(result.tokenCount == min(window, count) && result.multiVector?.tokens == min(window, count))
        #expect(result.tokenCountBeforeTruncation == (window < count ? count : nil), "\(role) \(window)")
        #expect((cosineDistance(result.vector.values, vector.values) < 1e-11) == (window >= count))
      }
    }
  }

  @Test func anEngineWorksOnAfterAPassWasCancelled() async throws {
    let engine = try engine()
    let requests = [EmbeddingRequest(.text("some text", .query), tasks: engine.model.tasks)]
    let before = try await engine.results(of: requests)[0].map(\.vector)
    let layers = Recorder<Int>()
    let work = Task {
      try await engine.embed(requests) { progress in
        guard progress.stage == .decoder else { return }
        layers.record(progress.layer)
        // Safe: the task is used within the call.
        unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
      } onResult: { _, _ in
        Issue.record("a cancelled pass has no result")
      }
    }
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(layers.values.count == 1)
    #expect(try await engine.results(of: requests)[0].map(\.vector) == before)
  }

  @Test func twoCallersAreNeverInterleaved() async throws {
    let engine = try engine(batchTokens: 1)
    let order = Recorder<Int>()
    try await withThrowingTaskGroup { group in
      for caller in 0..<4 {
        group.addTask {
          let requests = (0..<6).map { EmbeddingRequest(.text("\(caller) \($0)", .query), tasks: engine.model.tasks) }
          try await engine.embed(requests, progress: { _ in }) { _, _ in order.record(caller) }
        }
      }
      try await group.waitForAll()
    }
    let callers = order.values
    let changes = zip(callers, callers.dropFirst()).count { $0.0 != $0.1 }
    #expect(callers.count == 4 * 6 * engine.model.tasks.count)
    #expect(changes == 3)
  }

  @Test func whatTheCheckpointCannotDoIsRefusedBeforeAnythingIsComputed() async throws {
    let merged = try engine("tiny-merged")
    #expect(merged.model.multiVectorDimension == nil && merged.model.limitations.count == 2)
    let task = merged.model.tasks[0]
    await #expect(throws: RequestError.noProjector(model: merged.model.name)) {
      try await merged.results(of: [EmbeddingRequest(.text("x", .query), tasks: [task], wantsMultiVector: true)])
    }
    let other = EmbeddingTask("poetry")
    await #expect(throws: RequestError.unknownTask(name: "poetry", valid: [task])) {
      try await merged.results(of: [EmbeddingRequest(.text("x", .query), tasks: [other])])
    }
  }

  @Test func progressEndsWithEverythingFinished() async throws {
    let engine = try engine(batchTokens: 30)
    let recorder = Recorder<EmbeddingProgress>()
    _ = try await engine.encodeText((0..<10).map { "text number \($0)" }) { recorder.record($0) }
    let progress = try #require(recorder.values.last)
    #expect(progress.finishedItems == 10 && progress.totalItems == 10)
    #expect(progress.finishedTokens == progress.totalTokens && progress.totalTokens > 30)
  }
}

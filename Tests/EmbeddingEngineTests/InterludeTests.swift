import EmbeddingEngine
import Embeddings
import Foundation
import Synchronization
import TestSupport
import Testing

/// What somebody waits for goes in between the layers of what nobody waits for.
@Suite struct InterludeTests {
  private let engine: EmbeddingEngine
  private let documents: [EmbeddingRequest]

  init() throws {
    engine = try EmbeddingEngine(
      directory: Goldens.directory(of: "tiny-published"), options: EngineOptions(threads: 2, batchTokens: 64))
    let task = engine.model.tasks[0]
    documents = (0..<20).map {
      EmbeddingRequest(.text(String(repeating: "document \($0) ", count: 20), .passage), tasks: [task])
    }
  }

  private var query: EmbeddingRequest { EmbeddingRequest(.text("query", .query), tasks: engine.model.tasks) }

  /// Embeds the documents with a pause after each layer; `begun` is called in the first one.
  private func embedSlowly(begun: @escaping @Sendable () -> Void, _ note: @escaping @Sendable (String) -> Void)
    async throws
    -> [SingleVector?]
  {
    let vectors = Mutex([SingleVector?](repeating: nil, count: documents.count))
    let isFirst = Mutex(true)
    try await engine.embed(
      documents,
      progress: { progress in
        if progress.stage == .decoder,
          isFirst.withLock({ first in
            defer { first = false }; return first
          })
        {
          begun()
        }
        usleep(5000)
      },
      onResult: { index, result in
        vectors.withLock { $0[index] = result.vector }
        note("document")
      })
    return vectors.withLock { $0 }
  }

  @Test func aQueryDoesNotWaitForTheCollectionAndChangesNothing() async throws {
    let alone = try await engine.results(of: documents).map { $0[0].vector }
    let queryAlone = try await engine.results(of: [query])[0].map(\.vector)
    let events = Events()
    let (started, signal) = AsyncStream<Void>.makeStream()
    let collection = Task.detached(priority: .utility) { [self] in
      try await embedSlowly(begun: { signal.yield() }) { event in events.note(event) }
    }
    for await _ in started { break }
    let urgent = Task.detached(priority: .userInitiated) { [self] in
      let vectors = try await engine.results(of: [query])[0].map(\.vector)
      events.note("query")
      return vectors
    }
    #expect(try await urgent.value == queryAlone)
    #expect(try await collection.value == alone)
    let order = events.all
    let place = try #require(order.firstIndex(of: "query"))
    #expect(place < 10 && order.count == 21, "\(order)")
  }

  @Test func aQueryIsAnsweredInTheMiddleOfALongDocumentWhoseTokensAreCounted() async throws {
    let task = engine.model.tasks[0]
    let long = String(repeating: "one of many words ", count: 1200)
    let requests = [long, "short"].map { EmbeddingRequest(.text($0, .passage), tasks: [task]) }
    let tokens = engine.tokenize(long, role: .passage, task: task).count
    #expect(tokens > EmbeddingProgress.longPass)
    let events = Events()
    let counts = Mutex<[EmbeddingProgress]>([])
    let (started, signal) = AsyncStream<Void>.makeStream()
    let collection = Task.detached(priority: .utility) { [engine] in
      try await engine.embed(
        requests,
        progress: { progress in
          counts.withLock { $0.append(progress) }
          guard progress.stage == .decoder, progress.layer == 1, progress.isLongPass else { return }
          signal.yield()
          // Until the query has come, so that it comes within the document.
          usleep(300_000)
        }, onResult: { index, _ in events.note("document \(index)") })
    }
    for await _ in started { break }
    _ = try await Task.detached(priority: .userInitiated) { [engine, query] in
      _ = try await engine.results(of: [query])
      events.note("query")
    }.value
    try await collection.value
    #expect(events.all == ["query", "document 0", "document 1"])
    let seen = counts.withLock { $0 }
    let sums = seen.map(\.computedTokens)
    #expect(sums == sums.sorted() && sums.last == seen.last?.totalTokens)
    let inside = Set(seen.filter(\.isLongPass).map(\.computedPassTokens))
    #expect(inside.count > 2 && inside.max() == tokens && seen.allSatisfy { $0.passTokens <= tokens })
  }

  @Test func whatHasNoPriorityWaitsForItsTurn() async throws {
    let events = Events()
    let (started, signal) = AsyncStream<Void>.makeStream()
    let collection = Task.detached(priority: .utility) { [self] in
      try await embedSlowly(begun: { signal.yield() }) { event in events.note(event) }
    }
    for await _ in started { break }
    _ = try await Task.detached(priority: .medium) { [self] in
      _ = try await engine.results(of: [query])
      events.note("query")
    }.value
    _ = try await collection.value
    #expect(events.all.last == "query")
  }

  @Test func oneIsCancelledWithoutTheOther() async throws {
    for cancelsQuery in [true, false] {
      let (started, signal) = AsyncStream<Void>.makeStream()
      let collection = Task.detached(priority: .utility) { [self] in
        try await embedSlowly(begun: { signal.yield() }) { _ in }
      }
      for await _ in started { break }
      let urgent = Task.detached(priority: .userInitiated) { [self] in
        // Many, so that the end of the one is seen in the middle of the other.
        try await engine.results(of: [EmbeddingRequest](repeating: query, count: 2000)).count
      }
      try await Task.sleep(for: .milliseconds(20))
      if cancelsQuery { urgent.cancel() } else { collection.cancel() }
      if cancelsQuery {
        #expect(try await collection.value.allSatisfy { $0 != nil })
        await #expect(throws: CancellationError.self) { try await urgent.value }
      } else {
        #expect(try await urgent.value == 2000)
        await #expect(throws: CancellationError.self) { try await collection.value }
      }
    }
  }

  @Test func whatIsWrongWithAQueryIsTheQuerysError() async throws {
    let (started, signal) = AsyncStream<Void>.makeStream()
    let collection = Task.detached(priority: .utility) { [self] in
      try await embedSlowly(begun: { signal.yield() }) { _ in }
    }
    for await _ in started { break }
    let urgent = Task.detached(priority: .userInitiated) { [self] in
      try await engine.results(of: [EmbeddingRequest(.text("x", .query), tasks: [EmbeddingTask("none")])])
    }
    await #expect(throws: RequestError.self) { try await urgent.value }
    #expect(try await collection.value.allSatisfy { $0 != nil })
  }
}

/// What happened, in its order.
private final class Events: Sendable {
  private let events = Mutex<[String]>([])

  var all: [String] { events.withLock { $0 } }

  func note(_ event: String) { events.withLock { $0.append(event) } }
}

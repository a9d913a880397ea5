import Corpus
import Embeddings
import TerminalUI
import TestSupport
import Testing

@testable import Explorer

/// What of a collection is embedded first.
@Suite("Order of embedding")
struct ItemOrderTests {
  private let retrieval = EmbeddingTask("retrieval")

  /// The texts of each call of the embedder, and what was posted.
  private func embed(
    _ items: [CorpusItem], remembered: Set<Int> = [], selected: Int? = nil
  ) async -> (calls: [[String]], posted: [Action]) {
    let embedder = RememberingEmbedder(remembered: Set(remembered.map { items[$0].id }))
    let posted = Recorder<Action>()
    await ItemEmbedding(
      embedder: embedder, describe: { "\($0)" }, collection: items, items: Array(items.indices), tasks: [retrieval],
      selected: selected, deliveryInterval: .zero
    ).run { posted.record($0) }
    return (embedder.calls.values, posted.values)
  }

  private func items(_ lengths: [Int]) -> [CorpusItem] {
    lengths.map { CorpusItem(id: String(repeating: "x", count: $0), content: .text(String(repeating: "x", count: $0))) }
  }

  @Test func shortItemsComeBeforeLongOnesAndTheSelectedOneBeforeAll() async {
    let lengths = [900, 5, 70, 8, 6000, 1]
    #expect(await embed(items(lengths)).calls.flatMap { $0 }.map(\.count) == lengths.sorted())
    let selected = await embed(items(lengths), selected: 4).calls.flatMap { $0 }.map(\.count)
    #expect(selected == [6000, 1, 5, 8, 70, 900])
  }

  @Test func whatIsRememberedIsThereBeforeAnythingIsComputedAndIsCounted() async throws {
    let (calls, posted) = await embed(items([3, 1, 2, 4]), remembered: [0, 3])
    #expect(calls.flatMap { $0 }.map(\.count) == [1, 2])
    let first = try #require(posted.first)
    guard case .itemsEmbedded(let results) = first, results[0] != nil || results[3] != nil else {
      Issue.record("\(first)")
      return
    }
    let counts = posted.compactMap { if case .recalled(let count, let total) = $0 { [count, total] } else { nil } }
    #expect(counts == [[2, 4]])
    var harness = ExplorerHarness()
    harness.perform(.recalled(2, of: 4))
    #expect(harness.picture.text.contains("2 new, 2 remembered."))
    var all = ExplorerHarness()
    all.perform(.recalled(24, of: 24))
    #expect(!all.picture.text.contains("remembered"), "nothing is to be waited for, so nothing is said")
  }

  @Test func theFirstGroupsAreSmall() {
    let groups = ItemEmbedding.groups(of: Array(0..<1000))
    #expect(groups.map(\.count) == [8, 16, 32, 64, 128, 256, 256, 240])
    #expect(groups.flatMap { $0 } == Array(0..<1000))
    #expect(ItemEmbedding.groups(of: []).isEmpty && ItemEmbedding.groups(of: [7]) == [[7]])
  }
}

/// An embedder that remembers some texts, and notes those that it is asked to compute.
private final class RememberingEmbedder: StubWrapper {
  let stub = StubEmbedder()
  let calls = Recorder<[String]>()
  private let remembered: Set<String>

  init(remembered: Set<String>) { self.remembered = remembered }

  func recall(_ requests: [EmbeddingRequest], onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void) {
    for (index, request) in requests.enumerated() {
      guard case .text(let text, _) = request.content, remembered.contains(text),
        let results = try? stub.results(of: request)
      else { continue }
      for result in results { onResult(index, result) }
    }
  }

  func embed(
    _ requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    calls.record(requests.map { if case .text(let text, _) = $0.content { text } else { "" } })
    try await stub.embed(requests, progress: progress, onResult: onResult, onFailure: onFailure)
  }
}

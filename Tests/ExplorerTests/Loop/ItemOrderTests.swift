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
  ) async -> (calls: [[String]], requests: [[EmbeddingRequest]], posted: [Action]) {
    let stub = StubEmbedder()
    let known = Set(remembered.map { items[$0].request(tasks: []).content })
    let embedder = CountingEmbedder(
      model: stub.model, isRemembered: { known.contains($0.content) },
      result: { request, task in
        var request = request
        request.tasks = [task]
        return try stub.results(of: request)[0]
      })
    let posted = Recorder<Action>()
    await ItemEmbedding(
      embedder: embedder, describe: { "\($0)" }, collection: items, items: Array(items.indices), tasks: [retrieval],
      selected: selected, deliveryInterval: .zero
    ).run { posted.record($0) }
    let requests = embedder.takeCalls()
    let texts = requests.map { $0.map { if case .text(let text, _) = $0.content { text } else { "" } } }
    return (texts, requests, posted.values)
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
    let (calls, _, posted) = await embed(items([3, 1, 2, 4]), remembered: [0, 3])
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
    var large = ExplorerHarness()
    large.perform(.recalled(9988, of: 10_000))
    #expect(large.picture.text.contains("12 new, 9,988 remembered."))
    var all = ExplorerHarness()
    all.perform(.recalled(24, of: 24))
    #expect(!all.picture.text.contains("remembered"), "nothing is to be waited for, so nothing is said")
  }

  /// Sentences of two documents, one of them long, that are read inside of them.
  private func parts(isLate: Bool) -> [CorpusItem] {
    ["short", String(repeating: "w", count: 1000)].flatMap { word in
      let document = TextDocument((0..<12).map { "\(word) \($0)." }.joined(separator: " "))
      var start = 0
      return (0..<12).map { number in
        let text = "\(word) \(number)."
        defer { start += text.utf8.count + 1 }
        let part = TextPart(of: document, start..<start + text.utf8.count)
        return CorpusItem(
          id: "\(word.prefix(5))#\(number)", content: .text(text),
          chunk: Chunk(document: word, part: part, isLate: isLate))
      }
    }
  }

  @Test func partsThatAreReadInsideOfADocumentAreAskedForTogether() async throws {
    let parts = parts(isLate: true)
    let between = CorpusItem(id: "x", content: .text(String(repeating: "x", count: 500)))
    let calls = await embed(parts.reversed() + [between]).requests
    #expect(calls.map(\.count) == [12, 13])
    #expect(calls[1].first == between.request(tasks: [retrieval]))
    // The document of the one that is looked at comes first, and whole.
    let selected = await embed(parts, selected: 20).requests
    #expect(
      selected.map(\.count) == [12, 12] && Set(selected[0]) == Set(parts[12...].map { $0.request(tasks: [retrieval]) }))
    // Those that are read by themselves are in small groups.
    #expect(await embed(self.parts(isLate: false)).requests.map(\.count) == [8, 16])
  }

  @Test func theFirstGroupsAreSmall() {
    let groups = ItemEmbedding.groups(of: Array(0..<1000))
    #expect(groups.map(\.count) == [8, 16, 32, 64, 128, 256, 256, 240])
    #expect(groups.flatMap { $0 } == Array(0..<1000))
    #expect(ItemEmbedding.groups(of: []).isEmpty && ItemEmbedding.groups(of: [7]) == [[7]])
  }
}

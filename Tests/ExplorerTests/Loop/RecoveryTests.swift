import Corpus
import Embeddings
import TerminalUI
import TestSupport
import Testing

@testable import Explorer

/// What undoes, resets, replaces and tries again leaves nothing behind.
@Suite("Recovery")
struct RecoveryTests {
  private let retrieval = EmbeddingTask("retrieval")

  /// The items that the effects since the last `effects = []` embed.
  private func embedded(_ harness: ExplorerHarness) -> [[Int]] {
    harness.effects.compactMap { if case .embed(.items(let items, _)) = $0 { items } else { nil } }
  }

  @Test func theCursorFollowsTheAdapterHoweverItIsChosen() throws {
    var harness = ExplorerHarness()
    try harness.type("<C-n>")
    #expect(harness.state.adapters.cursor == 1)
    harness.perform(.line("adapter code"))
    #expect(harness.state.adapters.cursor == 2)
    try harness.type("<Esc>4a")
    #expect(harness.state.adapters.cursor == 0 && harness.state.subject.task == retrieval)
    try harness.type("2jj<Enter>")
    #expect(harness.state.adapters.cursor == 2 && harness.state.subject.task.name == "code")
    // Moving alone chooses nothing, and another choice takes the cursor along.
    try harness.type("kk")
    #expect(harness.state.adapters.cursor == 0 && harness.state.subject.task.name == "code")
    harness.perform(.line("adapter text-matching"))
    #expect(harness.state.adapters.cursor == 1)
    var next = ExplorerHarness()
    next.state.restore(harness.state.session(in: []))
    #expect(next.state.adapters.cursor == 1 && next.state.subject.task.name == "text-matching")
  }

  @Test func whatTheFilterLeavesOutIsNoLongerSelected() throws {
    var harness = ExplorerHarness()
    harness.perform(.line("item moon"))
    try harness.type("<Esc>3/water")
    #expect(harness.state.subject.chosen == nil && harness.state.subject.selectedRow == 0)
    let first = harness.state.subject.item(inRow: 0)
    #expect(harness.state.subject.selectedItem == first)
    try harness.type("<Esc>")
    #expect(harness.state.subject.chosen == nil)
    // What it leaves stays selected, in its new row and in its old one.
    harness.perform(.line("item ocean"))
    let row = harness.state.subject.selectedRow
    try harness.type("/sea<Enter>")
    #expect(harness.state.subject.identifiers[harness.state.subject.selectedItem ?? 0] == "ocean")
    #expect(harness.state.subject.selectedRow < row)
    try harness.type("<Esc>")
    #expect(harness.state.subject.selectedRow == row)
    // A filter that leaves nothing takes nothing away.
    try harness.type("/")
    harness.perform(.input(.paste("no such words")))
    #expect(harness.state.subject.rowCount == 0)
    try harness.type("<Esc>")
    #expect(harness.state.subject.identifiers[harness.state.subject.selectedItem ?? 0] == "ocean")
  }

  @Test func itemsThatFailedAreTriedAgainOnlyWhereThatIsAskedFor() throws {
    var embedder = StubEmbedder()
    embedder.refused = ["Water.", "A cloud is water in the air."]
    var harness = ExplorerHarness(embedder: embedder)
    #expect(harness.state.subject.failures.count == 2 && harness.state.screen.message?.isFailure == true)
    harness.effects = []
    try harness.type("<Esc>3jk4hl5")
    #expect(embedded(harness).isEmpty)
    harness.isRunning = false
    try harness.type("R")
    #expect(embedded(harness) == [[21, 23]])
    #expect(harness.state.subject.failures.isEmpty && harness.state.screen.message == nil)
    // Under another adapter all are tried that have not failed.
    harness = ExplorerHarness(embedder: embedder)
    harness.effects = []
    try harness.type("<C-n>")
    #expect(embedded(harness).first?.count == 22)
  }

  @Test func aQueryThatFailedIsTriedAgainWhereThatIsAskedFor() throws {
    var embedder = StubEmbedder()
    embedder.refused = ["bad"]
    var harness = ExplorerHarness(embedder: embedder)
    try harness.type("bad<Esc>3")
    harness.isRunning = false
    harness.effects = []
    try harness.type("jk")
    #expect(!harness.effects.contains { if case .embed(.query) = $0 { true } else { false } })
    try harness.type("R")
    #expect(harness.effects.contains { if case .embed(.query) = $0 { true } else { false } })
    #expect(harness.state.work.stopped.isEmpty)
  }

  @Test func aCancelledCollectionGoesOnWhereThatIsAskedForOrAnAdapterChosen() throws {
    for keys in ["R", ":adapter code<Enter>", "<C-n>", "2j<Space>"] {
      var harness = ExplorerHarness()
      harness.isRunning = false
      try harness.type("<C-n><Esc>")
      #expect(harness.state.work.running[.items] != nil)
      try harness.type("<C-c>")
      #expect(harness.state.work.running[.items] == nil && harness.state.work.stopped[.items] != nil)
      harness.effects = []
      try harness.type("jk")
      #expect(embedded(harness).isEmpty)
      try harness.type(keys)
      #expect(embedded(harness).count == 1, "\(keys)")
    }
  }

  @Test func resultsOfAReplacedQueryAreKeptAndNotShown() throws {
    var harness = ExplorerHarness()
    harness.isRunning = false
    try harness.type("a")
    let old = QueryKey(text: "a", role: .query)
    try harness.type("b")
    let results = try harness.embedder.results(of: EmbeddingRequest(.text("a", .query), tasks: [retrieval]))
    harness.perform(.queryEmbedded(old, results))
    #expect(harness.state.subject.query?.text == "ab" && harness.state.subject.shownRanking == nil)
    #expect(harness.state.subject.vectors.query(old, under: retrieval) != nil)
    // Going back to it costs nothing.
    harness.effects = []
    try harness.type("<Backspace>")
    #expect(!harness.effects.contains { if case .embed(.query) = $0 { true } else { false } })
    #expect(harness.effects.contains(.cancel(.query)))
  }

  @Test func aReportOfWorkThatWasReplacedDoesNotBringItBack() throws {
    var harness = ExplorerHarness()
    harness.isRunning = false
    harness.perform(.line("export /tmp/a.tsv"))
    harness.perform(.line("export /tmp/b.tsv"))
    harness.perform(.written("/tmp/a.tsv", failure: nil))
    #expect(harness.state.work.exportPath == "/tmp/b.tsv", "another file was written")
    harness.perform(.written("/tmp/b.tsv", failure: "no room"))
    #expect(harness.state.work.exportPath == nil && harness.state.screen.message?.isFailure == true)
    let progress = EmbeddingProgress(
      stage: .decoder, layer: 1, layerCount: 2, finishedItems: 1, totalItems: 2, finishedTokens: 1, totalTokens: 2)
    harness.perform(.progress(Job(slot: .items, progress: progress, elapsed: .zero)))
    #expect(harness.state.work.jobs.isEmpty)
  }

  @Test func aVectorThatComesTwiceCountsOnce() throws {
    var store = VectorStore(itemCount: 3)
    let request = EmbeddingRequest(.text("sea", .passage), tasks: [retrieval, EmbeddingTask("code")])
    let results = try StubEmbedder().results(of: request)
    for _ in 0..<2 { store.insert(results, item: 1) }
    store.insert([results[0]], item: 1)
    #expect(store.count(under: retrieval) == 1 && store.count(under: EmbeddingTask("code")) == 1)
    store.insert([results[0]], item: 2)
    #expect(store.count(under: retrieval) == 2 && store.count(under: EmbeddingTask("code")) == 1)
    #expect(store.item(0, under: retrieval) == nil && store.count(under: EmbeddingTask("text-matching")) == 0)
    var harness = ExplorerHarness()
    harness.perform(.itemsEmbedded([0: results, 5: results]))
    #expect(harness.state.subject.embeddedCount == 24)
  }

  @Test func theOldestQueriesAreForgottenFirst() throws {
    var store = VectorStore(itemCount: 0)
    let results = try StubEmbedder().results(of: EmbeddingRequest(.text("sea", .query), tasks: [retrieval]))
    let keys = (0..<VectorStore.rememberedQueries + 3).map { QueryKey(text: "\($0)", role: .query) }
    for key in keys { store.insert(results, query: key) }
    #expect(keys.prefix(3).allSatisfy { store.query($0, under: retrieval) == nil })
    #expect(keys.dropFirst(3).allSatisfy { store.query($0, under: retrieval) != nil })
  }
}

/// How far all groups of items are together.
@Suite("Groups of items")
struct ItemEmbeddingTests {
  @Test(arguments: [1, 256, 257, 600]) func theProgressOfEveryGroupIsAddedUp(count: Int) async throws {
    let items = (0..<count).map { CorpusItem(id: "\($0)", content: .text("number\($0)")) }
    let tasks = [EmbeddingTask("retrieval"), EmbeddingTask("code")]
    let posted = Recorder<Action>()
    // Everything is handed over as it comes.
    await ItemEmbedding(
      embedder: StubEmbedder(), describe: { "\($0)" }, collection: items, items: Array(items.indices), tasks: tasks,
      deliveryInterval: .zero
    ).run { posted.record($0) }
    var results: [Int: [EmbeddingResult]] = [:]
    var last = (items: 0, tokens: 0)
    for action in posted.values {
      switch action {
      case .itemsEmbedded(let delivered): results.merge(delivered) { $0 + $1 }
      case .progress(let job):
        let progress = try #require(job.progress?.embedding)
        #expect(progress.finishedItems >= last.items && progress.finishedTokens >= last.tokens)
        #expect(progress.totalItems == count && progress.finishedTokens <= progress.totalTokens)
        last = (progress.finishedItems, progress.finishedTokens)
      default: break
      }
    }
    #expect(last == (count, count))
    #expect(results.count == count && results.values.allSatisfy { $0.map(\.task) == tasks })
    guard case .finished(.items) = posted.values.last else {
      Issue.record("it does not end")
      return
    }
  }
}

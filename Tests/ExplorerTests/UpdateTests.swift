import Corpus
import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Update")
struct UpdateTests {
  private let retrieval = EmbeddingTask("retrieval")
  private let code = EmbeddingTask("code")

  @Test func theCollectionIsEmbeddedUnderTheCurrentAdapterAtTheStart() {
    let bench = Bench()
    #expect(bench.effects.contains(.embedItems(Array(bench.state.items.indices), tasks: [retrieval])))
    #expect(bench.state.embeddedCount == 24)
    #expect(bench.state.heatmap.columnItems.count == 24)
  }

  @Test func atTheStartTheQueryHasTheFocusAndEveryPrintableKeyIsText() throws {
    var bench = Bench()
    try bench.type("hjklqi?13G水")
    #expect(bench.state.query.field.text == "hjklqi?13G水")
    #expect(!bench.state.isQuitting)
    #expect(bench.state.focus == .query)
  }

  @Test func typingEmbedsAfterTheDelayAndOnlyOnceForTheSameText() throws {
    var bench = Bench()
    bench.isRunning = false
    bench.effects = []
    try bench.type("sea")
    let embeds = bench.effects.filter { if case .embedQuery = $0 { true } else { false } }
    let keys = ["s", "se", "sea"].map { QueryKey(text: $0, role: .query) }
    #expect(embeds == keys.map { .embedQuery($0, tasks: [retrieval], delay: Effect.typingDelay) })
    bench.effects = []
    try bench.type("<Left><Right>")
    #expect(!bench.effects.contains { if case .embedQuery = $0 { true } else { false } })
  }

  @Test func enterEmbedsWithoutWaiting() throws {
    var bench = Bench()
    bench.isRunning = false
    try bench.type("sea<Enter>")
    #expect(
      bench.effects.contains(.embedQuery(QueryKey(text: "sea", role: .query), tasks: [retrieval], delay: .zero)))
    #expect(bench.state.query.history == ["sea"])
    #expect(bench.state.isEditing)
  }

  @Test func aQueryStopsTheEmbeddingOfTheCollectionWhichGoesOnAfterwards() throws {
    var bench = Bench()
    bench.isRunning = false
    try bench.type("<C-n>")
    #expect(bench.state.jobs[.items] != nil)
    bench.effects = []
    try bench.type("x")
    #expect(bench.effects.contains(.cancel(.items)))
    #expect(bench.state.jobs[.items] == nil)
    bench.effects = []
    bench.perform(.finished(.query))
    #expect(bench.effects.contains { if case .embedQuery = $0 { true } else { false } })
    let key = QueryKey(text: "x", role: .query)
    let request = EmbeddingRequest(.text("x", .query), tasks: bench.state.shownTasks)
    bench.effects = []
    bench.perform(.queryEmbedded(key, try bench.embedder.results(of: request)))
    bench.perform(.finished(.query))
    #expect(bench.effects.contains { if case .embedItems = $0 { true } else { false } })
  }

  @Test func theRankingFollowsTheQuery() throws {
    var bench = Bench()
    try bench.type("clouds and back to the land")
    #expect(bench.listed.first == "water")
    try bench.type("<C-u>func sorted numbers Int")
    #expect(bench.listed.first == "sort")
    try bench.type("<C-u>")
    #expect(bench.listed.first == "water", "without a query the collection's order is shown")
    #expect(bench.state.shownRanking == nil)
  }

  @Test func escapeLeavesTheFieldAndNeverQuits() throws {
    var bench = Bench()
    try bench.type("sea<Esc><Esc><Esc>")
    #expect(!bench.state.isEditing && !bench.state.isQuitting)
    #expect(bench.state.query.field.text == "sea")
    try bench.type("i!")
    #expect(bench.state.query.field.text == "sea!")
    try bench.type("<Esc>q")
    #expect(bench.state.isQuitting)
  }

  @Test func panesAreReachedByTabAndByNumber() throws {
    var bench = Bench()
    try bench.type("<Tab>")
    #expect(bench.state.focus == .adapters)
    try bench.type("<S-Tab><S-Tab>")
    #expect(bench.state.focus == .log)
    for (key, pane) in [("1", Pane.query), ("2", .adapters), ("3", .items), ("4", .similarity), ("5", .dimensions)] {
      try bench.type(key)
      #expect(bench.state.focus == pane)
    }
    try bench.type("1<Enter>x<A-3>")
    #expect(bench.state.focus == .items)
    #expect(bench.state.query.field.text == "x")
  }

  @Test func markedAdaptersAreEmbeddedTogether() throws {
    var bench = Bench()
    try bench.type("sea<Esc>2jjj")
    bench.effects = []
    try bench.type("<Space>k<Space>")
    #expect(bench.state.shownTasks.map(\.name) == ["retrieval", "text-matching", "code"])
    #expect(bench.state.shownRanking?.comparison.tasks == bench.state.shownTasks)
    bench = Bench()
    bench.isRunning = false
    bench.effects = []
    try bench.type("<Esc>2j<Space>j<Space>")
    try bench.type("1isea")
    let wanted = Effect.embedQuery(
      QueryKey(text: "sea", role: .query), tasks: bench.state.model.tasks, delay: Effect.typingDelay)
    #expect(bench.effects.contains(wanted))
  }

  @Test func changingTheAdapterRanksAtOnceWhenVectorsAreThere() throws {
    var bench = Bench()
    try bench.type("sea<C-n><C-n>")
    #expect(bench.state.task == code)
    try bench.type("<C-n>")
    bench.effects = []
    try bench.type("<C-n><C-n>")
    #expect(!bench.effects.contains { if case .embedItems = $0 { true } else { false } })
    #expect(!bench.effects.contains { if case .embedQuery = $0 { true } else { false } })
    #expect(bench.state.shownRanking?.comparison.tasks == [code])
  }

  @Test func movingAlongTheDimensionsChangesThemEverywhereWithoutEmbeddingAgain() throws {
    var bench = Bench()
    try bench.type("sea<Esc>5")
    bench.effects = []
    try bench.type("kk")
    #expect(bench.state.dimensions == 32)
    #expect(bench.state.ranking.answered?.question.dimensions == 32)
    #expect(bench.state.heatmap.matrix.answered?.question.dimensions == 32)
    #expect(
      !bench.effects.contains {
        switch $0 {
        case .embedItems, .embedQuery, .tabulate, .sweep: true
        default: false
        }
      })
    bench.effects = []
    try bench.type("jj3")
    #expect(!bench.effects.contains { if case .compare = $0 { true } else { false } }, "matrices are remembered")
    #expect(bench.state.heatmap.matrix.answered?.question.dimensions == 128)
  }

  @Test func aScoreAtASmallerDimensionIsThatOfTheShortenedVectors() throws {
    var bench = Bench()
    try bench.type("sea<Esc>5kk")
    let state = bench.state
    let key = try #require(state.query.key)
    let query = try #require(state.vectors.query(key, under: state.task)).truncated(to: 32)
    let item = try #require(state.vectors.item(2, under: state.task)).truncated(to: 32)
    let place = try #require(state.shownRanking?.current)
    let score = try #require(state.shownRanking?.score(of: 2, under: place))
    #expect(abs(score - query.cosineSimilarity(to: item)) < 1e-5)
    let step = try #require(state.sweep.answer?.scores(of: 2, under: state.task))
    #expect(abs(step[1] - score) < 1e-6)
  }

  @Test func theRoleIsPartOfTheQuery() throws {
    var bench = Bench()
    try bench.type("sea")
    bench.isRunning = false
    bench.effects = []
    try bench.type("<C-t>")
    #expect(bench.state.query.role == .passage)
    let key = QueryKey(text: "sea", role: .passage)
    #expect(bench.effects.contains(.embedQuery(key, tasks: [retrieval], delay: Effect.typingDelay)))
    #expect(bench.state.shownRanking == nil, "a ranking for the other role is not shown")
  }

  @Test func controlCCancelsTheRunningJobAndQuitsOnlyOnTheSecondPress() throws {
    var bench = Bench()
    bench.isRunning = false
    try bench.type("sea")
    bench.effects = []
    try bench.type("<C-c>")
    #expect(bench.effects == [.cancel(.query)])
    #expect(bench.state.query.stopped?.text == "sea")
    bench.effects = []
    try bench.type("<C-c>")
    #expect(bench.state.message?.text == "Press Ctrl-C again to quit.")
    #expect(bench.effects.contains(.awaitQuitConfirmation))
    #expect(!bench.state.isQuitting)
    bench.perform(.quitConfirmationExpired)
    #expect(bench.state.message == nil)
    try bench.type("<C-c>x<C-c>")
    #expect(!bench.state.isQuitting, "another key takes the first press back")
    while !bench.state.jobs.isEmpty { try bench.type("<C-c>") }
    try bench.type("<C-c><C-c>")
    #expect(bench.state.isQuitting)
  }

  @Test func aFailedQuerySaysSoAndIsNotTriedAgainByItself() throws {
    var embedder = StubEmbedder()
    embedder.refused = ["bad"]
    var bench = Bench(embedder: embedder)
    try bench.type("bad")
    #expect(bench.state.message?.isFailure == true)
    #expect(bench.state.message?.text.contains("cannot be read") == true)
    bench.effects = []
    try bench.type("<Esc>3j")
    #expect(!bench.effects.contains { if case .embedQuery = $0 { true } else { false } })
    try bench.type("1is")
    #expect(bench.state.message == nil)
    #expect(bench.state.shownRanking != nil)
  }

  @Test func anItemThatCannotBeReadCostsOnlyItself() {
    var embedder = StubEmbedder()
    embedder.refused = ["Water."]
    let bench = Bench(embedder: embedder)
    #expect(bench.state.embeddedCount == 23)
    #expect(bench.state.list.failures.count == 1)
    #expect(bench.state.message?.text.hasPrefix("short: ") == true)
    #expect(bench.effects.filter { if case .embedItems = $0 { true } else { false } }.count == 1)
  }

  @Test func theSelectionFollowsTheItemOnceItWasMoved() throws {
    var bench = Bench()
    try bench.type("sea<Esc>3")
    #expect(bench.state.selectedRow == 0)
    try bench.type("jj")
    let item = try #require(bench.state.selectedItem)
    #expect(bench.state.selectedRow == 2)
    try bench.type("<lt><lt><lt>")
    #expect(bench.state.selectedItem == item)
    try bench.type("G")
    #expect(bench.state.selectedRow == 23)
    try bench.type("g")
    #expect(bench.state.selectedRow == 0)
  }

  @Test func theCrosshairMovesAndTheDimensionsFollowItsPair() throws {
    var bench = Bench()
    try bench.type("sea<Esc>4jjlll")
    #expect(bench.state.heatmap.row == 2 && bench.state.heatmap.column == 4)
    #expect(bench.state.pair == .items(2, 4))
    #expect(bench.state.sweep.answered?.question.anchor == .item(2))
    try bench.type("<Enter>")
    #expect(bench.state.focus == .items && bench.state.selectedItem == 4)
    #expect(bench.state.pair == .query)
  }

  @Test func theQueryIsComparedWithTheItemsUnderEveryAdapterShown() throws {
    var bench = Bench()
    try bench.type("sea<Esc>2j<Space>4x")
    #expect(bench.state.heatmapExtent == (2, 24))
    try bench.type("oll")
    #expect(bench.state.heatmap.columnItems == bench.state.shownRanking?.order)
    let value = bench.state.heatmapValue(row: 0, column: 0)
    let ranking = try #require(bench.state.shownRanking?.comparison.rankings[0])
    #expect(value == ranking.scores[ranking.order[0]])
  }

  @Test func aStripLongerThanThePaneIsScrolledAndStillFillsItsHeight() throws {
    let items = (0..<90).map { CorpusItem(id: "item-\($0)", content: .text("sea \($0)")) }
    var bench = Bench(items: items)
    try bench.type("sea<Esc>2j<Space>4xG")
    try bench.type(String(repeating: "l", count: 95))
    #expect(bench.state.heatmap.column == 89 && bench.state.heatmap.row == 1)
    #expect(bench.state.heatmap.firstColumn > 50)
    let content = try #require(bench.state.layout.content(of: .similarity))
    let pane = SimilarityPane(state: bench.state)
    guard case .part(let rows, let columns, let height) = pane.window(in: pane.parts(of: content).map) else {
      Issue.record("the strip is not scrolled")
      return
    }
    #expect(rows == 0..<2 && columns.upperBound == 90 && height > 1)
  }

  @Test func theHistoryIsWalkedAndTheDraftKept() throws {
    var bench = Bench()
    try bench.type("one<Enter><C-u>two<Enter><C-u>draft<Up>")
    #expect(bench.state.query.field.text == "two")
    try bench.type("<Up><Up>")
    #expect(bench.state.query.field.text == "one")
    try bench.type("<Down><Down>")
    #expect(bench.state.query.field.text == "draft")
  }

  @Test func theHelpListsWhatAppliesAndRunsIt() throws {
    var bench = Bench()
    try bench.type("<Esc>3?")
    #expect(bench.state.menu?.line == 0)
    let commands = Keymap.standard.applicable(in: bench.state.menuFocus).map(\.command)
    #expect(commands.contains(.inspect) && !commands.contains(.submit))
    let line = try #require(commands.firstIndex(of: .zoomPane))
    try bench.type(String(repeating: "j", count: line) + "<Enter>")
    #expect(bench.state.isZoomed && bench.state.menu == nil)
    try bench.type("?q")
    #expect(bench.state.menu == nil && !bench.state.isQuitting)
  }

  @Test func theItemsAreCopiedAsATableWithEveryAdapterShown() throws {
    var bench = Bench()
    try bench.type("sea<Esc>2j<Space>3")
    bench.effects = []
    try bench.type("y")
    guard case .copy(let text) = bench.effects.first else {
      Issue.record("nothing was copied")
      return
    }
    let lines = text.split(separator: "\n")
    #expect(lines.count == 25)
    #expect(
      lines[0].split(separator: "\t")
        == [
          "rank", "id", "score", "score_text_matching", "rank_text_matching", "label", "content",
        ])
    #expect(lines[1].split(separator: "\t")[1] == Substring(bench.listed[0]))
  }

  @Test func theMouseIsGivenToTheTerminalAndTakenBack() throws {
    var bench = Bench()
    try bench.type("<Esc>")
    bench.effects = []
    try bench.type("MM")
    #expect(bench.effects == [.setMouse(isOn: false), .setMouse(isOn: true)])
  }

  @Test func pastedTextIsOneStepOfTheQuery() throws {
    var bench = Bench()
    bench.perform(.input(.paste("rain\nand sea")))
    #expect(bench.state.query.field.text == "rain\nand sea")
    try bench.type("<Esc>")
    bench.perform(.input(.paste("ignored")))
    #expect(bench.state.query.field.text == "rain\nand sea")
  }

  @Test func anEmptyCollectionIsNoProblem() throws {
    var bench = Bench(items: [])
    try bench.type("sea<Esc>3jjG<Enter>4lljx]oo5k7j")
    #expect(bench.picture.text.contains("Dimensions"))
    try bench.type("3")
    #expect(bench.picture.text.contains("is empty"))
  }

  @Test func terminateQuits() {
    var bench = Bench()
    bench.perform(.input(.terminate))
    #expect(bench.state.isQuitting)
  }
}

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
    let harness = ExplorerHarness()
    #expect(harness.effects.contains(.embed(.items(Array(harness.state.subject.items.indices), tasks: [retrieval]))))
    #expect(harness.state.subject.embeddedCount == 24)
    #expect(harness.state.similarity.columnItems.count == 24)
  }

  @Test func atTheStartTheQueryHasTheFocusAndEveryPrintableKeyIsText() throws {
    var harness = ExplorerHarness()
    try harness.type("hjklqi?13G水")
    #expect(harness.state.query.field.text == "hjklqi?13G水")
    #expect(!harness.state.commands.isQuitting)
    #expect(harness.state.screen.focus == .query)
  }

  @Test func typingEmbedsAfterTheDelayAndOnlyOnceForTheSameText() throws {
    var harness = ExplorerHarness()
    harness.isRunning = false
    harness.effects = []
    try harness.type("sea")
    let embeds = harness.effects.filter { if case .embed(.query) = $0 { true } else { false } }
    let keys = ["s", "se", "sea"].map { QueryKey(text: $0, role: .query) }
    #expect(embeds == keys.map { .embed(.query($0, tasks: [retrieval], delay: EmbeddingWork.typingDelay)) })
    harness.effects = []
    try harness.type("<Left><Right>")
    #expect(!harness.effects.contains { if case .embed(.query) = $0 { true } else { false } })
  }

  @Test func enterEmbedsWithoutWaiting() throws {
    var harness = ExplorerHarness()
    harness.isRunning = false
    try harness.type("sea<Enter>")
    #expect(
      harness.effects.contains(.embed(.query(QueryKey(text: "sea", role: .query), tasks: [retrieval], delay: .zero))))
    #expect(harness.state.query.history == ["sea"])
    #expect(harness.state.isEditing)
  }

  @Test func aQueryLeavesTheEmbeddingOfTheCollectionAlone() throws {
    var harness = ExplorerHarness()
    harness.isRunning = false
    try harness.type("<C-n>")
    #expect(harness.state.work.jobs[.items] != nil)
    harness.effects = []
    try harness.type("x")
    #expect(harness.effects.contains { if case .embed(.query) = $0 { true } else { false } })
    #expect(!harness.effects.contains(.cancel(.items)) && harness.state.work.jobs[.items] != nil)
    #expect(Slot.query.priority > Slot.items.priority && Slot.tokenVectors.priority > Slot.items.priority)
    let key = QueryKey(text: "x", role: .query)
    let request = EmbeddingRequest(.text("x", .query), tasks: harness.state.subject.shownTasks)
    harness.effects = []
    harness.perform(.queryEmbedded(key, try harness.embedder.results(of: request)))
    harness.perform(.finished(.query))
    #expect(!harness.effects.contains { if case .embed(.items) = $0 { true } else { false } }, "it is still under way")
  }

  @Test func theRankingFollowsTheQuery() throws {
    var harness = ExplorerHarness()
    try harness.type("clouds and back to the land")
    #expect(harness.listed.first == "water")
    try harness.type("<C-u>func sorted numbers Int")
    #expect(harness.listed.first == "sort")
    try harness.type("<C-u>")
    #expect(harness.listed.first == "water", "without a query the collection's order is shown")
    #expect(harness.state.subject.shownRanking == nil)
  }

  @Test func escapeLeavesTheFieldAndNeverQuits() throws {
    var harness = ExplorerHarness()
    try harness.type("sea<Esc><Esc><Esc>")
    #expect(!harness.state.isEditing && !harness.state.commands.isQuitting)
    #expect(harness.state.query.field.text == "sea")
    try harness.type("i!")
    #expect(harness.state.query.field.text == "sea!")
    try harness.type("<Esc>q")
    #expect(harness.state.commands.isQuitting)
  }

  @Test func panesAreReachedByTabAndByNumber() throws {
    var harness = ExplorerHarness()
    try harness.type("<Tab>")
    #expect(harness.state.screen.focus == .adapters)
    try harness.type("<S-Tab><S-Tab>")
    #expect(harness.state.screen.focus == .evaluate)
    for (key, pane) in [("1", Pane.query), ("2", .adapters), ("3", .items), ("4", .similarity), ("5", .dimensions)] {
      try harness.type(key)
      #expect(harness.state.screen.focus == pane)
    }
    try harness.type("1<Enter>x<A-3>")
    #expect(harness.state.screen.focus == .items)
    #expect(harness.state.query.field.text == "x")
  }

  @Test func markedAdaptersAreEmbeddedTogether() throws {
    var harness = ExplorerHarness()
    try harness.type("sea<Esc>2jjj")
    harness.effects = []
    try harness.type("<Space>k<Space>")
    #expect(harness.state.subject.shownTasks.map(\.name) == ["retrieval", "text-matching", "code"])
    #expect(harness.state.subject.shownRanking?.comparison.tasks == harness.state.subject.shownTasks)
    harness = ExplorerHarness()
    harness.isRunning = false
    harness.effects = []
    try harness.type("<Esc>2j<Space>j<Space>")
    try harness.type("1isea")
    let wanted = Effect.embed(
      .query(
        QueryKey(text: "sea", role: .query), tasks: harness.state.subject.model.tasks, delay: EmbeddingWork.typingDelay)
    )
    #expect(harness.effects.contains(wanted))
  }

  @Test func changingTheAdapterRanksAtOnceWhenVectorsAreThere() throws {
    var harness = ExplorerHarness()
    try harness.type("sea<C-n><C-n>")
    #expect(harness.state.subject.task == code)
    try harness.type("<C-n>")
    harness.effects = []
    try harness.type("<C-n><C-n>")
    #expect(!harness.effects.contains { if case .embed(.items) = $0 { true } else { false } })
    #expect(!harness.effects.contains { if case .embed(.query) = $0 { true } else { false } })
    #expect(harness.state.subject.shownRanking?.comparison.tasks == [code])
  }

  @Test func movingAlongTheDimensionsChangesThemEverywhereWithoutEmbeddingAgain() throws {
    var harness = ExplorerHarness()
    try harness.type("sea<Esc>5")
    harness.effects = []
    try harness.type("kk")
    #expect(harness.state.subject.dimensions == 32)
    #expect(harness.state.subject.ranking.answered?.question.dimensions == 32)
    #expect(harness.state.similarity.matrix.answered?.question.dimensions == 32)
    #expect(
      !harness.effects.contains {
        if case .embed = $0 { true } else { $0.slot == .tables || $0.slot == .sweep }
      })
    harness.effects = []
    try harness.type("jj3")
    #expect(!harness.effects.contains { $0.slot == .matrix }, "matrices are remembered")
    #expect(harness.state.similarity.matrix.answered?.question.dimensions == 128)
  }

  @Test func aScoreAtASmallerDimensionIsThatOfTheShortenedVectors() throws {
    var harness = ExplorerHarness()
    try harness.type("sea<Esc>5kk")
    let state = harness.state
    let key = try #require(state.subject.query)
    let query = try #require(state.subject.vectors.query(key, under: state.subject.task)).truncated(to: 32)
    let item = try #require(state.subject.vectors.item(2, under: state.subject.task)).truncated(to: 32)
    let place = try #require(state.subject.shownRanking?.current)
    let score = try #require(state.subject.shownRanking?.score(of: 2, under: place))
    #expect(abs(score - query.cosineSimilarity(to: item)) < 1e-5)
    let step = try #require(state.dimensions.sweep.answer?.scores(of: 2, under: state.subject.task))
    #expect(abs(step[1] - score) < 1e-6)
  }

  @Test func theRoleIsPartOfTheQuery() throws {
    var harness = ExplorerHarness()
    try harness.type("sea")
    harness.isRunning = false
    harness.effects = []
    try harness.type("<C-t>")
    #expect(harness.state.query.role == .passage)
    let key = QueryKey(text: "sea", role: .passage)
    #expect(harness.effects.contains(.embed(.query(key, tasks: [retrieval], delay: EmbeddingWork.typingDelay))))
    #expect(harness.state.subject.shownRanking == nil, "a ranking for the other role is not shown")
  }

  @Test func controlCCancelsTheRunningJobAndQuitsOnlyOnTheSecondPress() throws {
    var harness = ExplorerHarness()
    harness.isRunning = false
    try harness.type("sea")
    harness.effects = []
    try harness.type("<C-c>")
    #expect(harness.effects == [.cancel(.query)])
    #expect(harness.state.work.stopped[.query] != nil)
    harness.effects = []
    try harness.type("<C-c>")
    #expect(harness.state.screen.message?.text == "Press Ctrl-C again to quit.")
    #expect(harness.effects.contains(.awaitQuitConfirmation))
    #expect(!harness.state.commands.isQuitting)
    harness.perform(.quitConfirmationExpired)
    #expect(harness.state.screen.message == nil)
    try harness.type("<C-c><C-c>")
    #expect(harness.state.commands.isQuitting)
  }

  @Test func anotherKeyTakesTheFirstControlCBack() throws {
    // Nothing runs, so that no press is taken for cancelling.
    for keys in ["x", "<C-t>", "<Esc>3"] {
      var harness = ExplorerHarness()
      try harness.type("<C-c>\(keys)<C-c>")
      #expect(!harness.state.commands.isQuitting, "\(keys)")
      try harness.type("<C-c>")
      #expect(harness.state.commands.isQuitting, "\(keys)")
    }
  }

  @Test func aFailedQuerySaysSoAndIsNotTriedAgainByItself() throws {
    var embedder = StubEmbedder()
    embedder.refused = ["bad"]
    var harness = ExplorerHarness(embedder: embedder)
    try harness.type("bad")
    #expect(harness.state.screen.message?.isFailure == true)
    #expect(harness.state.screen.message?.text.contains("cannot be read") == true)
    harness.effects = []
    try harness.type("<Esc>3j")
    #expect(!harness.effects.contains { if case .embed(.query) = $0 { true } else { false } })
    // What is wrong is said until the next query is asked, not until it is answered.
    harness.isRunning = false
    try harness.type("1i")
    #expect(harness.state.screen.message?.isFailure == true)
    try harness.type("s")
    #expect(harness.state.screen.message == nil)
    harness.isRunning = true
    try harness.type("t")
    #expect(harness.state.subject.shownRanking != nil)
  }

  @Test func anItemThatCannotBeReadCostsOnlyItself() {
    var embedder = StubEmbedder()
    embedder.refused = ["Water."]
    let harness = ExplorerHarness(embedder: embedder)
    #expect(harness.state.subject.embeddedCount == 23)
    #expect(harness.state.subject.failures.count == 1)
    #expect(harness.state.screen.message?.text.hasPrefix("short: ") == true)
    #expect(harness.effects.filter { if case .embed(.items) = $0 { true } else { false } }.count == 1)
  }

  @Test func aQueryThatSucceedsTakesAnEarlierFailureAway() throws {
    var embedder = StubEmbedder()
    embedder.refused = ["Water."]
    var harness = ExplorerHarness(embedder: embedder)
    #expect(harness.state.screen.message?.isFailure == true)
    try harness.type("sea")
    #expect(harness.state.screen.message == nil)
  }

  @Test func theSelectionFollowsTheItemOnceItWasMoved() throws {
    var harness = ExplorerHarness()
    try harness.type("sea<Esc>3")
    #expect(harness.state.subject.selectedRow == 0)
    try harness.type("jj")
    let item = try #require(harness.state.subject.selectedItem)
    #expect(harness.state.subject.selectedRow == 2)
    try harness.type("<lt><lt><lt>")
    #expect(harness.state.subject.selectedItem == item)
    try harness.type("G")
    #expect(harness.state.subject.selectedRow == 23)
    try harness.type("g")
    #expect(harness.state.subject.selectedRow == 0)
  }

  @Test func theCrosshairMovesAndTheDimensionsFollowItsPair() throws {
    var harness = ExplorerHarness()
    try harness.type("sea<Esc>4jjlll")
    #expect(harness.state.similarity.row == 2 && harness.state.similarity.column == 4)
    #expect(harness.state.subject.scored == .items(Subject.ItemPair(row: 2, column: 4)))
    #expect(harness.state.dimensions.sweep.answered?.question.reference == .item(2))
    try harness.type("<Enter>")
    #expect(harness.state.screen.focus == .items && harness.state.subject.selectedItem == 4)
    #expect(harness.state.subject.scored == .query)
  }

  @Test func theQueryIsComparedWithTheItemsUnderEveryAdapterShown() throws {
    var harness = ExplorerHarness()
    try harness.type("sea<Esc>2j<Space>4x")
    #expect(harness.state.similarity.extent == (2, 24))
    try harness.type("oll")
    #expect(harness.state.similarity.columnItems == harness.state.subject.shownRanking?.order)
    let value = harness.state.shownMatrix.value(row: 0, column: 0)
    let ranking = try #require(harness.state.subject.shownRanking?.comparison.rankings[0])
    #expect(value == ranking.scores[ranking.order[0]])
  }

  @Test func aStripLongerThanThePaneIsScrolledAndStillFillsItsHeight() throws {
    let items = (0..<90).map { CorpusItem(id: "item-\($0)", content: .text("sea \($0)")) }
    var harness = ExplorerHarness(items: items)
    try harness.type("sea<Esc>2j<Space>4xG")
    try harness.type(String(repeating: "l", count: 95))
    #expect(harness.state.similarity.column == 89 && harness.state.similarity.row == 1)
    #expect(harness.state.similarity.firstColumn > 50)
    let content = try #require(harness.state.layout.content(of: .similarity))
    let pane = harness.view(SimilarityPane.self)
    guard case .part(let rows, let columns, let height) = pane.window(in: pane.parts(of: content).heatmap) else {
      Issue.record("the strip is not scrolled")
      return
    }
    #expect(rows == 0..<2 && columns.upperBound == 90 && height > 1)
  }

  @Test func theHistoryIsWalkedAndTheDraftKept() throws {
    var harness = ExplorerHarness()
    try harness.type("one<Enter><C-u>two<Enter><C-u>draft<Up>")
    #expect(harness.state.query.field.text == "two")
    try harness.type("<Up><Up>")
    #expect(harness.state.query.field.text == "one")
    try harness.type("<Down><Down>")
    #expect(harness.state.query.field.text == "draft")
  }

  @Test func theHelpListsWhatAppliesAndRunsIt() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>3?")
    #expect(harness.state.commands.menu?.line == 0)
    let commands = Keymap.standard.applicable(in: harness.state.menuFocus).map(\.line.command)
    #expect(commands.contains(.inspect) && !commands.contains(.submit))
    let line = try #require(commands.firstIndex(of: .zoomPane))
    try harness.type(String(repeating: "j", count: line) + "<Enter>")
    #expect(harness.state.screen.isZoomed && harness.state.commands.menu == nil)
    try harness.type("?q")
    #expect(harness.state.commands.menu == nil && !harness.state.commands.isQuitting)
  }

  @Test func theItemsAreCopiedAsATableWithEveryAdapterShown() throws {
    var harness = ExplorerHarness()
    try harness.type("sea<Esc>2j<Space>3")
    harness.effects = []
    try harness.type("y")
    guard case .terminal(.copy(let text)) = harness.effects.first else {
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
    #expect(lines[1].split(separator: "\t")[1] == Substring(harness.listed[0]))
  }

  @Test func theMouseIsGivenToTheTerminalAndTakenBack() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>")
    harness.effects = []
    try harness.type("MM")
    #expect(harness.effects == [.terminal(.setMouse(isOn: false)), .terminal(.setMouse(isOn: true))])
  }

  @Test func pastedTextIsOneStepOfTheQuery() throws {
    var harness = ExplorerHarness()
    harness.perform(.input(.paste("rain\nand sea")))
    #expect(harness.state.query.field.text == "rain\nand sea")
    try harness.type("<Esc>")
    harness.perform(.input(.paste("ignored")))
    #expect(harness.state.query.field.text == "rain\nand sea")
  }

  @Test func anEmptyCollectionIsNoProblem() throws {
    var harness = ExplorerHarness(items: [])
    try harness.type("sea<Esc>3jjG<Enter>4lljx]oo5k7j")
    #expect(harness.picture.text.contains("Dimensions"))
    try harness.type("3")
    #expect(harness.picture.text.contains("is empty"))
  }

  @Test func terminateQuits() {
    var harness = ExplorerHarness()
    harness.perform(.input(.terminate))
    #expect(harness.state.commands.isQuitting)
  }
}

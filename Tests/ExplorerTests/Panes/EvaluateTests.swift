import Corpus
import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Evaluate")
struct EvaluateTests {
  private func evaluated(_ keys: String = "") throws -> ExplorerHarness {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("<Esc>2j<Space>0\(keys)")
    return harness
  }

  @Test func theQueriesAreEmbeddedOnlyWhileThePaneIsShown() throws {
    var harness = ExplorerHarness()
    func asked() -> Int {
      harness.effects.count { if case .embed(.judgedQueries) = $0 { true } else { false } }
    }
    try harness.type("sea<Esc>345678")
    #expect(asked() == 0 && !harness.effects.contains { $0.slot == .evaluation })
    try harness.type("0")
    #expect(asked() == 1 && harness.effects.contains { $0.slot == .evaluation })
    // What is known is not asked for again.
    try harness.type("30<lt>v")
    #expect(asked() == 1)
  }

  /// The pane's numbers are those of a search for each query.
  @Test func everyAdapterIsRankedAtEveryDimension() throws {
    let harness = try evaluated()
    let shown = try #require(harness.state.evaluate.shown)
    #expect(shown.evaluation.queries == ["clouds", "tides", "list"])
    #expect(
      shown.evaluation.cells.map(\.task.name) == Array(repeating: "retrieval", count: 4)
        + Array(repeating: "text-matching", count: 4))
    #expect(shown.evaluation.cells.map(\.dimensions) == [16, 32, 64, 128, 16, 32, 64, 128])
    let subject = harness.state.subject
    let judged = try #require(subject.collection.judged)
    for cell in shown.evaluation.cells {
      let table = try #require(subject.tables.answer?[cell.task])
      for (place, query) in judged.queries.enumerated() {
        let key = try #require(query.key)
        let vector = try #require(subject.vectors.judgedQuery(key, under: cell.task))
        let scores = table.vectors.scores(of: vector, dimensions: try #require(cell.dimensions))
        let expected = JudgedRanking(
          scores: scores, identifiers: subject.identifiers,
          QueryJudgments(grades: query.grades, gradesWithoutItem: query.gradesWithoutItem))
        #expect(cell.rankings[place] == expected)
      }
    }
    #expect(harness.picture.text.contains("Best: "))
  }

  @Test func enterUsesTheAdapterAndTheDimension() throws {
    var harness = try evaluated("jjjjj")
    try harness.type("<Enter>")
    #expect(harness.state.subject.task.name == "text-matching" && harness.state.subject.dimensions == 32)
    #expect(harness.state.screen.focus == .evaluate)
  }

  @Test func aQueryOfTheListIsAskedAndItsItemsAreMarked() throws {
    var harness = try evaluated("Gt")
    let place = try #require(harness.state.evaluate.selectedQuery)
    let query = try #require(harness.state.subject.collection.judged?.queries[place])
    try harness.type("<Enter>")
    #expect(harness.state.screen.focus == .items)
    #expect(harness.state.subject.query == QueryKey(text: query.headline, role: query.role))
    #expect(harness.state.subject.judgedGrades == query.grades)
    let marks = harness.picture.text.count { $0 == "✓" }
    #expect(marks == query.grades.values.count { $0 > 0 })
    // Of another query nothing was judged.
    try harness.type("i and more<Esc>")
    #expect(harness.state.subject.judgedGrades.isEmpty && !harness.picture.text.contains("✓"))
  }

  @Test func theWorstQueriesStandFirstAndEscLeavesThem() throws {
    var harness = try evaluated("jt")
    let shown = try #require(harness.state.evaluate.shown)
    let values = harness.state.evaluate.listedQueries.map { shown.summary.values[1][$0] }
    #expect(values == values.sorted() && values.count == 3)
    #expect(harness.picture.text.contains("Ranked by retrieval at 32 dimensions"))
    try harness.type("<Esc>")
    #expect(!harness.state.evaluate.listsQueries && harness.state.screen.focus == .evaluate)
  }

  @Test func everyMetricTakesItsTurnWithoutRankingAnew() throws {
    var harness = try evaluated()
    harness.effects = []
    for metric in EvaluateState.metrics.dropFirst() + [.usual] {
      try harness.type("v")
      #expect(harness.state.evaluate.shown?.summary.metric == metric)
    }
    #expect(!harness.effects.contains { $0.slot == .evaluation })
  }

  @Test func anAdapterFillsItsRowsWhenItIsCompared() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("<Esc>0")
    #expect(harness.state.evaluate.shown?.evaluation.cells.count == 4)
    try harness.type("2jj<Space>0")
    #expect(harness.state.evaluate.shown?.evaluation.cells.count == 8)
  }

  @Test func aCollectionWithoutJudgmentsSaysHowToBringSome() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40), judgments: [])
    try harness.type("<Esc>0")
    #expect(harness.picture.text.contains("brings no judgments"))
    try harness.type("jjvt<Enter>k")
    #expect(harness.state.evaluate.shown == nil && harness.state.subject.query == nil)
  }

  @Test func whatCannotBeEmbeddedIsSaid() throws {
    var harness = ExplorerHarness(
      embedder: StubEmbedder(refused: ["what makes the tides"]), size: Size(columns: 120, rows: 40))
    try harness.type("<Esc>0")
    #expect(harness.state.evaluate.shown == nil && harness.state.work.stopped[.judgedQueries] != nil)
  }
}

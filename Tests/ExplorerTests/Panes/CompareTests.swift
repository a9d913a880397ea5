import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Comparing adapters")
struct CompareTests {
  /// Three adapters compared, the focus on the comparison.
  private func comparing(size: Size = Size(columns: 80, rows: 24)) throws -> ExplorerHarness {
    var harness = ExplorerHarness(size: size)
    try harness.type("water from the sea<Esc>2j<Space>j<Space>6")
    return harness
  }

  @Test func theBiggestDisagreementComesFirst() throws {
    let harness = try comparing()
    let ranking = try #require(harness.state.subject.comparedRanking)
    let spreads = harness.state.compare.items(harness.state.subject).map { ranking.spread(of: $0) }
    #expect(spreads.count == 24 && (spreads.first ?? 0) > 0)
    #expect(spreads == spreads.sorted(by: >))
  }

  @Test func itBeginsAtTheTopUnlessAnItemWasChosenBefore() throws {
    var harness = try comparing()
    #expect(harness.state.compare.row(harness.state.subject) == 0)
    harness = ExplorerHarness()
    try harness.type("water from the sea<Esc>2j<Space>3jj6")
    #expect(harness.state.subject.selectedRow == 2)
  }

  @Test func movingSelectsAnItemThatEnterOpensInTheInspector() throws {
    var harness = try comparing()
    try harness.type("gjj<Enter>")
    #expect(harness.state.screen.focus == .inspector)
    #expect(harness.state.subject.selectedItem == harness.state.compare.items(harness.state.subject)[2])
    #expect(harness.picture.text.contains("7 Inspector"))
  }

  @Test func theOrderCanBeThatOfTheRanks() throws {
    var harness = try comparing()
    try harness.type("o")
    #expect(harness.state.compare.items(harness.state.subject) == harness.state.subject.shownRanking?.order)
    try harness.type("o")
    #expect(harness.state.compare.items(harness.state.subject) == harness.state.subject.shownRanking?.disagreements)
  }

  @Test func theComparisonStaysInItsPlaceWhenTheFocusMovesOn() throws {
    var harness = try comparing()
    try harness.type("3")
    #expect(harness.state.layout.frames[.compare] != nil && harness.state.layout.frames[.similarity] == nil)
    try harness.type("43")
    #expect(harness.state.layout.frames[.compare] == nil && harness.state.layout.frames[.similarity] != nil)
  }

  @Test func withOneAdapterItSaysHowToMarkOthers() throws {
    var harness = ExplorerHarness()
    try harness.type("sea<Esc>6jjo<Enter>6")
    #expect(harness.picture.text.contains("press 2"))
    harness.effects = []
    try harness.type("y")
    #expect(harness.effects.isEmpty)
  }

  @Test func aClickSelectsInTheTableAndInTheLinesOfMovement() throws {
    var harness = try comparing(size: Size(columns: 200, rows: 60))
    let content = try #require(harness.state.layout.content(of: .compare))
    let parts = harness.view(ComparePane.self).parts(of: content)
    harness.click(row: parts.table.origin.row + 3, column: parts.table.origin.column + 4)
    #expect(harness.state.subject.selectedItem == harness.state.compare.items(harness.state.subject)[2])
    try harness.type("g")
    let ranking = try #require(harness.state.subject.comparedRanking)
    let chart = harness.view(ComparePane.self).chart(ranking, in: parts.chart)
    harness.click(row: parts.chart.origin.row + 1, column: parts.chart.origin.column + 1)
    #expect(harness.state.subject.selectedItem == chart.columns[0].order[chart.scroll])
  }

  @Test func theComparisonIsCopiedWithEveryScoreAndRank() throws {
    var harness = try comparing()
    harness.effects = []
    try harness.type("y")
    guard case .terminal(.copy(let text)) = harness.effects.first else {
      Issue.record("nothing was copied")
      return
    }
    let lines = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(lines.count == 25 && lines.allSatisfy { $0.count == lines[0].count })
    #expect(lines[0].starts(with: ["id", "spread", "score_retrieval", "rank_retrieval"]), "\(lines[0])")
    #expect(
      lines[1][0] == Substring(harness.state.subject.identifiers[harness.state.compare.items(harness.state.subject)[0]])
    )
  }
}

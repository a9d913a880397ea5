import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Comparing adapters")
struct CompareTests {
  /// Three adapters compared, the focus on the comparison.
  private func comparing(size: Size = Size(columns: 80, rows: 24)) throws -> Bench {
    var bench = Bench(size: size)
    try bench.type("water from the sea<Esc>2j<Space>j<Space>6")
    return bench
  }

  @Test func theBiggestDisagreementComesFirst() throws {
    let bench = try comparing()
    let ranking = try #require(bench.state.comparedRanking)
    let spreads = bench.state.comparedItems.map { ranking.spread(of: $0) }
    #expect(spreads.count == 24 && (spreads.first ?? 0) > 0)
    #expect(spreads == spreads.sorted(by: >))
  }

  @Test func itBeginsAtTheTopUnlessAnItemWasChosenBefore() throws {
    var bench = try comparing()
    #expect(bench.state.comparedRow == 0)
    bench = Bench()
    try bench.type("water from the sea<Esc>2j<Space>3jj6")
    #expect(bench.state.selectedRow == 2)
  }

  @Test func movingSelectsAnItemThatEnterOpensInTheInspector() throws {
    var bench = try comparing()
    try bench.type("gjj<Enter>")
    #expect(bench.state.focus == .inspector)
    #expect(bench.state.selectedItem == bench.state.comparedItems[2])
    #expect(bench.picture.text.contains("7 Inspector"))
  }

  @Test func theOrderCanBeThatOfTheRanks() throws {
    var bench = try comparing()
    try bench.type("o")
    #expect(bench.state.comparedItems == bench.state.shownRanking?.order)
    try bench.type("o")
    #expect(bench.state.comparedItems == bench.state.shownRanking?.disagreements)
  }

  @Test func theComparisonStaysInItsPlaceWhenTheFocusMovesOn() throws {
    var bench = try comparing()
    try bench.type("3")
    #expect(bench.state.layout.frames[.compare] != nil && bench.state.layout.frames[.similarity] == nil)
    try bench.type("43")
    #expect(bench.state.layout.frames[.compare] == nil && bench.state.layout.frames[.similarity] != nil)
  }

  @Test func withOneAdapterItSaysHowToMarkOthers() throws {
    var bench = Bench()
    try bench.type("sea<Esc>6jjo<Enter>6")
    #expect(bench.picture.text.contains("press 2"))
    bench.effects = []
    try bench.type("y")
    #expect(bench.effects.isEmpty)
  }

  @Test func aClickSelectsInTheTableAndInTheLinesOfMovement() throws {
    var bench = try comparing(size: Size(columns: 200, rows: 60))
    let content = try #require(bench.state.layout.content(of: .compare))
    let parts = ComparePane(state: bench.state).parts(of: content)
    bench.click(row: parts.table.origin.row + 3, column: parts.table.origin.column + 4)
    #expect(bench.state.selectedItem == bench.state.comparedItems[2])
    try bench.type("g")
    let ranking = try #require(bench.state.comparedRanking)
    let chart = ComparePane(state: bench.state).chart(ranking, in: parts.chart)
    bench.click(row: parts.chart.origin.row + 1, column: parts.chart.origin.column + 1)
    #expect(bench.state.selectedItem == chart.columns[0].order[chart.scroll])
  }

  @Test func theComparisonIsCopiedWithEveryScoreAndRank() throws {
    var bench = try comparing()
    bench.effects = []
    try bench.type("y")
    guard case .copy(let text) = bench.effects.first else {
      Issue.record("nothing was copied")
      return
    }
    let lines = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(lines.count == 25 && lines.allSatisfy { $0.count == lines[0].count })
    #expect(lines[0].starts(with: ["id", "spread", "score_retrieval", "rank_retrieval"]), "\(lines[0])")
    #expect(lines[1][0] == Substring(bench.state.identifiers[bench.state.comparedItems[0]]))
  }
}

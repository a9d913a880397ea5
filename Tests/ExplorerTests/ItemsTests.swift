import Corpus
import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Items")
struct ItemsTests {
  private func ranked() throws -> Bench {
    var bench = Bench()
    try bench.type("water from the sea<Esc>3")
    return bench
  }

  private func rows(_ bench: Bench) -> [String] {
    (0..<bench.state.subject.rowCount).map { bench.state.subject.identifiers[bench.state.subject.item(inRow: $0)] }
  }

  @Test func theFilterLeavesItemsThatContainAllOfItsWordsInTheirOrder() throws {
    var bench = try ranked()
    let all = rows(bench)
    try bench.type("/WATER sea")
    #expect(rows(bench) == all.filter { ["water", "river", "ocean"].contains($0) })
    #expect(bench.picture.text.contains("1 of 3 of 24"))
    try bench.type("<Enter>n")
    #expect(bench.state.subject.selectedRow == 1 && !bench.state.items.isFiltering)
    try bench.type("nn")
    #expect(bench.state.subject.selectedRow == 0, "n goes around the end")
    try bench.type("N")
    #expect(bench.state.subject.selectedRow == 2)
    try bench.type("<Esc>")
    #expect(rows(bench) == all)
    #expect(
      bench.state.subject.identifiers[bench.state.subject.selectedItem ?? 0]
        == all.filter { ["water", "river", "ocean"].contains($0) }[2])
  }

  @Test func inTheFilterEveryPrintableKeyIsText() throws {
    var bench = try ranked()
    try bench.type("/q1?s水<Backspace>")
    #expect(bench.state.items.filter.text == "q1?s" && !bench.state.commands.isQuitting)
    bench.perform(.input(.paste("x")))
    #expect(bench.state.items.filter.text == "q1?sx")
    #expect(bench.state.subject.rowCount == 0)
    #expect(bench.picture.text.contains("none of 24"))
    try bench.type("<Enter>jkG<Enter>ptn3")
    #expect(bench.state.subject.rowCount == 0)
    try bench.type("<Esc>")
    #expect(bench.state.subject.rowCount == 24)
  }

  @Test func theListIsSortedByAnyColumnInBothDirections() throws {
    var bench = try ranked()
    try bench.type("2jj<Space>3s")
    #expect(bench.state.items.sort == .adapter(EmbeddingTask("code")))
    let ranking = try #require(bench.state.subject.shownRanking)
    let ranks = (0..<24).map { ranking.rank(of: bench.state.subject.item(inRow: $0), under: 1) }
    #expect(ranks == Array(1...24))
    try bench.type("s")
    #expect(rows(bench) == bench.state.subject.identifiers)
    try bench.type("s")
    #expect(rows(bench) == bench.state.subject.identifiers.sorted())
    try bench.type("S")
    #expect(rows(bench) == bench.state.subject.identifiers.sorted().reversed())
    #expect(bench.picture.text.contains("by name reversed"))
    try bench.type("Ssss")
    #expect(bench.state.items.sort == .score && bench.state.subject.arrangement == nil)
  }

  @Test func theThresholdCountsWhatScoresAtLeastAsMuch() throws {
    var bench = try ranked()
    try bench.type("jjjjt")
    #expect(bench.state.subject.countAboveThreshold == 5)
    let start = try #require(bench.state.subject.threshold)
    try bench.type("]][[")
    #expect(abs((bench.state.subject.threshold ?? 0) - start) < 0.006)
    try bench.type(String(repeating: "[", count: 200))
    #expect(bench.state.subject.countAboveThreshold == 24)
    #expect(bench.picture.text.contains("24 of 24 at"))
    try bench.type("t")
    #expect(bench.state.subject.threshold == nil)
  }

  @Test func withoutScoresThereIsNoThreshold() throws {
    var bench = Bench()
    try bench.type("<Esc>3t")
    #expect(bench.state.subject.threshold == nil && bench.state.screen.message != nil)
  }

  @Test func aPinnedItemRanksTheOthersAndTheWayBackIsKept() throws {
    var bench = try ranked()
    let byQuery = rows(bench)
    try bench.type("jp")
    #expect(rows(bench).first == byQuery[1], "nothing is nearer to an item than itself")
    #expect(bench.state.subject.neighborPath.count == 1)
    let byFirst = rows(bench)
    try bench.type("jjp")
    #expect(rows(bench).first == byFirst[2])
    #expect(bench.state.dimensions.sweep.answered?.question.reference == .item(bench.state.subject.neighborPath[1]))
    try bench.type("b")
    #expect(
      rows(bench) == byFirst && bench.state.subject.identifiers[bench.state.subject.selectedItem ?? 0] == byFirst[2])
    try bench.type("<Esc>")
    #expect(rows(bench) == byQuery && bench.state.subject.neighborPath.isEmpty)
    try bench.type("b")
    #expect(bench.state.screen.message?.text.contains("press p") == true)
  }

  @Test func aNewQueryShowsItsBestItems() throws {
    var bench = try ranked()
    try bench.type("jjjjjjjj")
    #expect(bench.state.subject.selectedRow == 8)
    try bench.type("r")
    #expect(bench.state.subject.selectedRow > 0)
    try bench.type("1i<C-u>bread and coffee")
    #expect(bench.state.subject.selectedRow == 0)
  }

  @Test func itemsAreCalledWithoutTheFolderThatAllLieIn() {
    #expect(CorpusItem.names(of: ["/a/b/c.txt", "/a/b/d/e.png"]) == ["c.txt", "d/e.png"])
    #expect(CorpusItem.names(of: ["/a/bc/d", "/a/b/d"]) == ["bc/d", "b/d"])
    #expect(CorpusItem.names(of: ["a/b", "c"]) == ["a/b", "c"])
    #expect(CorpusItem.names(of: ["a", "a/b", ""]) == ["a", "a/b", ""])
    #expect(CorpusItem.names(of: []) == [])
  }

  @Test func neighboursNeedNoQuery() throws {
    var bench = Bench()
    try bench.type("<Esc>3jjp")
    #expect(bench.state.subject.shownRanking?.order.first == 2)
    #expect(bench.picture.text.contains("1 of 24 · near river"))
  }

  @Test func aClickOnAHeadingSorts() throws {
    var bench = Bench(size: Size(columns: 120, rows: 40))
    try bench.type("water<Esc>3z")
    let content = try #require(bench.state.layout.content(of: .items))
    let heading = bench.picture.text.split(separator: "\n")[content.rows.lowerBound]
    let column = try #require(
      heading.firstRange(of: "item").map { heading.distance(from: heading.startIndex, to: $0.lowerBound) })
    bench.click(row: content.rows.lowerBound, column: column)
    #expect(bench.state.items.sort == .name && bench.listed == bench.listed.sorted())
    bench.click(row: content.rows.lowerBound, column: column + 1)
    #expect(bench.state.items.isReversed && bench.listed == bench.listed.sorted().reversed())
  }

  @Test func withRoomTheDifferenceOfScoresStandsBesideTheShift() throws {
    var bench = Bench(size: Size(columns: 200, rows: 60))
    try bench.type("water from the sea<Esc>2j<Space>3z")
    let ranking = try #require(bench.state.subject.shownRanking)
    let item = bench.state.subject.item(inRow: 0)
    let scores = try [0, 1].map { try #require(ranking.score(of: item, under: $0)) }
    #expect(bench.picture.text.contains(NumberText.short(scores[1] - scores[0])))
  }
}

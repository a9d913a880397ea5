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
    (0..<bench.state.rowCount).map { bench.state.identifiers[bench.state.item(inRow: $0)] }
  }

  @Test func theFilterLeavesItemsThatContainAllOfItsWordsInTheirOrder() throws {
    var bench = try ranked()
    let all = rows(bench)
    try bench.type("/WATER sea")
    #expect(rows(bench) == all.filter { ["water", "river", "ocean"].contains($0) })
    #expect(bench.picture.text.contains("1 of 3 of 24"))
    try bench.type("<Enter>n")
    #expect(bench.state.selectedRow == 1 && !bench.state.list.isFiltering)
    try bench.type("nn")
    #expect(bench.state.selectedRow == 0, "n goes around the end")
    try bench.type("N")
    #expect(bench.state.selectedRow == 2)
    try bench.type("<Esc>")
    #expect(rows(bench) == all)
    #expect(
      bench.state.identifiers[bench.state.selectedItem ?? 0]
        == all.filter { ["water", "river", "ocean"].contains($0) }[2])
  }

  @Test func inTheFilterEveryPrintableKeyIsText() throws {
    var bench = try ranked()
    try bench.type("/q1?s水<Backspace>")
    #expect(bench.state.list.filter.text == "q1?s" && !bench.state.isQuitting)
    bench.perform(.input(.paste("x")))
    #expect(bench.state.list.filter.text == "q1?sx")
    #expect(bench.state.rowCount == 0)
    #expect(bench.picture.text.contains("none of 24"))
    try bench.type("<Enter>jkG<Enter>ptn3")
    #expect(bench.state.rowCount == 0)
    try bench.type("<Esc>")
    #expect(bench.state.rowCount == 24)
  }

  @Test func theListIsSortedByAnyColumnInBothDirections() throws {
    var bench = try ranked()
    try bench.type("2jj<Space>3s")
    #expect(bench.state.list.sort == .adapter(EmbeddingTask("code")))
    let ranking = try #require(bench.state.shownRanking)
    let ranks = (0..<24).map { ranking.rank(of: bench.state.item(inRow: $0), under: 1) }
    #expect(ranks == Array(1...24))
    try bench.type("s")
    #expect(rows(bench) == bench.state.identifiers)
    try bench.type("s")
    #expect(rows(bench) == bench.state.identifiers.sorted())
    try bench.type("S")
    #expect(rows(bench) == bench.state.identifiers.sorted().reversed())
    #expect(bench.picture.text.contains("by name reversed"))
    try bench.type("Ssss")
    #expect(bench.state.list.sort == .score && bench.state.list.arrangement == nil)
  }

  @Test func theThresholdCountsWhatScoresAtLeastAsMuch() throws {
    var bench = try ranked()
    try bench.type("jjjjt")
    #expect(bench.state.countAboveThreshold == 5)
    let start = try #require(bench.state.list.threshold)
    try bench.type("]][[")
    #expect(abs((bench.state.list.threshold ?? 0) - start) < 0.006)
    try bench.type(String(repeating: "[", count: 200))
    #expect(bench.state.countAboveThreshold == 24)
    #expect(bench.picture.text.contains("24 of 24 at"))
    try bench.type("t")
    #expect(bench.state.list.threshold == nil)
  }

  @Test func withoutScoresThereIsNoThreshold() throws {
    var bench = Bench()
    try bench.type("<Esc>3t")
    #expect(bench.state.list.threshold == nil && bench.state.message != nil)
  }

  @Test func aPinnedItemRanksTheOthersAndTheWayBackIsKept() throws {
    var bench = try ranked()
    let byQuery = rows(bench)
    try bench.type("jp")
    #expect(rows(bench).first == byQuery[1], "nothing is nearer to an item than itself")
    #expect(bench.state.list.pins.count == 1)
    let byFirst = rows(bench)
    try bench.type("jjp")
    #expect(rows(bench).first == byFirst[2])
    #expect(bench.state.sweep.answered?.question.anchor == .item(bench.state.list.pins[1]))
    try bench.type("b")
    #expect(rows(bench) == byFirst && bench.state.identifiers[bench.state.selectedItem ?? 0] == byFirst[2])
    try bench.type("<Esc>")
    #expect(rows(bench) == byQuery && bench.state.list.pins.isEmpty)
    try bench.type("b")
    #expect(bench.state.message?.text.contains("press p") == true)
  }

  @Test func aNewQueryShowsItsBestItems() throws {
    var bench = try ranked()
    try bench.type("jjjjjjjj")
    #expect(bench.state.selectedRow == 8)
    try bench.type("r")
    #expect(bench.state.selectedRow > 0)
    try bench.type("1i<C-u>bread and coffee")
    #expect(bench.state.selectedRow == 0)
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
    #expect(bench.state.shownRanking?.order.first == 2)
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
    #expect(bench.state.list.sort == .name && bench.listed == bench.listed.sorted())
    bench.click(row: content.rows.lowerBound, column: column + 1)
    #expect(bench.state.list.isReversed && bench.listed == bench.listed.sorted().reversed())
  }

  @Test func withRoomTheDifferenceOfScoresStandsBesideTheShift() throws {
    var bench = Bench(size: Size(columns: 200, rows: 60))
    try bench.type("water from the sea<Esc>2j<Space>3z")
    let ranking = try #require(bench.state.shownRanking)
    let item = bench.state.item(inRow: 0)
    let scores = try [0, 1].map { try #require(ranking.score(of: item, under: $0)) }
    #expect(bench.picture.text.contains(NumberText.short(scores[1] - scores[0])))
  }
}

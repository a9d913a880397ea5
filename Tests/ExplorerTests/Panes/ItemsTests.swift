import Corpus
import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Items")
struct ItemsTests {
  private func ranked() throws -> ExplorerHarness {
    var harness = ExplorerHarness()
    try harness.type("water from the sea<Esc>3")
    return harness
  }

  private func rows(_ harness: ExplorerHarness) -> [String] {
    (0..<harness.state.subject.rowCount).map {
      harness.state.subject.identifiers[harness.state.subject.item(inRow: $0)]
    }
  }

  @Test func theFilterLeavesItemsThatContainAllOfItsWordsInTheirOrder() throws {
    var harness = try ranked()
    let all = rows(harness)
    try harness.type("/WATER sea")
    #expect(rows(harness) == all.filter { ["water", "river", "ocean"].contains($0) })
    #expect(harness.picture.text.contains("1 of 3 of 24"))
    try harness.type("<Enter>n")
    #expect(harness.state.subject.selectedRow == 1 && !harness.state.items.isFiltering)
    try harness.type("nn")
    #expect(harness.state.subject.selectedRow == 0, "n goes around the end")
    try harness.type("N")
    #expect(harness.state.subject.selectedRow == 2)
    try harness.type("<Esc>")
    #expect(rows(harness) == all)
    #expect(
      harness.state.subject.identifiers[harness.state.subject.selectedItem ?? 0]
        == all.filter { ["water", "river", "ocean"].contains($0) }[2])
  }

  @Test func whatIsCutAtTheWindowSaysSoInTheListAndTheInspector() throws {
    var harness = ExplorerHarness()
    #expect(!harness.picture.text.contains("of 165542 tokens"))
    let item = try #require(harness.state.subject.selectedItem)
    let vector = try #require(harness.state.subject.vectors.item(item, under: EmbeddingTask("retrieval")))
    harness.perform(
      .itemsEmbedded([
        item: [
          EmbeddingResult(
            task: EmbeddingTask("retrieval"), prompt: "Passage: ", tokenCount: 32768,
            tokenCountBeforeTruncation: 165_542, vector: vector)
        ]
      ]))
    #expect(harness.picture.text.contains("[32,768 of 165,542 tokens]"), "\(harness.picture.text)")
    try harness.type("<Esc>7z")
    #expect(harness.picture.text.contains("read 32,768 of 165,542 tokens"), "\(harness.picture.text)")
  }

  @Test func inTheFilterEveryPrintableKeyIsText() throws {
    var harness = try ranked()
    try harness.type("/q1?s水<Backspace>")
    #expect(harness.state.items.filter.text == "q1?s" && !harness.state.commands.isQuitting)
    harness.perform(.input(.paste("x")))
    #expect(harness.state.items.filter.text == "q1?sx")
    #expect(harness.state.subject.rowCount == 0)
    #expect(harness.picture.text.contains("none of 24"))
    try harness.type("<Enter>jkG<Enter>ptn3")
    #expect(harness.state.subject.rowCount == 0)
    try harness.type("<Esc>")
    #expect(harness.state.subject.rowCount == 24)
  }

  @Test func theListIsSortedByAnyColumnInBothDirections() throws {
    var harness = try ranked()
    try harness.type("2jj<Space>3s")
    #expect(harness.state.items.sort == .adapter(EmbeddingTask("code")))
    let ranking = try #require(harness.state.subject.shownRanking)
    let ranks = (0..<24).map { ranking.rank(of: harness.state.subject.item(inRow: $0), under: 1) }
    #expect(ranks == Array(1...24))
    try harness.type("s")
    #expect(rows(harness) == harness.state.subject.identifiers)
    try harness.type("s")
    #expect(rows(harness) == harness.state.subject.identifiers.sorted())
    try harness.type("S")
    #expect(rows(harness) == harness.state.subject.identifiers.sorted().reversed())
    #expect(harness.picture.text.contains("by name reversed"))
    try harness.type("Ssss")
    #expect(harness.state.items.sort == .score && harness.state.subject.arrangement == nil)
  }

  @Test func theThresholdCountsWhatScoresAtLeastAsMuch() throws {
    var harness = try ranked()
    try harness.type("jjjjt")
    #expect(harness.state.subject.countAboveThreshold == 5)
    let start = try #require(harness.state.subject.threshold)
    try harness.type("]][[")
    #expect(abs((harness.state.subject.threshold ?? 0) - start) < 0.006)
    try harness.type(String(repeating: "[", count: 200))
    #expect(harness.state.subject.countAboveThreshold == 24)
    #expect(harness.picture.text.contains("24 of 24 at"))
    try harness.type("t")
    #expect(harness.state.subject.threshold == nil)
  }

  @Test func withoutScoresThereIsNoThreshold() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>3t")
    #expect(harness.state.subject.threshold == nil && harness.state.screen.message != nil)
  }

  @Test func aPinnedItemRanksTheOthersAndTheWayBackIsKept() throws {
    var harness = try ranked()
    let byQuery = rows(harness)
    try harness.type("jp")
    #expect(rows(harness).first == byQuery[1], "nothing is nearer to an item than itself")
    #expect(harness.state.subject.neighborPath.count == 1)
    let byFirst = rows(harness)
    try harness.type("jjp")
    #expect(rows(harness).first == byFirst[2])
    #expect(harness.state.dimensions.sweep.answered?.question.reference == .item(harness.state.subject.neighborPath[1]))
    try harness.type("b")
    #expect(
      rows(harness) == byFirst
        && harness.state.subject.identifiers[harness.state.subject.selectedItem ?? 0] == byFirst[2])
    try harness.type("<Esc>")
    #expect(rows(harness) == byQuery && harness.state.subject.neighborPath.isEmpty)
    try harness.type("b")
    #expect(harness.state.screen.message?.text.contains("press p") == true)
  }

  @Test func itemsWithoutALabelComeLast() throws {
    let labels: [(String, String?)] = [("a", nil), ("b", "y"), ("c", nil), ("d", "x"), ("e", nil)]
    var harness = ExplorerHarness(items: labels.map { CorpusItem(id: $0.0, content: .text($0.0), label: $0.1) })
    try harness.type("<Esc>3")
    while harness.state.items.sort != .label { try harness.type("s") }
    #expect(rows(harness) == ["d", "b", "a", "c", "e"])
  }

  @Test func anItemAsTheQueryLeavesTheNeighbors() throws {
    var harness = try ranked()
    try harness.type("jpj")
    let item = try #require(harness.state.subject.selectedItem)
    try harness.type("u")
    #expect(harness.state.subject.neighborPath.isEmpty)
    #expect(harness.state.subject.items[item].content == .text(harness.state.query.field.text))
  }

  @Test func aNewQueryShowsItsBestItems() throws {
    var harness = try ranked()
    try harness.type("jjjjjjjj")
    #expect(harness.state.subject.selectedRow == 8)
    try harness.type("r")
    #expect(harness.state.subject.selectedRow > 0)
    try harness.type("1i<C-u>bread and coffee")
    #expect(harness.state.subject.selectedRow == 0)
  }

  @Test func itemsAreCalledWithoutTheFolderThatAllLieIn() {
    #expect(CorpusItem.names(of: ["/a/b/c.txt", "/a/b/d/e.png"]) == ["c.txt", "d/e.png"])
    #expect(CorpusItem.names(of: ["/a/bc/d", "/a/b/d"]) == ["bc/d", "b/d"])
    #expect(CorpusItem.names(of: ["a/b", "c"]) == ["a/b", "c"])
    #expect(CorpusItem.names(of: ["a", "a/b", ""]) == ["a", "a/b", ""])
    #expect(CorpusItem.names(of: []) == [])
  }

  @Test func neighboursNeedNoQuery() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>3jjp")
    #expect(harness.state.subject.shownRanking?.order.first == 2)
    #expect(harness.picture.text.contains("1 of 24 · near river"))
  }

  @Test func aClickOnAHeadingSorts() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("water<Esc>3z")
    let content = try #require(harness.state.layout.content(of: .items))
    let heading = harness.picture.text.split(separator: "\n")[content.rows.lowerBound]
    let column = try #require(
      heading.firstRange(of: "item").map { heading.distance(from: heading.startIndex, to: $0.lowerBound) })
    harness.click(row: content.rows.lowerBound, column: column)
    #expect(harness.state.items.sort == .name && harness.listed == harness.listed.sorted())
    harness.click(row: content.rows.lowerBound, column: column + 1)
    #expect(harness.state.items.isReversed && harness.listed == harness.listed.sorted().reversed())
  }

  @Test func withRoomTheDifferenceOfScoresStandsBesideTheShift() throws {
    var harness = ExplorerHarness(size: Size(columns: 200, rows: 60))
    try harness.type("water from the sea<Esc>2j<Space>3z")
    let ranking = try #require(harness.state.subject.shownRanking)
    let item = harness.state.subject.item(inRow: 0)
    let scores = try [0, 1].map { try #require(ranking.score(of: item, under: $0)) }
    #expect(harness.picture.text.contains(NumberText.short(scores[1] - scores[0])))
  }
}

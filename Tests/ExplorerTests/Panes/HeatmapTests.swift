import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Similarity pane")
struct HeatmapTests {
  /// Two adapters compared, the focus on the similarities.
  private func comparing() throws -> ExplorerHarness {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("water from the sea<Esc>2jj<Space>4")
    return harness
  }

  @Test func theOrderIsThatOfTheCollectionOfScoresOrOfClusters() throws {
    var harness = try comparing()
    #expect(harness.state.similarity.columnItems == Array(0..<24))
    try harness.type("o")
    #expect(harness.state.similarity.columnItems == harness.state.subject.shownRanking?.order)
    try harness.type("o")
    let matrix = try #require(harness.state.similarity.matrix.answer)
    let order = harness.state.similarity.columnItems
    #expect(order == harness.state.similarity.seriation.answer?.columns && order != Array(0..<24))
    #expect(harness.state.shownMatrix.value(row: 3, column: 5) == matrix.similarity(of: order[3], with: order[5]))
    try harness.type("o")
    #expect(harness.state.similarity.columnItems == Array(0..<24))
  }

  @Test func clustersFollowTheDimensionOfTheVectors() throws {
    var harness = try comparing()
    try harness.type("oo")
    let full = harness.state.similarity.columnItems
    try harness.type("<lt><lt><lt>")
    #expect(harness.state.similarity.columnItems == harness.state.similarity.seriation.answer?.columns)
    #expect(harness.state.similarity.columnItems != full)
  }

  @Test func aDifferenceIsThatOfTheSimilaritiesUnderBothAdapters() throws {
    var harness = try comparing()
    func value() -> Float? { harness.state.shownMatrix.value(row: 2, column: 7) }
    let first = try #require(value())
    try harness.type("d")
    let difference = try #require(value())
    #expect(harness.view(SimilarityPane.self).scale.colormap.isDiverging)
    #expect(harness.picture.text.contains("retrieval − code"))
    try harness.type("daa")
    let second = try #require(value())
    #expect(harness.state.subject.task.name == "code" && difference == first - second)
  }

  @Test func aDifferenceTakesTwoAdapters() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>4d")
    #expect(!harness.state.similarity.isDifference)
    #expect(harness.state.screen.message?.text.contains("press 2") == true)
  }

  @Test func aDifferenceEndsWithItsSecondAdapter() throws {
    var harness = try comparing()
    try harness.type("d2<Space>")
    #expect(harness.state.similarity.matrix.answered?.question.subtracted == nil)
  }

  @Test func colorsChangeMapDirectionAndRange() throws {
    var harness = try comparing()
    try harness.type("cCf")
    let pane = harness.view(SimilarityPane.self)
    #expect(pane.scale.colormap == .plasma && pane.scale.isInverted)
    #expect(pane.scaleName == "plasma inverted range row")
    let matrix = try #require(harness.state.similarity.matrix.answer)
    let ranges = pane.ranges(rows: 3..<5, columns: 0..<24, height: 2, width: 1)
    #expect(ranges == .rows([3, 3, 4, 4].map { matrix.rowRanges[$0] }))
    let row = matrix.similarities.values[(3 * 24)..<(4 * 24)].enumerated().filter { $0.offset != 3 }.map(\.element)
    #expect(matrix.rowRanges[3] == (row.min() ?? 0)...(row.max() ?? 0))
    try harness.type("f")
    #expect(
      harness.view(SimilarityPane.self).ranges(rows: 0..<24, columns: 6..<7, height: 1, width: 2)
        == .columns([matrix.rowRanges[6], matrix.rowRanges[6]]))
    try harness.type("f")
    let range = harness.view(SimilarityPane.self).scale.range
    #expect(range.lowerBound == -range.upperBound)
    try harness.type("fxf")
    let ranking = try #require(harness.state.subject.shownRanking?.comparison.rankings[1])
    let lowest = try #require(ranking.order.last)
    #expect(
      harness.view(SimilarityPane.self).ranges(rows: 1..<2, columns: 0..<24, height: 1, width: 1)
        == .rows([ranking.scores[lowest]...ranking.scores[ranking.order[0]]]))
  }
}

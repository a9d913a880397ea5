import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Similarity pane")
struct HeatmapTests {
  /// Two adapters compared, the focus on the similarities.
  private func comparing() throws -> Bench {
    var bench = Bench(size: Size(columns: 120, rows: 40))
    try bench.type("water from the sea<Esc>2jj<Space>4")
    return bench
  }

  @Test func theOrderIsThatOfTheCollectionOfScoresOrOfClusters() throws {
    var bench = try comparing()
    #expect(bench.state.similarity.columnItems == Array(0..<24))
    try bench.type("o")
    #expect(bench.state.similarity.columnItems == bench.state.subject.shownRanking?.order)
    try bench.type("o")
    let matrix = try #require(bench.state.similarity.matrix.answer)
    let order = bench.state.similarity.columnItems
    #expect(order == bench.state.similarity.seriation.answer?.columns && order != Array(0..<24))
    #expect(bench.state.shownMatrix.value(row: 3, column: 5) == matrix.similarity(of: order[3], with: order[5]))
    try bench.type("o")
    #expect(bench.state.similarity.columnItems == Array(0..<24))
  }

  @Test func clustersFollowTheDimensionOfTheVectors() throws {
    var bench = try comparing()
    try bench.type("oo")
    let full = bench.state.similarity.columnItems
    try bench.type("<lt><lt><lt>")
    #expect(bench.state.similarity.columnItems == bench.state.similarity.seriation.answer?.columns)
    #expect(bench.state.similarity.columnItems != full)
  }

  @Test func aDifferenceIsThatOfTheSimilaritiesUnderBothAdapters() throws {
    var bench = try comparing()
    func value() -> Float? { bench.state.shownMatrix.value(row: 2, column: 7) }
    let first = try #require(value())
    try bench.type("d")
    let difference = try #require(value())
    #expect(bench.view(SimilarityPane.self).scale.colormap.isDiverging)
    #expect(bench.picture.text.contains("retrieval − code"))
    try bench.type("daa")
    let second = try #require(value())
    #expect(bench.state.subject.task.name == "code" && difference == first - second)
  }

  @Test func aDifferenceTakesTwoAdapters() throws {
    var bench = Bench()
    try bench.type("<Esc>4d")
    #expect(!bench.state.similarity.isDifference)
    #expect(bench.state.screen.message?.text.contains("press 2") == true)
  }

  @Test func aDifferenceEndsWithItsSecondAdapter() throws {
    var bench = try comparing()
    try bench.type("d2<Space>")
    #expect(bench.state.similarity.matrix.answered?.question.subtracted == nil)
  }

  @Test func colorsChangeMapDirectionAndRange() throws {
    var bench = try comparing()
    try bench.type("cCf")
    let pane = bench.view(SimilarityPane.self)
    #expect(pane.scale.colormap == .plasma && pane.scale.isInverted)
    #expect(pane.scaleName == "plasma inverted range row")
    let matrix = try #require(bench.state.similarity.matrix.answer)
    let ranges = pane.ranges(rows: 3..<5, columns: 0..<24, height: 2, width: 1)
    #expect(ranges == .rows([3, 3, 4, 4].map { matrix.rowRanges[$0] }))
    let row = matrix.similarities.values[(3 * 24)..<(4 * 24)].enumerated().filter { $0.offset != 3 }.map(\.element)
    #expect(matrix.rowRanges[3] == (row.min() ?? 0)...(row.max() ?? 0))
    try bench.type("f")
    #expect(
      bench.view(SimilarityPane.self).ranges(rows: 0..<24, columns: 6..<7, height: 1, width: 2)
        == .columns([matrix.rowRanges[6], matrix.rowRanges[6]]))
    try bench.type("f")
    let range = bench.view(SimilarityPane.self).scale.range
    #expect(range.lowerBound == -range.upperBound)
    try bench.type("fxf")
    let ranking = try #require(bench.state.subject.shownRanking?.comparison.rankings[1])
    let lowest = try #require(ranking.order.last)
    #expect(
      bench.view(SimilarityPane.self).ranges(rows: 1..<2, columns: 0..<24, height: 1, width: 1)
        == .rows([ranking.scores[lowest]...ranking.scores[ranking.order[0]]]))
  }
}

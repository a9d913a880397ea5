import Corpus
import Embeddings
import Foundation
import TerminalUI
import TestSupport
import Testing

@testable import Explorer

@Suite("Matrices in tiles")
struct TilesTests {
  /// Six hundred items, of which no more than a hundred are compared as a whole: three by three tiles.
  private func large(effects isRunning: Bool = true) throws -> ExplorerHarness {
    let items = (0..<600).map { index in
      CorpusItem(id: "item-\(index)", content: .text("sea number\(index % 40) moon word\(index % 7)"))
    }
    var harness = ExplorerHarness(items: items, size: Size(columns: 120, rows: 40))
    harness.state.similarity = SimilarityState(largestWhole: 100)
    harness.isRunning = isRunning
    try harness.type("<Esc>4")
    return harness
  }

  /// The similarity of two items by the definition.
  private func exact(_ harness: ExplorerHarness, _ first: Int, _ second: Int) throws -> Float {
    let vectors = try [first, second].map { item in
      try #require(harness.state.subject.vectors.item(item, under: harness.state.subject.task)).truncated(
        to: harness.state.subject.dimensions)
    }
    return vectors[0].cosineSimilarity(to: vectors[1])
  }

  @Test func everyTileIsComputedAndSummedUp() throws {
    let harness = try large()
    let store = harness.state.similarity.tiles
    #expect(harness.state.similarity.arrangement?.isTiled == true && store.isComplete)
    #expect(store.progress?.totalPairs == 600 * 601 / 2)
    for (row, column) in [(0, 0), (3, 599), (599, 3), (255, 256), (256, 255), (300, 511), (599, 598)] {
      let value = try #require(store.value(row: row, column: column))
      #expect(abs(value - (try exact(harness, row, column))) < 1e-5)
    }
    let summary = try #require(store.summary)
    let source = try #require(harness.state.shownMatrix.source)
    let whole = source.whole
    let (means, maxima) = (
      summary.grid(rows: 400, columns: 400, by: .mean), summary.grid(rows: 400, columns: 400, by: .max)
    )
    for (line, place) in [(0, 0), (1, 399), (255, 170), (170, 171), (399, 2)] {
      let rows = line * 600 / 400..<(line + 1) * 600 / 400
      let columns = place * 600 / 400..<(place + 1) * 600 / 400
      let block = rows.flatMap { row in columns.map { whole[row, $0] } }
      #expect(abs(means[line, place] - block.reduce(0, +) / Float(block.count)) < 1e-5)
      #expect(abs(maxima[line, place] - (block.max() ?? 0)) < 1e-5)
    }
    // Rows and columns of every tile, so that most of what they hold is in the mirrored half.
    for line in [0, 77, 255, 256, 400, 511, 512, 599] {
      let values = (0..<600).filter { $0 != line }.map { whole[line, $0] }
      for range in [summary.ranges.row(line), summary.ranges.column(line)] {
        #expect(abs(range.lowerBound - (values.min() ?? 0)) < 1e-5, "\(line)")
        #expect(abs(range.upperBound - (values.max() ?? 0)) < 1e-5, "\(line)")
      }
    }
    #expect(harness.picture.text.contains("600×600") && harness.picture.text.contains("mean of"))
  }

  @Test func belowTheDiagonalATileIsReadMirrored() throws {
    let store = try large().state.similarity.tiles
    let places = [(256, 0), (300, 17), (511, 255), (512, 256), (599, 3), (570, 400), (599, 511)]
    for (row, column) in places {
      let (below, above) = (store.value(row: row, column: column), store.value(row: column, column: row))
      #expect(below != nil && below == above, "\(row), \(column)")
    }
    // The values of one tile differ, so that another place would show.
    #expect(Set(places.map { store.value(row: $0, column: $1) }).count > 4)
  }

  @Test func aMatrixInTilesIsExportedWithEveryValueOnce() throws {
    let folder = try TemporaryFolder()
    var harness = try large()
    let whole = try #require(harness.state.shownMatrix.source).whole
    harness.perform(.line("export \(folder.path)/a.csv"))
    let text = try String(contentsOfFile: folder.path + "/a.csv", encoding: .utf8)
    #expect(text.utf8.count > 1 << 20)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines.count == 601)
    for (row, line) in lines.dropFirst().enumerated() {
      #expect(line.count == 601 && line[0] == "item-\(row)")
      for column in [0, 1, 255, 256, 511, 512, 599] where column < line.count - 1 {
        #expect(Float(line[column + 1]).map { abs($0 - whole[row, column]) < 1e-6 } == true, "\(row), \(column)")
      }
    }
  }

  @Test func theTilesOnTheScreenComeBeforeAllOthers() throws {
    var harness = try large(effects: false)
    harness.isRunning = true
    try harness.type("=")
    harness.effects = []
    try harness.type("<lt>")
    let order = harness.effects.compactMap { effect -> String? in
      effect.slot == .tiles ? "tiles" : effect.slot == .matrixPass ? "all" : nil
    }
    #expect(order == ["tiles", "all"])
    #expect(harness.state.similarity.arrangement?.matrix?.dimensions == 64)
  }

  @Test func theComputationIsCancelledAndTakenUpAgain() throws {
    var harness = try large()
    harness.isRunning = false
    try harness.type("<lt>")
    #expect(harness.state.similarity.tiles.progress != nil && !harness.state.similarity.tiles.isComplete)
    harness.effects = []
    try harness.type("<C-c>")
    #expect(harness.effects.contains(.cancel(.matrixPass)))
    #expect(harness.state.screen.message?.text.contains("computes the rest") == true)
    #expect(!harness.state.commands.isQuitConfirmationPending)
    harness.effects = []
    harness.isRunning = true
    try harness.type("R")
    #expect(harness.state.similarity.tiles.isComplete)
  }

  @Test func whatWasCancelledBeginsByItselfForOtherSimilarities() throws {
    var harness = try large()
    harness.isRunning = false
    try harness.type("<lt><C-c>")
    harness.effects = []
    try harness.type("jk")
    #expect(!harness.effects.contains { $0.slot == .matrixPass })
    try harness.type("<lt>")
    #expect(harness.effects.filter { $0.slot == .matrixPass }.count == 1)
  }

  @Test func tilesOfOtherSimilaritiesAreDropped() throws {
    var harness = try large()
    let source = try #require(harness.state.shownMatrix.source)
    let old = try #require(harness.state.similarity.arrangement)
    harness.isRunning = false
    try harness.type("<lt>")
    var store = harness.state.similarity.tiles
    store.insert([MatrixTile(source, at: TilePlace(row: 0, column: 1))], for: old)
    #expect(store.value(row: 3, column: 300) == nil)
    store.insert(
      [MatrixTile(source, at: TilePlace(row: 0, column: 1))], for: try #require(harness.state.similarity.arrangement))
    #expect(store.value(row: 3, column: 300) != nil)
  }

  @Test func clustersAreForSmallerMatricesAndThatIsSaid() throws {
    var harness = try large()
    try harness.type("oo")
    #expect(harness.state.similarity.order == .collection)
    #expect(harness.state.screen.message?.text.contains("Up to 100 items") == true)
    // Neither are the items below a query ordered so, whose scores are no large matrix.
    harness.state.screen.message = nil
    try harness.type("isea<Enter><Esc>4mm")
    harness.state.similarity.show(.query)
    try harness.type("oo")
    #expect(harness.state.similarity.order == .collection && harness.state.similarity.seriation.answer == nil)
    #expect(harness.state.screen.message?.text.contains("Up to 100 items") == true)
  }

  @Test func itemsThatBecameTooManyAreNotOrderedByCluster() throws {
    var harness = try large()
    harness.state.similarity = SimilarityState(largestWhole: 1000)
    try harness.type("oo")
    #expect(harness.state.similarity.seriation.answer?.rows.count == 600)
    // What was compared stays known while more items arrive than can be ordered.
    var similarity = SimilarityState(largestWhole: 100)
    similarity.matrix = harness.state.similarity.matrix
    similarity.order = .cluster
    similarity.rows = .query
    harness.state.similarity = similarity
    try harness.type("j")
    #expect(harness.state.similarity.seriation.answer == nil)
  }

  @Test func pairsAndRectanglesOfLargeMatricesAreExact() throws {
    var harness = try large()
    try harness.type("jl<Space>GG")
    #expect(harness.state.similarity.rectangleStatistics?.count == 599 * 1 - 1)
    try harness.type("t")
    #expect(harness.state.similarity.selection == nil)
    let pairs = try #require(harness.state.similarity.nearest.answer)
    #expect(pairs.count == 600 * 599 / 2 && pairs.pairs.count == 100)
    for pair in pairs.pairs.prefix(5) {
      #expect(abs(pair.similarity - (try exact(harness, pair.row, pair.column))) < 1e-5)
    }
  }

  @Test func aStoreKeepsNoMoreThanItsLimit() {
    var store = TileStore()
    let question = MatrixArrangement(rows: .items, order: .collection, matrix: nil, revision: 0, isTiled: true)
    store.begin(question, rows: 1 << 20, columns: 1, isSymmetric: false)
    let tile = SimilarityMatrix(rows: 1, columns: 1, values: [1])
    let places = (0..<TileStore.tileLimit + 10).map { TilePlace(row: $0, column: 0) }
    #expect(store.claim(places).count == places.count)
    store.insert(places.map { MatrixTile(place: $0, similarities: tile) }, for: question)
    #expect(store.pending.isEmpty)
    #expect(store.value(row: 0, column: 0) == nil)
    #expect(store.value(row: (places.count - 1) * MatrixTile.side, column: 0) == 1)
    #expect(TileStore.tileLimit * MatrixTile.side * MatrixTile.side * 4 == 256 << 20)
  }
}

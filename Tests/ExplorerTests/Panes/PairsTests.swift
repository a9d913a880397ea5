import Corpus
import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Sets, rectangles and pairs of the similarity pane")
struct PairsTests {
  /// The texts with "water" against those with "rain", by way of the filter.
  private func sets() throws -> ExplorerHarness {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("<Esc>3/water<Enter>A<Esc>/rain<Enter>B4")
    return harness
  }

  private func contains(_ word: String) -> [Int] {
    ExplorerHarness.samples.indices.filter {
      "\(ExplorerHarness.samples[$0].id) \(ExplorerHarness.samples[$0].fullText)".lowercased().contains(word)
    }
  }

  @Test func theListedItemsBecomeRowsAndColumns() throws {
    let harness = try sets()
    #expect(harness.state.similarity.rowItems == contains("water"))
    #expect(harness.state.similarity.columnItems == contains("rain"))
    let exact = harness.state.similarity.matrix.answer?.similarities
    #expect(exact?.rows == contains("water").count && exact?.columns == contains("rain").count)
    #expect(harness.picture.text.contains("water × rain"))
  }

  @Test func setsAreOrderedAndCutLikeAllItems() throws {
    var harness = try sets()
    let before = harness.state.shownMatrix.value(row: 1, column: 2)
    try harness.type("<lt>")
    #expect(harness.state.similarity.matrix.answered?.question.dimensions == 64)
    #expect(harness.state.shownMatrix.value(row: 1, column: 2) != before)
    try harness.type("oo")
    #expect(harness.state.similarity.order == .cluster)
    #expect(harness.state.similarity.rowItems.sorted() == contains("water"))
    #expect(harness.state.similarity.columnItems == harness.state.similarity.seriation.answer?.columns)
    try harness.type("xxx")
    #expect(harness.state.similarity.rows == .sets)
  }

  @Test func anItemOnBothSidesDoesNotTakeTheContrast() throws {
    let harness = try sets()
    let matrix = try #require(harness.state.similarity.matrix.answer)
    let same = Set(matrix.rowItems).intersection(matrix.columnItems)
    #expect(!same.isEmpty)
    let values = matrix.rowItems.indices.flatMap { row in
      matrix.columnItems.indices.filter { matrix.columnItems[$0] != matrix.rowItems[row] }
        .map { matrix.similarities[row, $0] }
    }
    #expect(matrix.range == (values.min() ?? 0)...(values.max() ?? 0))
  }

  @Test func aRectangleIsSummedUp() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("<Esc>4jll<Space>jjjll")
    let selection = try #require(harness.state.similarity.selection)
    #expect(selection.rows == 1..<5 && selection.columns == 3..<6)
    let values = (1..<5).flatMap { row in
      (3..<6).filter { $0 != row }.compactMap { harness.state.shownMatrix.value(row: row, column: $0) }
    }
    let statistics = try #require(harness.state.similarity.rectangleStatistics)
    #expect(statistics.count == values.count && statistics.range == (values.min() ?? 0)...(values.max() ?? 0))
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    #expect(abs((statistics.mean ?? 0) - mean) < 1e-6)
    #expect(harness.picture.text.contains("rectangle 4×3 · mean"))
    try harness.type("<Esc>")
    #expect(harness.state.similarity.selection == nil && harness.state.screen.focus == .similarity)
  }

  @Test func theMouseSpansARectangle() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("<Esc>4")
    let content = try #require(harness.state.layout.content(of: .similarity))
    func position(_ row: Int, _ column: Int) throws -> Position {
      let places = content.rows.flatMap { line in content.columns.map { Position(row: line, column: $0) } }
      return try #require(
        places.first { position in
          let hit = harness.view(SimilarityPane.self).hit(at: position, in: content)
          return if case .value(let place) = hit { place == HeatmapGrid.Place(row: row, column: column) } else { false }
        })
    }
    let (start, end) = (try position(2, 3), try position(8, 11))
    harness.perform(.input(.mouse(MouseEvent(.press, at: start))))
    #expect(harness.state.similarity.selection == nil)
    for place in [try position(4, 5), try position(6, 4), end] {
      harness.perform(.input(.mouse(MouseEvent(.drag, at: place))))
    }
    harness.perform(.input(.mouse(MouseEvent(.release, at: end))))
    let selection = try #require(harness.state.similarity.selection)
    #expect(selection.rows == 2..<9 && selection.columns == 3..<12)
    harness.perform(.input(.mouse(MouseEvent(.press, at: start))))
    #expect(harness.state.similarity.selection == nil)
  }

  @Test func thePairsNearestToTheThresholdAreListed() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("<Esc>4t]]")
    let matrix = try #require(harness.state.similarity.matrix.answer)
    let threshold = harness.state.similarity.threshold
    var all: [(distance: Float, row: Int, column: Int)] = []
    for row in 0..<24 {
      for column in row + 1..<24 { all.append((abs(matrix.similarities[row, column] - threshold), row, column)) }
    }
    all.sort { ($0.distance, $0.row, $0.column) < ($1.distance, $1.row, $1.column) }
    let pairs = harness.state.similarity.listedPairs
    #expect(Set(pairs.map { [$0.row, $0.column] }) == Set(all.prefix(100).map { [$0.row, $0.column] }))
    #expect(pairs.map(\.similarity) == pairs.map(\.similarity).sorted(by: >))
    #expect(harness.state.similarity.nearest.answer?.count == 276)
    #expect(harness.picture.text.contains("the 100 of 276 pairs nearest to"))
    #expect((harness.state.similarity.row, harness.state.similarity.column) == (pairs[0].row, pairs[0].column))
    try harness.type("jj")
    #expect((harness.state.similarity.row, harness.state.similarity.column) == (pairs[2].row, pairs[2].column))
    try harness.type("t")
    #expect(!harness.state.similarity.isListing)
  }

  @Test func theThresholdOfThePairsMovesByWholeHundredths() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("<Esc>4t")
    let hundredths = Int((harness.state.similarity.threshold * 100).rounded())
    for (keys, moved) in [("]", 37), ("[", -20)] {
      try harness.type(String(repeating: keys, count: 37))
      if moved < 0 { try harness.type(String(repeating: keys, count: 20)) }
      #expect(harness.state.similarity.threshold == Float(hundredths + moved) / 100)
    }
  }

  @Test func aDifferenceComparesItemsWithEachOther() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("sea<Esc>2j<Space>4x")
    #expect(harness.state.similarity.rows == .query)
    try harness.type("d")
    #expect(harness.state.similarity.isDifference && harness.state.similarity.rows == .items)
  }
}

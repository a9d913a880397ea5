import Corpus
import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Sets, rectangles and pairs of the similarity pane")
struct PairsTests {
  /// The texts with "water" against those with "rain", by way of the filter.
  private func sets() throws -> Bench {
    var bench = Bench(size: Size(columns: 120, rows: 40))
    try bench.type("<Esc>3/water<Enter>A<Esc>/rain<Enter>B4")
    return bench
  }

  private func contains(_ word: String) -> [Int] {
    Bench.samples.indices.filter {
      "\(Bench.samples[$0].id) \(Bench.samples[$0].fullText)".lowercased().contains(word)
    }
  }

  @Test func theListedItemsBecomeRowsAndColumns() throws {
    let bench = try sets()
    #expect(bench.state.similarity.rowItems == contains("water"))
    #expect(bench.state.similarity.columnItems == contains("rain"))
    let exact = bench.state.similarity.matrix.answer?.similarities
    #expect(exact?.rows == contains("water").count && exact?.columns == contains("rain").count)
    #expect(bench.picture.text.contains("water × rain"))
  }

  @Test func setsAreOrderedAndCutLikeAllItems() throws {
    var bench = try sets()
    let before = bench.state.shownMatrix.value(row: 1, column: 2)
    try bench.type("<lt>")
    #expect(bench.state.similarity.matrix.answered?.question.dimensions == 64)
    #expect(bench.state.shownMatrix.value(row: 1, column: 2) != before)
    try bench.type("oo")
    #expect(bench.state.similarity.order == .cluster)
    #expect(bench.state.similarity.rowItems.sorted() == contains("water"))
    #expect(bench.state.similarity.columnItems == bench.state.similarity.seriation.answer?.columns)
    try bench.type("xxx")
    #expect(bench.state.similarity.rows == .sets)
  }

  @Test func anItemOnBothSidesDoesNotTakeTheContrast() throws {
    let bench = try sets()
    let matrix = try #require(bench.state.similarity.matrix.answer)
    let same = Set(matrix.rowItems).intersection(matrix.columnItems)
    #expect(!same.isEmpty)
    let values = matrix.rowItems.indices.flatMap { row in
      matrix.columnItems.indices.filter { matrix.columnItems[$0] != matrix.rowItems[row] }
        .map { matrix.similarities[row, $0] }
    }
    #expect(matrix.range == (values.min() ?? 0)...(values.max() ?? 0))
  }

  @Test func aRectangleIsSummedUp() throws {
    var bench = Bench(size: Size(columns: 120, rows: 40))
    try bench.type("<Esc>4jll<Space>jjjll")
    let selection = try #require(bench.state.similarity.selection)
    #expect(selection.rows == 1..<5 && selection.columns == 3..<6)
    let values = (1..<5).flatMap { row in
      (3..<6).filter { $0 != row }.compactMap { bench.state.shownMatrix.value(row: row, column: $0) }
    }
    let statistics = try #require(bench.state.similarity.rectangleStatistics)
    #expect(statistics.count == values.count && statistics.range == (values.min() ?? 0)...(values.max() ?? 0))
    let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
    #expect(abs((statistics.mean ?? 0) - mean) < 1e-6)
    #expect(bench.picture.text.contains("rectangle 4×3 · mean"))
    try bench.type("<Esc>")
    #expect(bench.state.similarity.selection == nil && bench.state.screen.focus == .similarity)
  }

  @Test func theMouseSpansARectangle() throws {
    var bench = Bench(size: Size(columns: 120, rows: 40))
    try bench.type("<Esc>4")
    let content = try #require(bench.state.layout.content(of: .similarity))
    func position(_ row: Int, _ column: Int) throws -> Position {
      let places = content.rows.flatMap { line in content.columns.map { Position(row: line, column: $0) } }
      return try #require(
        places.first { position in
          let hit = bench.view(SimilarityPane.self).hit(at: position, in: content)
          return if case .value(let place) = hit { place == Heatmap.Place(row: row, column: column) } else { false }
        })
    }
    let (start, end) = (try position(2, 3), try position(8, 11))
    bench.perform(.input(.mouse(MouseEvent(.press, at: start))))
    #expect(bench.state.similarity.selection == nil)
    bench.perform(.input(.mouse(MouseEvent(.drag, at: end))))
    bench.perform(.input(.mouse(MouseEvent(.release, at: end))))
    let selection = try #require(bench.state.similarity.selection)
    #expect(selection.rows == 2..<9 && selection.columns == 3..<12)
    bench.perform(.input(.mouse(MouseEvent(.press, at: start))))
    #expect(bench.state.similarity.selection == nil)
  }

  @Test func thePairsNearestToTheThresholdAreListed() throws {
    var bench = Bench(size: Size(columns: 120, rows: 40))
    try bench.type("<Esc>4t]]")
    let matrix = try #require(bench.state.similarity.matrix.answer)
    let threshold = bench.state.similarity.threshold
    var all: [(distance: Float, row: Int, column: Int)] = []
    for row in 0..<24 {
      for column in row + 1..<24 { all.append((abs(matrix.similarities[row, column] - threshold), row, column)) }
    }
    all.sort { ($0.distance, $0.row, $0.column) < ($1.distance, $1.row, $1.column) }
    let pairs = bench.state.similarity.listedPairs
    #expect(Set(pairs.map { [$0.row, $0.column] }) == Set(all.prefix(100).map { [$0.row, $0.column] }))
    #expect(pairs.map(\.similarity) == pairs.map(\.similarity).sorted(by: >))
    #expect(bench.state.similarity.nearest.answer?.count == 276)
    #expect(bench.picture.text.contains("the 100 of 276 pairs nearest to"))
    #expect((bench.state.similarity.row, bench.state.similarity.column) == (pairs[0].row, pairs[0].column))
    try bench.type("jj")
    #expect((bench.state.similarity.row, bench.state.similarity.column) == (pairs[2].row, pairs[2].column))
    try bench.type("t")
    #expect(!bench.state.similarity.isListing)
  }
}

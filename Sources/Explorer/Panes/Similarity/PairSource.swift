import Embeddings

/// The similarities of some items with others as the pane shows them, in blocks, wherever they come from. Making one
/// costs nothing: values are looked up or computed block by block.
struct PairSource: Sendable {
  /// Where the similarities come from.
  private enum Values: Sendable {
    /// A matrix that was computed whole.
    case matrix(ItemMatrix)
    /// A ranking: the query under several adapters, a row for each.
    case ranking(ItemRanking)
    /// The vectors. With a second table, its similarities are subtracted; both hold the same items.
    case vectors(ItemTable, minus: ItemTable?, dimensions: Int)
  }

  /// The collection's index of each row; −1 of one that is no item.
  let rowItems: [Int]
  /// The collection's index of each column.
  let columnItems: [Int]
  /// Whether rows and columns are the same items in the same order.
  let isSymmetric: Bool

  private let values: Values

  /// The similarities of `matrix`, which holds these items.
  init(_ matrix: ItemMatrix, rows: [Int], columns: [Int]) {
    self.init(.matrix(matrix), rows: rows, columns: columns)
  }

  /// The similarities of a query under several adapters with the items of `ranking`, a row for each adapter.
  init(_ ranking: ItemRanking, columns: [Int]) {
    self.init(.ranking(ranking), rows: ranking.comparison.rankings.map { _ in -1 }, columns: columns)
  }

  /// The similarities of items of `table`, computed when they are asked for; for a difference, `other` holds the same
  /// items.
  init(_ table: ItemTable, minus other: ItemTable?, rows: [Int], columns: [Int], dimensions: Int) {
    self.init(.vectors(table, minus: other, dimensions: dimensions), rows: rows, columns: columns)
  }

  private init(_ values: Values, rows: [Int], columns: [Int]) {
    self.values = values
    rowItems = rows
    columnItems = columns
    isSymmetric = rows == columns
  }

  /// The similarities of a block.
  func block(rows: Range<Int>, columns: Range<Int>) -> SimilarityMatrix {
    let (rowItems, columnItems) = (rowItems[rows], columnItems[columns])
    var values: [Float] = []
    switch self.values {
    case .matrix(let matrix):
      values.reserveCapacity(rows.count * columns.count)
      let places = columnItems.compactMap(matrix.column(of:))
      for row in rowItems.compactMap(matrix.row(of:)) {
        for column in places { values.append(matrix.similarities[row, column]) }
      }
    case .ranking(let ranking):
      let places = columnItems.compactMap(ranking.items.sortedIndex(of:))
      for row in rows { values += places.map { ranking.comparison.rankings[row].scores[$0] } }
    case .vectors(let table, let other, let dimensions):
      let rowPlaces = rowItems.compactMap(table.row(of:))[...]
      let columnPlaces = columnItems.compactMap(table.row(of:))[...]
      let blocks = [table, other].compactMap { $0 }.map { table in
        SimilarityMatrix(
          rows: table.vectors.selecting(rowPlaces, dimensions: dimensions),
          columns: table.vectors.selecting(columnPlaces, dimensions: dimensions), dimensions: dimensions)
      }
      return blocks.count > 1 ? blocks[0].difference(from: blocks[1]) : blocks[0]
    }
    return SimilarityMatrix(rows: rows.count, columns: columns.count, values: values)
  }

  /// All of it; where the task is cancelled NaN from there on.
  var whole: SimilarityMatrix {
    let (rows, columns) = (rowItems.count, columnItems.count)
    var values: [Float] = []
    values.reserveCapacity(rows * columns)
    for first in stride(from: 0, to: rows, by: MatrixTile.side) {
      if Task.isCancelled { break }
      values += block(rows: first..<min(rows, first + MatrixTile.side), columns: 0..<columns).values
    }
    values += Array(repeating: .nan, count: rows * columns - values.count)
    return SimilarityMatrix(rows: rows, columns: columns, values: values)
  }

  /// Calls `body` with every similarity of a part, and its row and column; ends early where the task is cancelled.
  ///
  /// - Parameter distinct: whether an item is not compared with itself, and no two items twice.
  /// - Returns: whether all were visited.
  @discardableResult
  func forEach(
    rows: Range<Int>, columns: Range<Int>, distinct: Bool, _ body: (Float, _ row: Int, _ column: Int) -> Void
  ) -> Bool {
    let side = MatrixTile.side
    for firstRow in stride(from: rows.lowerBound, to: rows.upperBound, by: side) {
      let blockRows = firstRow..<min(rows.upperBound, firstRow + side)
      for firstColumn in stride(from: columns.lowerBound, to: columns.upperBound, by: side) {
        let blockColumns = firstColumn..<min(columns.upperBound, firstColumn + side)
        if distinct && isSymmetric && blockColumns.upperBound <= blockRows.lowerBound { continue }
        if Task.isCancelled { return false }
        let block = block(rows: blockRows, columns: blockColumns)
        for row in blockRows {
          let start = distinct && isSymmetric ? max(blockColumns.lowerBound, row + 1) : blockColumns.lowerBound
          guard start < blockColumns.upperBound else { continue }
          for column in start..<blockColumns.upperBound {
            if distinct && rowItems[row] == columnItems[column] { continue }
            body(block[row - firstRow, column - firstColumn], row, column)
          }
        }
      }
    }
    return true
  }
}

extension ValueStatistics {
  /// What can be said of a rectangle; an item's similarity with itself does not count.
  init(_ source: PairSource, _ question: RectangleQuestion) {
    self.init()
    var statistics = self
    source.forEach(rows: question.rows, columns: question.columns, distinct: false) { value, row, column in
      if source.rowItems[row] != source.columnItems[column] { statistics.add(value) }
    }
    self = statistics
  }
}

extension NearestPairs {
  /// The pairs of different items nearest to a threshold, each two items once.
  init(_ source: PairSource, _ question: NearestQuestion) {
    var pairs = NearestPairs(threshold: question.threshold, limit: NearestQuestion.limit)
    source.forEach(rows: source.rowItems.indices, columns: source.columnItems.indices, distinct: true) {
      pairs.add($0, row: $1, column: $2)
    }
    self = pairs
  }
}

extension MatrixSummary {
  /// A whole matrix in at most as many values as a pane has places.
  init(of source: PairSource, _ question: OverviewQuestion) {
    self.init(
      rowCount: source.rowItems.count, columnCount: source.columnItems.count, rows: question.rows,
      columns: question.columns)
    // As if it were not symmetric: the whole is one block, and its own mirror image.
    add(source.whole, firstRow: 0, firstColumn: 0, source)
  }
}

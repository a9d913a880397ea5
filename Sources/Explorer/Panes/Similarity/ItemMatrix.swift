import Embeddings

/// Which items are compared with which, and how.
struct MatrixQuestion: Hashable, Sendable {
  var task: EmbeddingTask
  var dimensions: Int
  /// The adapter whose similarities are taken from those under `task`; `nil` for none.
  var subtracted: EmbeddingTask?
  /// The items of the rows; `nil` for all.
  var rows: ItemSet?
  /// The items of the columns; `nil` for all.
  var columns: ItemSet?
}

/// Some items of the collection, to be compared with others.
struct ItemSet: Hashable, Sendable {
  /// What the user calls them.
  let name: String
  /// Their indices in the collection, ascending.
  let items: [Int]
  /// Which one it is: every set that is made has another number.
  let number: Int

  static func == (first: ItemSet, second: ItemSet) -> Bool { first.number == second.number }

  func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

/// Which matrix orders the items so that similar ones are neighbors.
struct SeriationQuestion: Hashable, Sendable {
  var matrix: Derived<MatrixQuestion, ItemMatrix>.Key
}

/// The rows and columns of a matrix, each in an order in which similar ones are neighbors.
struct SeriatedItems: Hashable, Sendable {
  let rows: [Int]
  let columns: [Int]
}

/// The similarity of items with items.
struct ItemMatrix: Sendable {
  /// The collection's index of each row, ascending.
  let rowItems: [Int]
  /// The collection's index of each column, ascending.
  let columnItems: [Int]
  /// The similarities.
  let similarities: SimilarityMatrix
  /// The smallest and the largest similarity of two different items: an item's similarity with itself is always 1 and
  /// would take the contrast from all others.
  let range: ClosedRange<Float>
  /// The same for each row.
  let rowRanges: [ClosedRange<Float>]
  /// The same for each column.
  let columnRanges: [ClosedRange<Float>]

  /// Compares items of `table`; with `other`, how much more similar they are than there. Both hold the same items.
  init(_ table: ItemTable, minus other: ItemTable? = nil, _ question: MatrixQuestion) {
    (rowItems, columnItems) = table.compared(question)
    let source = PairSource(
      table, minus: other, rows: rowItems, columns: columnItems, dimensions: question.dimensions)
    similarities = source.whole
    var ranges = PairRanges(rows: rowItems.count, columns: columnItems.count)
    ranges.add(similarities, firstRow: 0, firstColumn: 0, source)
    (range, rowRanges, columnRanges) = (ranges.whole, ranges.rows, ranges.columns)
  }

  /// Memory of the values.
  var byteCount: Int { similarities.values.count * MemoryLayout<Float>.size }

  /// The similarity of two items of the collection, where both have been compared.
  func similarity(of first: Int, with second: Int) -> Float? {
    guard let row = row(of: first), let column = column(of: second) else { return nil }
    return similarities[row, column]
  }

  /// The row of an item of the collection.
  func row(of item: Int) -> Int? { rowItems.sortedIndex(of: item) }

  /// The column of an item of the collection.
  func column(of item: Int) -> Int? { columnItems.sortedIndex(of: item) }
}

extension ItemTable {
  /// The items of the rows and of the columns that a question compares, those that have a vector, ascending.
  func compared(_ question: MatrixQuestion) -> (rows: [Int], columns: [Int]) {
    func known(_ set: ItemSet?) -> [Int] { set.map { $0.items.filter { row(of: $0) != nil } } ?? items }
    return (known(question.rows), known(question.columns))
  }

  /// The rows and columns of a matrix in an order in which similar ones are neighbors.
  func seriated(_ question: MatrixQuestion) -> SeriatedItems {
    func order(_ items: [Int]) -> [Int] {
      let source = PairSource(self, minus: nil, rows: items, columns: items, dimensions: question.dimensions)
      return Seriation(source.whole).order.map { items[$0] }
    }
    let (rows, columns) = compared(question)
    let ordered = order(rows)
    return SeriatedItems(rows: ordered, columns: rows == columns ? ordered : order(columns))
  }
}

/// The smallest and the largest similarity of two different items, in each row, each column, and all.
struct PairRanges: Sendable {
  private var rowLow: [Float]
  private var rowHigh: [Float]
  private var columnLow: [Float]
  private var columnHigh: [Float]

  /// Of a matrix without values yet.
  init(rows: Int, columns: Int) {
    rowLow = Array(repeating: .infinity, count: rows)
    rowHigh = Array(repeating: -.infinity, count: rows)
    columnLow = Array(repeating: .infinity, count: columns)
    columnHigh = Array(repeating: -.infinity, count: columns)
  }

  /// Takes in a block of `source`.
  mutating func add(_ block: SimilarityMatrix, firstRow: Int, firstColumn: Int, _ source: PairSource) {
    for row in 0..<block.rows {
      let item = source.rowItems[firstRow + row]
      var (low, high) = (rowLow[firstRow + row], rowHigh[firstRow + row])
      let start = row * block.columns
      for column in 0..<block.columns where source.columnItems[firstColumn + column] != item {
        let value = block.values[start + column]
        low = min(low, value)
        high = max(high, value)
        columnLow[firstColumn + column] = min(columnLow[firstColumn + column], value)
        columnHigh[firstColumn + column] = max(columnHigh[firstColumn + column], value)
      }
      (rowLow[firstRow + row], rowHigh[firstRow + row]) = (low, high)
    }
  }

  /// The range of all; 0…1 where nothing is known.
  var whole: ClosedRange<Float> { Self.range(rowLow.min() ?? .infinity, rowHigh.max() ?? -.infinity) }
  /// The range of each row.
  var rows: [ClosedRange<Float>] { zip(rowLow, rowHigh).map(Self.range) }
  /// The range of each column.
  var columns: [ClosedRange<Float>] { zip(columnLow, columnHigh).map(Self.range) }

  /// The range of one row.
  func row(_ index: Int) -> ClosedRange<Float> { Self.range(rowLow[index], rowHigh[index]) }
  /// The range of one column.
  func column(_ index: Int) -> ClosedRange<Float> { Self.range(columnLow[index], columnHigh[index]) }

  private static func range(_ low: Float, _ high: Float) -> ClosedRange<Float> { low <= high ? low...high : 0...1 }
}

extension [Int] {
  /// The index of a number among ascending ones; `nil` where it is not there.
  func sortedIndex(of number: Int) -> Int? {
    let place = partitioningIndex { $0 >= number }
    return place < count && self[place] == number ? place : nil
  }
}

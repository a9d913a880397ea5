import Embeddings

/// Which items are compared with each other, and how.
struct MatrixQuestion: Hashable, Sendable {
  var task: EmbeddingTask
  var dimensions: Int
  /// The adapter whose similarities are taken from those under `task`; `nil` for none.
  var subtracted: EmbeddingTask?
}

/// Which matrix orders the items so that similar ones are neighbours.
struct SeriationQuestion: Hashable, Sendable {
  var matrix: Derived<MatrixQuestion, ItemMatrix>.Key
}

/// The similarity of every item with every other.
struct ItemMatrix: Sendable {
  /// The collection's index of each row and column, ascending.
  let items: [Int]
  /// The similarities.
  let similarities: SimilarityMatrix
  /// The smallest and the largest similarity of two different items: an item's similarity with itself is always 1 and
  /// would take the contrast from all others.
  let range: ClosedRange<Float>
  /// The same for each row (and, as the matrix is symmetric, each column).
  let rowRanges: [ClosedRange<Float>]

  /// How many items are compared at most; what is left out is said on the screen.
  static let limit = 2_000

  /// Compares the first `limit` items of `table`; with `other`, how much more similar they are than there. Both hold the
  /// same items.
  init(_ table: ItemTable, minus other: ItemTable? = nil, dimensions: Int) {
    items = Array(table.items.prefix(Self.limit))
    var similarities = SimilarityMatrix(rows: table.head, columns: table.head, dimensions: dimensions)
    if let other {
      similarities = similarities.difference(
        from: SimilarityMatrix(rows: other.head, columns: other.head, dimensions: dimensions))
    }
    self.similarities = similarities
    let ranges = similarities.rowRangesBesideDiagonal
    rowRanges = ranges.map { $0 ?? 0...1 }
    let known = ranges.compactMap { $0 }
    range = (known.map(\.lowerBound).min() ?? 0)...(known.map(\.upperBound).max() ?? 1)
  }

  /// The items in an order in which similar ones are neighbours.
  var seriated: [Int] { Seriation(similarities).order.map { items[$0] } }

  /// Memory of the values.
  var byteCount: Int { similarities.values.count * MemoryLayout<Float>.size }

  /// The similarity of two items of the collection, where both have been compared.
  func similarity(of first: Int, with second: Int) -> Float? {
    guard let row = self.row(of: first), let column = self.row(of: second) else { return nil }
    return similarities[row, column]
  }

  /// The row of an item of the collection.
  func row(of item: Int) -> Int? {
    let place = items.partitioningIndex { $0 >= item }
    return place < items.count && items[place] == item ? place : nil
  }
}

extension SimilarityMatrix {
  /// The smallest and the largest value of each row that is not on the diagonal; `nil` where there is none.
  var rowRangesBesideDiagonal: [ClosedRange<Float>?] {
    (0..<rows).map { row in
      var (smallest, largest) = (Float.infinity, -Float.infinity)
      for column in 0..<columns where column != row {
        smallest = min(smallest, self[row, column])
        largest = max(largest, self[row, column])
      }
      return smallest <= largest ? smallest...largest : nil
    }
  }
}

/// The matrices that were computed last, so that going back to a dimension or an adapter costs nothing.
struct MatrixCache: Sendable {
  private var matrices: [(key: Derived<MatrixQuestion, ItemMatrix>.Key, matrix: ItemMatrix)] = []

  /// How much memory the matrices take together at most.
  static let byteLimit = 256 << 20

  /// The matrix of a question, where it is remembered.
  subscript(key: Derived<MatrixQuestion, ItemMatrix>.Key) -> ItemMatrix? {
    matrices.first { $0.key == key }?.matrix
  }

  /// Remembers a matrix, and forgets those of older vectors and the oldest beyond the limit.
  mutating func insert(_ matrix: ItemMatrix, for key: Derived<MatrixQuestion, ItemMatrix>.Key) {
    matrices.removeAll { $0.key == key || $0.key.revision < key.revision }
    matrices.append((key, matrix))
    while matrices.reduce(0, { $0 + $1.matrix.byteCount }) > Self.byteLimit, matrices.count > 1 {
      matrices.removeFirst()
    }
  }
}

extension Array {
  /// The first index whose element fulfils the condition, when those that do come after those that do not.
  func partitioningIndex(where isAfter: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

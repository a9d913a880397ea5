import Embeddings

/// Which items are compared with each other, and how.
struct MatrixQuestion: Hashable, Sendable {
  var task: EmbeddingTask
  var dimensions: Int
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

  /// How many items are compared at most; what is left out is said on the screen.
  static let limit = 2_000

  /// Compares the first `limit` items of `table`.
  init(_ table: ItemTable, dimensions: Int) {
    items = Array(table.items.prefix(Self.limit))
    similarities = SimilarityMatrix(rows: table.head, columns: table.head, dimensions: dimensions)
    range = similarities.rangeBesideDiagonal ?? 0...1
  }

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
  /// The smallest and the largest value that is not on the diagonal; `nil` where there is none.
  var rangeBesideDiagonal: ClosedRange<Float>? {
    var (smallest, largest) = (Float.infinity, -Float.infinity)
    for row in 0..<rows {
      for column in 0..<columns where column != row {
        smallest = min(smallest, self[row, column])
        largest = max(largest, self[row, column])
      }
    }
    return smallest <= largest ? smallest...largest : nil
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

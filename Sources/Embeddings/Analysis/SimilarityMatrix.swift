/// The cosine similarity of every row item with every column item.
public struct SimilarityMatrix: Hashable, Sendable {
  /// Row items.
  public let rows: Int
  /// Column items.
  public let columns: Int
  /// The similarities [rows, columns], row-major.
  public let values: [Float]

  /// A matrix of these values [rows, columns].
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "\(values.count) values are no [\(rows), \(columns)]")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// The similarities of two sets of vectors, all cut to `dimensions`.
  ///
  /// - Complexity: O(rows · columns · dimensions).
  public init(rows: VectorTable, columns: VectorTable, dimensions: Int) {
    self.init(
      rows: rows.count, columns: columns.count, values: rows.cosines(with: columns, dimensions: dimensions))
  }

  /// One similarity.
  public subscript(row: Int, column: Int) -> Float { values[row * columns + column] }

  /// The similarities minus those of `other`, as between two adapters.
  public func difference(from other: SimilarityMatrix) -> SimilarityMatrix {
    precondition(
      rows == other.rows && columns == other.columns,
      "the difference of [\(rows), \(columns)] and [\(other.rows), \(other.columns)]")
    return SimilarityMatrix(rows: rows, columns: columns, values: zip(values, other.values).map { $0 - $1 })
  }

  /// The similarities with rows and columns exchanged.
  public var transposed: SimilarityMatrix {
    var result: [Float] = []
    result.reserveCapacity(values.count)
    for column in 0..<columns {
      for row in 0..<rows { result.append(values[row * columns + column]) }
    }
    return SimilarityMatrix(rows: columns, columns: rows, values: result)
  }

  /// The smallest and the largest similarity; `nil` of an empty matrix.
  public var range: ClosedRange<Float>? {
    guard let smallest = values.min(), let largest = values.max() else { return nil }
    return smallest...largest
  }
}

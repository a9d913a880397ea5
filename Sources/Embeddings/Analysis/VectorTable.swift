import Tensors

/// Many single vectors of one model, one per row, ready to be compared at any dimension without copying them.
///
/// Cutting a vector to `d` dimensions and normalizing it again divides its first `d` components by their length, so a
/// cosine at `d` is a product of the first `d` components times two reciprocal lengths.
public struct VectorTable: Sendable {
  /// The memory of the table, which its copies share.
  private final class Storage: Sendable {
    let matrix: Matrix

    init(_ matrix: consuming Matrix) { self.matrix = matrix }
  }

  /// The number of vectors.
  public let count: Int
  /// Components of each vector.
  public let dimensions: Int
  private let storage: Storage

  /// A table of `vectors`, all of the same dimensions.
  public init(_ vectors: [SingleVector]) {
    dimensions = vectors.first?.dimensions ?? 0
    count = vectors.count
    var values: [Float] = []
    values.reserveCapacity(count * dimensions)
    for vector in vectors {
      precondition(
        vector.dimensions == dimensions, "a vector of \(vector.dimensions) among vectors of \(dimensions) dimensions")
      values += vector.values
    }
    storage = Storage(Matrix(rows: count, columns: dimensions, values: values))
  }

  private init(_ matrix: consuming Matrix) {
    (count, dimensions) = (matrix.rows, matrix.columns)
    storage = Storage(matrix)
  }

  /// One of the vectors.
  public func vector(_ row: Int) -> SingleVector {
    SingleVector((0..<dimensions).map { storage.matrix[row, $0] })
  }

  /// The vectors at `places`, in that order, sliced to their first `dimensions` components but not normalized again:
  /// that is done wherever they are compared.
  public func selecting(_ places: ArraySlice<Int>, dimensions: Int) -> VectorTable {
    precondition(
      dimensions <= self.dimensions, "vectors of \(self.dimensions) dimensions cannot be cut to \(dimensions)")
    return VectorTable(storage.matrix.copy(rows: places, prefix: dimensions))
  }

  /// The cosine similarity of one vector with one of `other`, both cut to `dimensions`.
  public func cosine(of row: Int, with other: VectorTable, _ otherRow: Int, dimensions: Int) -> Float {
    selecting([row], dimensions: dimensions)
      .cosines(with: other.selecting([otherRow], dimensions: dimensions), dimensions: dimensions)[0]
  }

  /// The cosine similarity of `query` with each vector [count], all cut to `dimensions`.
  ///
  /// - Complexity: O(count · dimensions); each vector is read once.
  public func scores(of query: SingleVector, dimensions: Int) -> [Float] {
    guard count > 0 else { return [] }
    precondition(
      dimensions <= self.dimensions && self.dimensions == query.dimensions,
      "vectors of \(self.dimensions) and \(query.dimensions) dimensions compared at \(dimensions)")
    let (products, squares) = storage.matrix.scores(of: Array(query.values[..<dimensions]))
    let scale = reciprocalLength(query.values[..<dimensions].reduce(0) { $0 + $1 * $1 })
    return zip(products, squares).map { $0 * (scale * reciprocalLength($1)) }
  }

  /// The cosine similarity of each vector with each of `other` [count, other.count], all cut to `dimensions`.
  func cosines(with other: VectorTable, dimensions: Int) -> [Float] {
    guard count > 0, other.count > 0 else { return [] }
    precondition(
      dimensions <= self.dimensions && self.dimensions == other.dimensions,
      "vectors of \(self.dimensions) and \(other.dimensions) dimensions compared at \(dimensions)")
    var cosines = storage.matrix.innerProducts(with: other.storage.matrix, prefix: dimensions)
    cosines.scale(
      rows: storage.matrix.reciprocalRowLengths(prefix: dimensions),
      columns: other.storage.matrix.reciprocalRowLengths(prefix: dimensions))
    return cosines.array
  }

  /// One over the length of each vector cut to `dimensions` [count].
  func reciprocalLengths(at dimensions: Int) -> [Float] { storage.matrix.reciprocalRowLengths(prefix: dimensions) }

  /// Adds the inner products of some vectors with each of `other`, of the components `inner` alone, to `sums`
  /// [vectors.count, other.count].
  func addInnerProducts(
    of vectors: Range<Int>, with other: VectorTable, components inner: Range<Int>, to sums: inout Matrix
  ) {
    storage.matrix.addInnerProducts(of: vectors, with: other.storage.matrix, components: inner, to: &sums)
  }

  /// The first `dimensions` components of each vector, of unit length again [count, dimensions]; a vector of zeros stays
  /// one. The order of the operations is fixed, so the result is the same everywhere.
  func unitPrefixes(_ dimensions: Int) -> [Double] {
    precondition(
      count == 0 || dimensions <= self.dimensions,
      "vectors of \(self.dimensions) dimensions cannot be cut to \(dimensions)")
    var result: [Double] = []
    result.reserveCapacity(count * dimensions)
    for row in 0..<count {
      var sum = 0.0
      for column in 0..<dimensions { sum += Double(storage.matrix[row, column]) * Double(storage.matrix[row, column]) }
      let scale = sum > 0 ? 1 / sum.squareRoot() : 0
      for column in 0..<dimensions { result.append(Double(storage.matrix[row, column]) * scale) }
    }
    return result
  }
}

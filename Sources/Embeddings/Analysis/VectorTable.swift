/// Many single vectors of one model, one per row, ready to be compared at any dimension without copying them.
///
/// Cutting a vector to `d` dimensions and normalizing it again divides its first `d` components by their length, so a
/// cosine at `d` is a product of the first `d` components times two reciprocal lengths.
public struct VectorTable: Sendable {
  /// The number of vectors.
  public let count: Int
  /// Components of each vector.
  public let dimensions: Int
  /// All components [count, dimensions], row-major.
  let values: [Float]

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
    self.values = values
  }

  /// The cosine similarity of `query` with each vector [count], all cut to `dimensions`.
  public func scores(of query: SingleVector, dimensions: Int) -> [Float] {
    SimilarityMatrix(rows: VectorTable([query]), columns: self, dimensions: dimensions).values
  }

  /// The components of one vector [dimensions].
  func row(_ index: Int) -> ArraySlice<Float> { values[(index * dimensions)..<((index + 1) * dimensions)] }

  /// One over the length of each vector's first `dimensions` components, which is floored at 1e-12.
  func reciprocalLengths(dimensions: Int) -> [Float] {
    (0..<count).map { index in
      let prefix = row(index).prefix(dimensions)
      return Float(1 / max(Double(dotProduct(prefix, prefix)).squareRoot(), 1e-12))
    }
  }
}

/// The sum of the products of two lists of the same length.
func dotProduct(_ first: ArraySlice<Float>, _ second: ArraySlice<Float>) -> Float {
  precondition(first.count == second.count, "a product of \(first.count) and \(second.count) components")
  var sum = 0.0
  for (a, b) in zip(first, second) { sum += Double(a) * Double(b) }
  return Float(sum)
}

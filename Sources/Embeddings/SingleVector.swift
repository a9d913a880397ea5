/// A pooled embedding of unit length.
public struct SingleVector: Hashable, Sendable {
  /// The components.
  public let values: [Float]

  /// A vector of these components, taken as they are.
  public init(_ values: [Float]) { self.values = values }

  /// The number of components.
  public var dimensions: Int { values.count }

  /// The first `dimensions` components, brought to unit length again (Matryoshka truncation).
  ///
  /// Source: `modeling_jina_embeddings_v4.py`, `truncate_dim`: slice, then normalize with a floor of 1e-12.
  public func truncated(to dimensions: Int) -> SingleVector {
    precondition(
      dimensions > 0 && dimensions <= values.count,
      "a vector of \(values.count) dimensions cannot be cut to \(dimensions)")
    return SingleVector(unitLength(Array(values[..<dimensions])))
  }

  /// Whether every component is a number.
  public var isFinite: Bool { values.allSatisfy(\.isFinite) }

  /// The Euclidean length: 1 of what a model gives.
  public var norm: Double { values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }

  /// The share of the squared length that each block of components holds: of those before `dimensions[0]`, of those from
  /// there to `dimensions[1]`, and so on.
  ///
  /// The shares up to a dimension add up to the squared length that is left when the vector is cut there. Of a vector of
  /// zeros every share is 0.
  public func energyShares(upTo dimensions: [Int]) -> [Double] {
    precondition(
      zip([0] + dimensions, dimensions).allSatisfy { $0 <= $1 } && dimensions.last ?? 0 <= values.count,
      "\(dimensions) are not ascending dimensions of a vector of \(values.count)")
    let squares = values.map { Double($0) * Double($0) }
    let total = squares.reduce(0, +)
    return zip([0] + dimensions, dimensions).map { start, end in
      total > 0 ? squares[start..<end].reduce(0, +) / total : 0
    }
  }

  /// The cosine similarity with a vector of the same dimensions.
  public func cosineSimilarity(to other: SingleVector) -> Float {
    precondition(
      values.count == other.values.count,
      "vectors of \(values.count) and \(other.values.count) dimensions have no cosine")
    var dot = 0.0
    var ours = 0.0
    var theirs = 0.0
    for (a, b) in zip(values, other.values) {
      dot += Double(a) * Double(b)
      ours += Double(a) * Double(a)
      theirs += Double(b) * Double(b)
    }
    let norms = (ours * theirs).squareRoot()
    return norms > 0 ? Float(dot / norms) : 0
  }
}

/// `values` divided by their Euclidean length, which is floored at 1e-12 as the reference does.
func unitLength(_ values: [Float]) -> [Float] {
  let sum = values.reduce(0.0) { $0 + Double($1) * Double($1) }
  let scale = 1 / max(sum.squareRoot(), 1e-12)
  return values.map { Float(Double($0) * scale) }
}

/// One unit vector per token, for late interaction.
public struct MultiVector: Hashable, Sendable {
  /// The number of tokens.
  public let tokens: Int
  /// Components of each token's vector.
  public let dimensions: Int
  /// All components [tokens, dimensions], row-major.
  public let values: [Float]

  /// A multi-vector over `values` [values.count / dimensions, dimensions].
  public init(dimensions: Int, values: [Float]) {
    precondition(
      dimensions > 0 && values.count.isMultiple(of: dimensions),
      "\(values.count) values are no rows of \(dimensions)")
    self.dimensions = dimensions
    self.tokens = values.count / dimensions
    self.values = values
  }

  /// Whether every component is a number.
  public var isFinite: Bool { values.allSatisfy(\.isFinite) }

  /// The vectors of some of the tokens.
  public func rows(_ tokens: Range<Int>) -> MultiVector {
    MultiVector(
      dimensions: dimensions, values: Array(values[tokens.lowerBound * dimensions..<tokens.upperBound * dimensions]))
  }

  /// The vector of one token [dimensions].
  public subscript(token: Int) -> ArraySlice<Float> {
    values[(token * dimensions)..<((token + 1) * dimensions)]
  }
}

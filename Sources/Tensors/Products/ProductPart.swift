/// One of several weights that are multiplied by the same rows; their results lie side by side.
public struct ProductPart: Sendable {
  /// W [outer, inner].
  public let weight: ProductWeight
  /// [outer].
  public let bias: [Float]?

  /// The product with `weight`, plus `bias`.
  public init(weight: ProductWeight, bias: [Float]? = nil) {
    precondition(
      (bias?.count ?? weight.outer) == weight.outer, "\(bias?.count ?? 0) biases do not fit \(weight.stored.shape)")
    self.weight = weight
    self.bias = bias
  }
}

/// What is added to the products of some rows: scale · up (down x), with a pair of weights for each part.
public struct LowRankProduct: Sendable {
  /// Rows of the input.
  public let rows: Range<Int>
  /// The scale.
  public let scale: Float
  /// [rank, inner] and [outer, rank] of each part, all of one rank.
  public let factors: [(down: ProductWeight, up: ProductWeight)]

  /// The update of `rows`.
  public init(rows: Range<Int>, scale: Float, factors: [(down: ProductWeight, up: ProductWeight)]) {
    self.rows = rows
    self.scale = scale
    self.factors = factors
  }
}

extension LowRankProduct {
  /// The rank all factors have.
  var rank: Int? { factors.first?.down.outer }

  func fit(_ parts: [ProductPart]) -> Bool {
    factors.count == parts.count
      && zip(factors, parts).allSatisfy { factors, part in
        factors.down.outer == rank && factors.up.inner == rank && factors.down.inner == part.weight.inner
          && factors.up.outer == part.weight.outer
      }
  }

  /// The part of the update that lies within `range`, counted from its start; `nil` where there is none.
  func within(_ range: Range<Int>) -> LowRankProduct? {
    let common = rows.clamped(to: range)
    if common.isEmpty { return nil }
    return LowRankProduct(
      rows: common.lowerBound - range.lowerBound..<common.upperBound - range.lowerBound, scale: scale, factors: factors)
  }
}

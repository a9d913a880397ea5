/// What is added to a fused product of some rows: scale · up (down x), with a pair of factors for each of its weights.
public struct LowRankProduct: Sendable {
  /// Rows of the input.
  public let rows: Range<Int>
  /// The factor of the update; α / rank for LoRA.
  public let scale: Float
  /// [rank, inputs] and [outputs, rank] for each weight, all of one rank.
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
  var rank: Int? { factors.first?.down.outputs }

  func fit(_ weights: [FusedWeight]) -> Bool {
    factors.count == weights.count
      && zip(factors, weights).allSatisfy { factors, fused in
        factors.down.outputs == rank && factors.up.inputs == rank && factors.down.inputs == fused.weight.inputs
          && factors.up.outputs == fused.weight.outputs
      }
  }

  /// The update of those rows that lie within `range`, counted from its start; `nil` if there are none.
  func within(_ range: Range<Int>) -> LowRankProduct? {
    let common = rows.clamped(to: range)
    if common.isEmpty { return nil }
    return LowRankProduct(
      rows: common.lowerBound - range.lowerBound..<common.upperBound - range.lowerBound, scale: scale, factors: factors)
  }
}

/// One weight of a fused product: several weights are multiplied by the same rows, and their results lie side by side.
public struct FusedWeight: Sendable {
  /// W [outputs, inputs].
  public let weight: ProductWeight
  /// [outputs].
  public let bias: [Float]?

  /// The product with `weight`, plus `bias`.
  public init(weight: ProductWeight, bias: [Float]? = nil) {
    precondition(
      (bias?.count ?? weight.outputs) == weight.outputs,
      "\(bias?.count ?? 0) biases do not fit \(weight.stored.shape)")
    self.weight = weight
    self.bias = bias
  }
}

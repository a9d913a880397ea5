import CKernels

/// How exactly products with weights are computed.
public enum Precision: String, Sendable, CaseIterable {
  /// `Float` inputs times the weights as they are stored.
  case exact
  /// Inputs rounded to BF16 if the weight is BF16 and the processor multiplies pairs of BF16, sums in `Float`;
  /// otherwise the same as `exact`. On such a processor queries, keys, values and softmax weights are rounded too, for
  /// the products of attention.
  case fast

  /// Whether products with a weight of type `dtype` round their input to BF16.
  func roundsInput(for dtype: DType) -> Bool {
    self == .fast && dtype == .bfloat16 && kernel_has_bfloat16_products() != 0
  }
}

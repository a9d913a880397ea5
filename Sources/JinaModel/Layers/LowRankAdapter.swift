import Tensors

/// The low-rank update of one Linear under one task: y += scale · B (A x).
///
/// It is never merged into the weight: rounding the sum to BF16 would lose most of it.
///
/// Source: Hu and others, "LoRA" (2021), section 4.1; the scale as PEFT 0.21.2 computes it.
struct LowRankAdapter: Sendable {
  /// A [rank, inputs].
  let down: ProductWeight
  /// B [outputs, rank].
  let up: ProductWeight
  /// α / rank, or α / √rank.
  let scale: Float

  /// An update of the same input, rank and kind that adds zeros to `outputs` components.
  func zeros(outputs: Int) -> LowRankAdapter {
    func zeros(_ shape: Shape, as stored: StoredTensor) -> ProductWeight {
      let values = [Float](repeating: 0, count: shape.elementCount ?? 0)
      return ProductWeight(StoredTensor(values, shape: shape, dtype: stored.dtype), packs: false)
    }
    return LowRankAdapter(
      down: zeros(down.stored.shape, as: down.stored), up: zeros([outputs, up.inputs], as: up.stored), scale: scale)
  }
}

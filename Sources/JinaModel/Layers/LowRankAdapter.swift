import Tensors

/// The low-rank update of one Linear under one task: y += scale · B (A x).
///
/// It is never merged into the weight: rounding the sum to BF16 would lose most of it.
///
/// Source: Hu and others, "LoRA" (2021), section 4.1; the scale as PEFT 0.18 computes it.
struct LowRankAdapter: Sendable {
  /// A [rank, inputs].
  let down: ProductWeight
  /// B [outputs, rank].
  let up: ProductWeight
  /// α / rank, or α / √rank.
  let scale: Float
}

import Tensors

extension JinaModel {
  /// Packs weights that passes have read where they are stored, for about `duration`; those of no pass are left alone.
  ///
  /// - Returns: whether some are left.
  public func packWeights(for duration: Duration) -> Bool {
    let end = ContinuousClock.now + duration
    for weight in weights where weight.awaitsPacking {
      if ContinuousClock.now >= end { return true }
      weight.pack(parallel: parallel)
    }
    return false
  }

  /// All weights of products, in the order of a pass.
  private var weights: [ProductWeight] {
    decoder.layers.flatMap(\.linears).flatMap(\.weights) + (projector?.projection.weights ?? [])
      + (vision?.weights ?? [])
  }
}

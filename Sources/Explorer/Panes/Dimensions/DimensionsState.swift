import Embeddings

/// What a shorter vector costs, and what of it is plotted.
struct DimensionsState: Sendable {
  var measure = SweepMeasure.score
  /// The rankings at every dimension.
  var sweep = Derived<SweepQuestion, DimensionSweep>()
}

extension Subject {
  /// Cuts the vectors to the dimension `step` places further among those of the checkpoint.
  mutating func moveDimension(by step: Int) {
    let all = model.matryoshkaDimensions
    let place = all.firstIndex(of: dimensions) ?? 0
    dimensions = all[(place + step).clamped(to: all.count)]
  }
}

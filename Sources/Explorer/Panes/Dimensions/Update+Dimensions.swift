import Embeddings

extension ExplorerState {
  /// Cuts the vectors to the dimension `step` places further among those of the checkpoint.
  mutating func moveDimension(by step: Int) {
    let all = model.matryoshkaDimensions
    let place = all.firstIndex(of: dimensions) ?? 0
    dimensions = all[clamped(place + step, to: all.count)]
  }
}

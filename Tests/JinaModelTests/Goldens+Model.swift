import JinaModel
import Tensors
import TestSupport

extension Goldens {
  /// The checkpoint, opened.
  func model(
    threads: Int = 2, precision: Precision = .exact, packsWeights: Bool = true, weights: WeightFormat = .stored
  )
    throws -> JinaModel
  {
    try JinaModel(
      directory: ModelDirectory(path: Self.directory(of: checkpoint)), threads: threads, precision: precision,
      packsWeights: packsWeights, weights: weights)
  }
}

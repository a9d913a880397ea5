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

extension Precision {
  /// The largest cosine distance of a single vector from the reference's.
  var singleTolerance: Double { self == .exact ? 1e-8 : 5e-4 }
  /// The largest cosine distance of a token's vector from the reference's.
  var tokenTolerance: Double { self == .exact ? 5e-7 : 5e-3 }
}

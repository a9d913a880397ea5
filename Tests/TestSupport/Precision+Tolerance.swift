public import Tensors

extension Precision {
  /// The largest cosine distance of a single vector from the reference's.
  public var singleTolerance: Double { self == .exact ? 1e-8 : 5e-4 }

  /// The largest cosine distance of a token's vector from the reference's.
  public var tokenTolerance: Double { self == .exact ? 5e-7 : 5e-3 }
}

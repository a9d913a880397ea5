public import Tensors

/// Looks at the values of each stage of a forward pass as it is computed; for tests, and for comparing with the
/// reference.
public struct ActivationTap {
  /// Called with each stage, in the order of computation; the rows are those of the whole batch.
  public let receive: (Stage, borrowing Matrix) -> Void

  /// A tap that hands each stage to `receive`.
  public init(_ receive: @escaping (Stage, borrowing Matrix) -> Void) { self.receive = receive }
}

public import Tensors

/// Looks at the values of each stage of a forward pass as it is computed; for tests, and for comparing with the
/// reference.
public struct ActivationTap {
  /// Called with each stage, in the order of computation; the rows are those of the whole batch.
  public let receive: (Stage, borrowing Matrix) -> Void

  /// A tap that hands each stage to `receive`.
  public init(_ receive: @escaping (Stage, borrowing Matrix) -> Void) { self.receive = receive }
}

/// Looks at the values of the stages of one layer.
struct StageObserver {
  private let observe: (LayerStage, borrowing Matrix) -> Void

  init(_ observe: @escaping (LayerStage, borrowing Matrix) -> Void) { self.observe = observe }

  func callAsFunction(_ stage: LayerStage, _ values: borrowing Matrix) { observe(stage, values) }

  /// Shows queries, keys and values, which lie side by side, one after the other.
  func receive(_ projections: borrowing Matrix, heads: AttentionHeads) {
    let queries = heads.queryHeads * heads.headDimension
    let keys = queries + heads.keyValueHeads * heads.headDimension
    observe(.query, projections.copy(columns: 0..<queries))
    observe(.key, projections.copy(columns: queries..<keys))
    observe(.value, projections.copy(columns: keys..<projections.columns))
  }
}

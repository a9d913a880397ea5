/// A place in the forward pass whose values can be looked at.
public enum Stage: Hashable, Sendable, CustomStringConvertible {
  /// The rows of the embedding table [tokens, hidden].
  case embedding
  /// Cosines of the rotary angles [tokens, headDimension / 2].
  case rotaryCosine
  /// Sines of the rotary angles [tokens, headDimension / 2].
  case rotarySine
  /// A place in a layer of the decoder.
  case layer(Int, LayerStage)
  /// After the last norm [tokens, hidden].
  case finalNorm
  /// The mean over the pooled tokens, before it is brought to unit length [1, hidden].
  case pooled
  /// A unit vector per token [tokens, projector].
  case multiVector

  /// The name under which the reference records the stage.
  public var description: String {
    switch self {
    case .embedding: "embedding"
    case .rotaryCosine: "rotary_cosine"
    case .rotarySine: "rotary_sine"
    case .layer(let index, let stage): "layers.\(index).\(stage.rawValue)"
    case .finalNorm: "final_norm"
    case .pooled: "pooled"
    case .multiVector: "multi_vector"
    }
  }
}

/// A place in a layer, in the order of computation.
public enum LayerStage: String, Sendable, CaseIterable {
  /// The normalized input of the attention.
  case attentionNorm = "attention_norm"
  /// Queries after the rotation.
  case query
  /// Keys after the rotation.
  case key
  /// Values.
  case value
  /// The attention's output projection.
  case attention
  /// The layer's input plus the attention.
  case attentionResidual = "attention_residual"
  /// The normalized input of the feed-forward.
  case feedForwardNorm = "feed_forward_norm"
  /// The feed-forward's output.
  case feedForward = "feed_forward"
  /// The layer's output, with the residual.
  case output
}

/// A place in the forward pass whose values can be looked at.
public enum Stage: Hashable, Sendable, CustomStringConvertible {
  /// The patches of an image in reading order, embedded [patches, vision hidden].
  case patchEmbedding
  /// Cosines of the vision tower's rotary angles, in window order [patches, vision headDimension / 2].
  case visionRotaryCosine
  /// Sines of the vision tower's rotary angles, in window order [patches, vision headDimension / 2].
  case visionRotarySine
  /// A place in a block of the vision tower, in window order.
  case block(Int, LayerStage)
  /// The merged cells, in window order [cells, hidden].
  case merger
  /// The merged cells row by row [cells, hidden].
  case imageTokens
  /// The rows of the embedding table, and of the image in place of its tokens [tokens, hidden].
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
    case .patchEmbedding: "patch_embedding"
    case .visionRotaryCosine: "vision_rotary_cosine"
    case .visionRotarySine: "vision_rotary_sine"
    case .block(let index, let stage): "blocks.\(index).\(stage.rawValue)"
    case .merger: "merger"
    case .imageTokens: "image_tokens"
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

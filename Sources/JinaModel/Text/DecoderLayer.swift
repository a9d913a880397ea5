import Tensors

/// One layer of the decoder: x += attention(norm(x)), then x += feedForward(norm(x)).
///
/// Source: `Qwen2_5_VLDecoderLayer` of transformers 4.57.6.
struct DecoderLayer: Sendable {
  let attentionNorm: RMSNorm
  let attention: GroupedQueryAttention
  let feedForwardNorm: RMSNorm
  let feedForward: GatedFeedForward

  /// Its Linears, in the order of a pass.
  var linears: [Linear] { attention.projections.linears + [attention.output] + feedForward.linears }

  init(_ scope: WeightScope, configuration: JinaConfiguration) throws(JinaModelError) {
    let hidden = configuration.hiddenSize
    attentionNorm = RMSNorm(
      weight: try scope["input_layernorm"].vector("weight", count: hidden), epsilon: configuration.rmsNormEps)
    attention = try GroupedQueryAttention(scope["self_attn"], configuration: configuration)
    feedForwardNorm = RMSNorm(
      weight: try scope["post_attention_layernorm"].vector("weight", count: hidden),
      epsilon: configuration.rmsNormEps)
    feedForward = try GatedFeedForward(
      scope["mlp"], hidden: hidden, intermediate: configuration.intermediateSize, bias: false)
  }

  /// Adds the layer to `workspace.hidden`.
  ///
  /// - Throws: `CancellationError`; the workspace is then of no use.
  func callAsFunction(
    _ workspace: inout Workspace, batch: RaggedBatch, observe: StageObserver?
  ) throws(CancellationError) {
    let parallel = workspace.parallel
    attentionNorm(workspace.hidden, into: &workspace.normalized, parallel: parallel)
    observe?(.attentionNorm, workspace.normalized)
    try attention(&workspace, batch: batch, observe: observe)
    observe?(.attention, workspace.update)
    workspace.hidden.add(workspace.update, parallel: parallel)
    observe?(.attentionResidual, workspace.hidden)

    feedForwardNorm(workspace.hidden, into: &workspace.normalized, parallel: parallel)
    observe?(.feedForwardNorm, workspace.normalized)
    try feedForward(
      workspace.normalized, tasks: batch.tasks, into: &workspace.update, multiplier: &workspace.multiplier)
    observe?(.feedForward, workspace.update)
    workspace.hidden.add(workspace.update, parallel: parallel)
    observe?(.output, workspace.hidden)
  }
}

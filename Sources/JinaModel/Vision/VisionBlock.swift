import Tensors

/// One block of the vision tower: x += attention(norm(x)), then x += feedForward(norm(x)).
///
/// Source: `Qwen2_5_VLVisionBlock` of transformers 4.57.6.
struct VisionBlock: Sendable {
  let attentionNorm: RMSNorm
  let attention: VisionAttention
  let feedForwardNorm: RMSNorm
  let feedForward: GatedFeedForward

  /// Its Linears, in the order of a pass.
  var linears: [Linear] { [attention.projections, attention.output] + feedForward.linears }

  /// The ε of every norm of the tower, whatever the configuration says.
  static let epsilon: Float = 1e-6

  init(_ scope: WeightScope, configuration: VisionConfiguration) throws(JinaModelError) {
    let hidden = configuration.hiddenSize
    attentionNorm = RMSNorm(weight: try scope["norm1"].vector("weight", count: hidden), epsilon: Self.epsilon)
    attention = try VisionAttention(scope["attn"], configuration: configuration)
    feedForwardNorm = RMSNorm(weight: try scope["norm2"].vector("weight", count: hidden), epsilon: Self.epsilon)
    feedForward = try GatedFeedForward(
      scope["mlp"], hidden: hidden, intermediate: configuration.intermediateSize, bias: true)
  }

  /// Adds the block to `workspace.hidden`; patches attend as `segments` say.
  ///
  /// - Throws: `CancellationError`; the workspace is then of no use.
  func callAsFunction(
    _ workspace: inout VisionWorkspace, segments: [AttentionSegment], observe: StageObserver?
  ) throws(CancellationError) {
    let parallel = workspace.parallel
    attentionNorm(workspace.hidden, into: &workspace.normalized, parallel: parallel)
    observe?(.attentionNorm, workspace.normalized)
    try attention(&workspace, segments: segments, observe: observe)
    observe?(.attention, workspace.update)
    workspace.hidden.add(workspace.update, parallel: parallel)
    observe?(.attentionResidual, workspace.hidden)

    feedForwardNorm(workspace.hidden, into: &workspace.normalized, parallel: parallel)
    observe?(.feedForwardNorm, workspace.normalized)
    try feedForward(
      workspace.normalized, tasks: [], into: &workspace.update, multiplier: &workspace.multiplier)
    observe?(.feedForward, workspace.update)
    workspace.hidden.add(workspace.update, parallel: parallel)
    observe?(.output, workspace.hidden)
  }
}

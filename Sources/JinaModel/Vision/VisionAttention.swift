import Tensors

/// Attention of a block of the vision tower: every head has keys and values of its own, all Linears have biases.
///
/// Source: `Qwen2_5_VLVisionAttention` of transformers 4.57.6.
struct VisionAttention: Sendable {
  /// Queries, keys and values: one tensor holds all three, one below the other.
  let projections: Linear
  let output: Linear
  let heads: AttentionHeads

  init(_ scope: WeightScope, configuration: VisionConfiguration) throws(JinaModelError) {
    let hidden = configuration.hiddenSize
    projections = try scope.linear("qkv", from: hidden, to: 3 * hidden, bias: true)
    output = try scope.linear("proj", from: hidden, to: hidden, bias: true)
    heads = AttentionHeads(
      queryHeads: configuration.numHeads, keyValueHeads: configuration.numHeads,
      headDimension: configuration.headDimension)
  }

  /// `workspace.update` becomes the attention of `workspace.normalized` over `segments`, which loses its content.
  ///
  /// - Throws: `CancellationError`.
  func callAsFunction(
    _ workspace: inout VisionWorkspace, segments: [AttentionSegment], observe: StageObserver?
  ) throws(CancellationError) {
    let rows = 0..<workspace.hidden.rows
    let parallel = workspace.parallel
    projections(
      workspace.normalized, rows: rows, tasks: [], into: &workspace.projections, rows: rows,
      multiplier: &workspace.multiplier)
    workspace.projections.rotateHalves(
      heads: heads.queryHeads + heads.keyValueHeads, headDimension: heads.headDimension,
      cosines: workspace.rotation.cosines, sines: workspace.rotation.sines, parallel: parallel)
    observe?.receive(workspace.projections, heads: heads)
    try workspace.normalized.setAttention(
      of: workspace.projections, heads: heads, segments: segments, precision: workspace.multiplier.precision,
      parallel: parallel)
    output(
      workspace.normalized, rows: rows, tasks: [], into: &workspace.update, rows: rows,
      multiplier: &workspace.multiplier)
  }
}

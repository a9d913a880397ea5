import Tensors

/// Attention of a block of the vision tower: every head has keys and values of its own, all Linears have biases.
///
/// Source: `Qwen2_5_VLVisionAttention` of transformers 4.57.6.
struct VisionAttention: Sendable {
  let query: Linear
  let key: Linear
  let value: Linear
  let output: Linear
  let heads: AttentionHeads

  init(_ scope: WeightScope, configuration: VisionConfiguration) throws(JinaModelError) {
    let hidden = configuration.hiddenSize
    // One tensor holds all three, one below the other.
    let fused = try scope.linear("qkv", from: hidden, to: 3 * hidden, bias: true)
    query = fused.outputs(0..<hidden)
    key = fused.outputs(hidden..<2 * hidden)
    value = fused.outputs(2 * hidden..<3 * hidden)
    output = try scope.linear("proj", from: hidden, to: hidden, bias: true)
    heads = AttentionHeads(
      queryHeads: configuration.numHeads, keyValueHeads: configuration.numHeads,
      headDimension: configuration.headDimension)
  }

  /// `workspace.queries` becomes the attention of `workspace.normalized` over `segments`, which loses its content.
  func callAsFunction(
    _ workspace: inout VisionWorkspace, segments: [AttentionSegment], observe: (LayerStage, borrowing Matrix) -> Void
  ) {
    let rows = 0..<workspace.hidden.rows
    let parallel = workspace.parallel
    query(
      workspace.normalized, rows: rows, tasks: [], into: &workspace.queries, rows: rows, memory: &workspace.products)
    key(workspace.normalized, rows: rows, tasks: [], into: &workspace.keys, rows: rows, memory: &workspace.products)
    value(workspace.normalized, rows: rows, tasks: [], into: &workspace.values, rows: rows, memory: &workspace.products)
    workspace.queries.rotateHalves(
      headDimension: heads.headDimension, cosines: workspace.rotation.cosines, sines: workspace.rotation.sines,
      parallel: parallel)
    workspace.keys.rotateHalves(
      headDimension: heads.headDimension, cosines: workspace.rotation.cosines, sines: workspace.rotation.sines,
      parallel: parallel)
    observe(.query, workspace.queries)
    observe(.key, workspace.keys)
    observe(.value, workspace.values)
    workspace.normalized.setAttention(
      queries: workspace.queries, keys: workspace.keys, values: workspace.values, heads: heads, segments: segments,
      parallel: parallel)
    output(
      workspace.normalized, rows: rows, tasks: [], into: &workspace.queries, rows: rows, memory: &workspace.products)
  }
}

extension Linear {
  /// The layer that computes the outputs in `range` alone; it has no low-rank updates.
  fileprivate func outputs(_ range: Range<Int>) -> Linear {
    Linear(weight: weight.slice(range), bias: bias.map { Array($0[range]) }, adapters: [:])
  }
}

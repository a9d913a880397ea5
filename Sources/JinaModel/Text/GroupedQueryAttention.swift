import Tensors

/// Grouped-query attention with biases on queries, keys and values, and none on the output.
struct GroupedQueryAttention: Sendable {
  /// Queries, keys and values.
  let projections: FusedLinear
  let output: Linear
  let heads: AttentionHeads

  init(_ scope: WeightScope, configuration: JinaConfiguration) throws(JinaModelError) {
    let hidden = configuration.hiddenSize
    let queries = configuration.numAttentionHeads * configuration.headDimension
    let keys = configuration.numKeyValueHeads * configuration.headDimension
    projections = FusedLinear(
      try scope.linears([("q_proj", queries), ("k_proj", keys), ("v_proj", keys)], from: hidden, bias: true))
    output = try scope.linear("o_proj", from: queries, to: hidden, bias: false)
    heads = AttentionHeads(
      queryHeads: configuration.numAttentionHeads, keyValueHeads: configuration.numKeyValueHeads,
      headDimension: configuration.headDimension)
  }

  /// `workspace.update` becomes the attention of `workspace.normalized`, which loses its content, over the batch's
  /// segments.
  ///
  /// - Throws: `CancellationError`.
  func callAsFunction(
    _ workspace: inout Workspace, batch: RaggedBatch, observe: StageObserver?
  ) throws(CancellationError) {
    let rows = 0..<batch.rowCount
    let parallel = workspace.parallel
    projections(
      workspace.normalized, rows: rows, tasks: batch.tasks, into: &workspace.projections, rows: rows,
      multiplier: &workspace.multiplier)
    workspace.projections.rotateHalves(
      heads: heads.queryHeads + heads.keyValueHeads, headDimension: heads.headDimension,
      cosines: workspace.rotation.cosines, sines: workspace.rotation.sines, parallel: parallel)
    observe?.receive(workspace.projections, heads: heads)
    try workspace.normalized.setAttention(
      of: workspace.projections, heads: heads, segments: batch.segments, precision: workspace.multiplier.precision,
      parallel: parallel)
    output(
      workspace.normalized, rows: rows, tasks: batch.tasks, into: &workspace.update, rows: rows,
      multiplier: &workspace.multiplier)
  }
}

import Tensors

/// Grouped-query attention with biases on queries, keys and values, and none on the output.
struct GroupedQueryAttention: Sendable {
  let query: Linear
  let key: Linear
  let value: Linear
  let output: Linear
  let heads: AttentionHeads

  init(_ scope: WeightScope, configuration: JinaConfiguration) throws(JinaModelError) {
    let hidden = configuration.hiddenSize
    let queries = configuration.numAttentionHeads * configuration.headDimension
    let keys = configuration.numKeyValueHeads * configuration.headDimension
    query = try scope.linear("q_proj", from: hidden, to: queries, bias: true)
    key = try scope.linear("k_proj", from: hidden, to: keys, bias: true)
    value = try scope.linear("v_proj", from: hidden, to: keys, bias: true)
    output = try scope.linear("o_proj", from: queries, to: hidden, bias: false)
    heads = AttentionHeads(
      queryHeads: configuration.numAttentionHeads, keyValueHeads: configuration.numKeyValueHeads,
      headDimension: configuration.headDimension)
  }

  /// `workspace.update` becomes the attention of `workspace.normalized` over the batch's segments.
  func callAsFunction(
    _ workspace: inout Workspace, batch: RaggedBatch, observe: (LayerStage, borrowing Matrix) -> Void
  ) {
    let rows = 0..<batch.rowCount
    let parallel = workspace.parallel
    query(
      workspace.normalized, rows: rows, tasks: batch.tasks, into: &workspace.queries, rows: rows,
      memory: &workspace.products)
    key(
      workspace.normalized, rows: rows, tasks: batch.tasks, into: &workspace.keys, rows: rows,
      memory: &workspace.products)
    value(
      workspace.normalized, rows: rows, tasks: batch.tasks, into: &workspace.values, rows: rows,
      memory: &workspace.products)
    workspace.queries.rotateHalves(
      headDimension: heads.headDimension, cosines: workspace.rotation.cosines, sines: workspace.rotation.sines,
      parallel: parallel)
    workspace.keys.rotateHalves(
      headDimension: heads.headDimension, cosines: workspace.rotation.cosines, sines: workspace.rotation.sines,
      parallel: parallel)
    observe(.query, workspace.queries)
    observe(.key, workspace.keys)
    observe(.value, workspace.values)
    workspace.attended.setAttention(
      queries: workspace.queries, keys: workspace.keys, values: workspace.values, heads: heads,
      segments: batch.segments, parallel: parallel)
    output(
      workspace.attended, rows: rows, tasks: batch.tasks, into: &workspace.update, rows: rows,
      memory: &workspace.products)
  }
}

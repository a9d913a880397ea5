import Tensors

/// The patches of each cell to one token of the decoder: normalized, put one after the other, and through two Linears
/// with an exact GELU between them.
///
/// Source: `Qwen2_5_VLPatchMerger` of transformers 4.57.6.
struct PatchMerger: Sendable {
  let norm: RMSNorm
  let first: Linear
  let second: Linear
  let patchesPerCell: Int
  let outputs: Int

  init(_ scope: WeightScope, configuration: VisionConfiguration, outputs: Int) throws(JinaModelError) {
    patchesPerCell = configuration.spatialMergeSize * configuration.spatialMergeSize
    self.outputs = outputs
    let merged = configuration.hiddenSize * patchesPerCell
    norm = RMSNorm(
      weight: try scope["ln_q"].vector("weight", count: configuration.hiddenSize), epsilon: VisionBlock.epsilon)
    first = try scope.linear("mlp.0", from: merged, to: merged, bias: true)
    second = try scope.linear("mlp.2", from: merged, to: outputs, bias: true)
  }

  /// The tokens [cells, outputs] of the patches in `workspace.hidden`, which is used up.
  func callAsFunction(_ workspace: consuming VisionWorkspace) -> Matrix {
    let cells = workspace.hidden.rows / patchesPerCell
    norm(workspace.hidden, into: &workspace.normalized, parallel: workspace.parallel)
    var multiplier = workspace.multiplier
    let merged = workspace.normalized.reshaped(
      rows: cells, columns: workspace.hidden.columns * patchesPerCell)
    var between = Matrix(rows: min(cells, MatrixMultiplier.feedForwardRows), columns: merged.columns)
    var output = Matrix(rows: cells, columns: outputs)
    for start in stride(from: 0, to: cells, by: between.rows) {
      let rows = start..<min(start + between.rows, cells)
      let block = 0..<rows.count
      first(merged, rows: rows, tasks: [], into: &between, rows: block, multiplier: &multiplier)
      between.applyGELU(parallel: multiplier.parallel)
      second(between, rows: block, tasks: [], into: &output, rows: rows, multiplier: &multiplier)
    }
    return output
  }
}

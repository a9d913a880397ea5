import Embeddings
import Imaging
import Tensors
import Threading

/// The vision tower: patches of an image to tokens of the decoder. It has no adapters.
///
/// Source: `Qwen2_5_VisionTransformerPretrainedModel` of transformers 4.57.6.
struct VisionEncoder: Sendable {
  let configuration: VisionConfiguration
  let patchEmbedding: PatchEmbedding
  let rotary: VisionRotaryEmbedding
  let blocks: [VisionBlock]
  let merger: PatchMerger

  /// All weights of products.
  var weights: [ProductWeight] {
    [patchEmbedding.weight] + (blocks.flatMap(\.linears) + [merger.first, merger.second]).flatMap(\.weights)
  }

  /// - Parameter outputs: components of a token of the decoder.
  init(_ scope: WeightScope, configuration: VisionConfiguration, outputs: Int) throws(JinaModelError) {
    self.configuration = configuration
    patchEmbedding = try PatchEmbedding(scope["patch_embed"].unrounded, configuration: configuration)
    rotary = VisionRotaryEmbedding(headDimension: configuration.headDimension)
    var blocks: [VisionBlock] = []
    for index in 0..<configuration.depth {
      blocks.append(try VisionBlock(scope["blocks.\(index)"], configuration: configuration))
    }
    self.blocks = blocks
    merger = try PatchMerger(scope["merger"].unrounded, configuration: configuration, outputs: outputs)
  }

  /// The tokens [cells, outputs] of `patches`, row by row over the image; the pixels are let go of after the first step.
  ///
  /// - Throws: what `afterLayer` throws; `CancellationError` inside of a block where the task is cancelled.
  func callAsFunction(
    _ patches: consuming PixelPatches, parallel: ParallelFor, precision: Precision, tap: ActivationTap?,
    afterLayer: (EmbeddingProgress.Stage, Int, Int) throws -> Void
  ) throws -> Matrix {
    let grid = patches.grid
    let perCell = grid.mergeSize * grid.mergeSize
    let partition = WindowPartition(grid.tokens, side: configuration.windowCells)
    var workspace = VisionWorkspace(
      patches: grid.count, configuration: configuration, rotation: rotary.tables(grid, partition: partition),
      parallel: parallel, precision: precision)
    patchEmbedding(patches.values, into: &workspace.normalized, multiplier: &workspace.multiplier)
    _ = consume patches
    tap?.receive(.patchEmbedding, workspace.normalized)
    partition.arrange(workspace.normalized, into: &workspace.hidden, rowsPerCell: perCell)
    tap?.receive(.visionRotaryCosine, workspace.rotation.cosines)
    tap?.receive(.visionRotarySine, workspace.rotation.sines)

    let windows = partition.segments(patchesPerCell: perCell)
    let whole = [AttentionSegment(0..<grid.count, isCausal: false)]
    for (index, block) in blocks.enumerated() {
      let segments = configuration.fullattBlockIndexes.contains(index) ? whole : windows
      try block(
        &workspace, segments: segments, observe: tap.map { tap in StageObserver { tap.receive(.block(index, $0), $1) } }
      )
      try afterLayer(.vision, index + 1, blocks.count)
    }
    let merged = merger(workspace)
    tap?.receive(.merger, merged)
    var tokens = Matrix(rows: merged.rows, columns: merged.columns)
    partition.restore(merged, into: &tokens)
    tap?.receive(.imageTokens, tokens)
    return tokens
  }
}

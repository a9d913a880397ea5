import Tensors

/// Patches to hidden states: a three-dimensional convolution whose kernel is one patch, so one product, without bias.
///
/// Source: `Qwen2_5_VisionPatchEmbed` of transformers 4.57.6.
struct PatchEmbedding: Sendable {
  /// [hidden, channels · frames · rows · columns of a patch].
  let weight: ProductWeight

  init(_ scope: WeightScope, configuration: VisionConfiguration) throws(JinaModelError) {
    let kernel: Shape = [
      configuration.hiddenSize, configuration.inChannels, configuration.temporalPatchSize, configuration.patchSize,
      configuration.patchSize,
    ]
    weight = try scope["proj"].weight("weight", shape: kernel, rows: configuration.hiddenSize)
  }

  /// All rows of `output` [patches, hidden] become the embeddings of the rows of `patches` [patches, values].
  func callAsFunction(_ patches: borrowing Matrix, into output: inout Matrix, multiplier: inout MatrixMultiplier) {
    let rows = 0..<patches.rows
    multiplier.multiply(patches, rows: rows, by: [FusedWeight(weight: weight)], into: &output, rows: rows)
  }
}

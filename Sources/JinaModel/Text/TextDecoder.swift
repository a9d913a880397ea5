import Embeddings
import Tensors

/// The causal decoder: its layers and the norm after them.
///
/// Source: `Qwen2_5_VLTextModel` of transformers 4.57.6.
struct TextDecoder: Sendable {
  let rotary: MultimodalRotaryEmbedding
  let layers: [DecoderLayer]
  let finalNorm: RMSNorm

  init(_ scope: WeightScope, configuration: JinaConfiguration) throws(JinaModelError) {
    rotary = MultimodalRotaryEmbedding(
      theta: configuration.ropeTheta, headDimension: configuration.headDimension,
      sections: configuration.mropeSection)
    var layers: [DecoderLayer] = []
    for index in 0..<configuration.numHiddenLayers {
      layers.append(try DecoderLayer(scope["layers.\(index)"], configuration: configuration))
    }
    self.layers = layers
    finalNorm = RMSNorm(
      weight: try scope["norm"].vector("weight", count: configuration.hiddenSize), epsilon: configuration.rmsNormEps)
  }

  /// Runs the embeddings in `workspace.hidden` through all layers; the hidden states after the final norm are then in
  /// `workspace.normalized`.
  ///
  /// - Parameter positions: of each sequence of the batch.
  /// - Throws: what `afterLayer` throws; `CancellationError` inside of a layer where the task is cancelled.
  func callAsFunction(
    _ workspace: inout Workspace, batch: RaggedBatch, positions: [MultimodalPositions], tap: ActivationTap?,
    afterLayer: (EmbeddingProgress.Stage, Int, Int) throws -> Void
  ) throws {
    for entry in batch.entries {
      rotary.fill(&workspace.rotation, from: entry.rows.lowerBound, positions: positions[entry.sequence])
    }
    tap?.receive(.rotaryCosine, workspace.rotation.cosines)
    tap?.receive(.rotarySine, workspace.rotation.sines)
    for (index, layer) in layers.enumerated() {
      try layer(
        &workspace, batch: batch, observe: tap.map { tap in StageObserver { tap.receive(.layer(index, $0), $1) } })
      try afterLayer(.decoder, index + 1, layers.count)
    }
    finalNorm(workspace.hidden, into: &workspace.normalized, parallel: workspace.parallel)
    tap?.receive(.finalNorm, workspace.normalized)
  }
}

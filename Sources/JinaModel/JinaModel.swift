public import Embeddings
import Files
public import Imaging
import Safetensors
public import Tensors
import Threading

/// A jina-embeddings-v4 model: the Qwen2.5-VL backbone, its task adapters and heads, as a pure function of weights and
/// input.
///
/// Weights are mapped, never copied or expanded as a whole. A value may be used from one thread at a time or several:
/// a forward pass keeps all it changes in a workspace of its own.
public struct JinaModel: Sendable {
  /// The model's sizes.
  public let configuration: JinaConfiguration
  /// What the model's files hold.
  public let contents: ModelContents
  /// What this checkpoint cannot do, a sentence each.
  public let limitations: [String]
  /// What was taken for granted because the files do not say it, a sentence without its final full stop each.
  public let assumptions: [String]

  /// How pictures are prepared for the vision tower.
  public let imageProcessor: ImageProcessorConfiguration

  /// How exactly products with weights are computed.
  public let precision: Precision

  let source: WeightSource
  let files: [SafetensorsFile]
  let parallel: ParallelFor
  let embedding: TokenEmbedding
  let decoder: TextDecoder
  let pooling = MeanPooling()
  let projector: MultiVectorProjector?
  let vision: VisionEncoder?

  /// The tasks, in the checkpoint's order; never empty.
  public var tasks: [EmbeddingTask] { contents.adapters.map(\.task) }

  /// Components of a token's vector; `nil` where the checkpoint has no projector.
  public var multiVectorDimension: Int? { projector?.dimensions }

  /// Threads that a pass runs on.
  public var threadCount: Int { parallel.threads }

  /// Finds out whether the weights are those that were opened.
  ///
  /// - Throws: `JinaModelError.weights` where a file has been changed or cut short meanwhile.
  func checkFiles() throws(JinaModelError) {
    for file in files { do { try file.checkUnchanged() } catch { throw .weights(error) } }
  }

  /// Computes `sequences`, each under each of its tasks, in one pass.
  ///
  /// The sequences lie one after the other without padding; a sequence under several tasks lies there once for each,
  /// so that the products with the base weights run over all rows at once.
  ///
  /// - Parameters:
  ///   - tap: is shown the values of each stage.
  ///   - afterLayer: is called with what has been done, the number of layers done, and of how many; what it throws, such
  ///     as `CancellationError`, ends the pass.
  /// - Returns: for each sequence, one embedding for each of its tasks, in its order.
  /// - Throws: `JinaModelError.tokenOutOfRange`, `.unknownTask`; `.notFiniteWeights` or `.notFiniteVector` where a vector
  ///   has a component that is no number; what `afterLayer` throws, and `CancellationError`
  ///   inside of a layer where the task is cancelled.
  public func forward(
    _ sequences: [MultimodalSequence], tap: ActivationTap? = nil,
    afterLayer: (EmbeddingProgress.Stage, Int, Int) throws -> Void = { _, _, _ in }
  ) throws -> [[SequenceEmbedding]] {
    for sequence in sequences {
      try embedding.check(sequence.tokens)
      for task in sequence.tasks where !tasks.contains(task) { throw JinaModelError.unknownTask(task, known: tasks) }
    }
    MappedFile.prepareReading()
    let batch = RaggedBatch(sequences)
    if batch.rowCount == 0 { return sequences.map { _ in [] } }
    var workspace = Workspace(
      rows: batch.rowCount, configuration: configuration, parallel: parallel, precision: precision)
    for entry in batch.entries {
      let sequence = sequences[entry.sequence]
      embedding(sequence.computedTokens, into: &workspace.hidden, from: entry.rows.lowerBound)
      if let image = sequence.image {
        let rows = entry.rows.lowerBound + image.rows.lowerBound..<entry.rows.lowerBound + image.rows.upperBound
        workspace.hidden.copyRows(0..<rows.count, of: image.tokens.values, to: rows)
      }
    }
    tap?.receive(.embedding, workspace.hidden)
    try decoder(
      &workspace, batch: batch, positions: sequences.map(\.positions), tap: tap,
      afterLayer: afterLayer)
    try checkFiles()

    var results: [[EmbeddingTask: SequenceEmbedding]] = sequences.map { _ in [:] }
    for entry in batch.entries {
      let sequence = sequences[entry.sequence]
      let first = entry.rows.lowerBound
      let vectors = sequence.pooledSpans.map { span in
        pooling(workspace.normalized, rows: first + span.lowerBound..<first + span.upperBound, tap: tap)
      }
      var multiVector: MultiVector?
      if sequence.wantsMultiVector, let projector {
        multiVector = projector(
          workspace.normalized, rows: entry.rows, tasks: batch.tasks, multiplier: &workspace.multiplier, tap: tap)
      }
      results[entry.sequence][entry.task] = SequenceEmbedding(
        task: entry.task, vectors: vectors, multiVector: multiVector)
      guard vectors.allSatisfy(\.isFinite), multiVector?.isFinite ?? true else {
        throw reasonForNotFinite(sequence, at: entry.sequence, task: entry.task)
      }
    }
    return zip(sequences, results).map { sequence, results in sequence.tasks.compactMap { results[$0] } }
  }
}

import Embeddings
import Imaging
import JinaModel

/// A picture as the model reads it. Until its turn comes only its size is known, so that a list of many takes no memory.
struct PreparedImage {
  /// Where its bytes come from.
  private let source: ImageSource
  /// What reads it, within its budget of pixels.
  private let reader: ImageReader
  /// The tasks, in the order their results are wanted; one may occur twice.
  let tasks: [EmbeddingTask]
  /// Whether a vector per token is wanted too.
  let wantsMultiVector: Bool
  /// Token rows under all tasks.
  let rowCount: Int

  /// Looks at the header of `source`.
  ///
  /// - Throws: `FileError`, `ImageError`.
  init(_ source: ImageSource, request: EmbeddingRequest, promptLength: Int, reader: ImageReader) throws {
    self.source = source
    self.reader = reader
    tasks = request.tasks
    wantsMultiVector = request.wantsMultiVector
    rowCount = (try reader.cells(of: source) + promptLength - 1) * Set(tasks).count
  }

  /// The picture decoded, resized and cut.
  func patches() throws -> PixelPatches { try reader.patches(of: source) }

  /// The picture after the vision tower, in its prompt.
  ///
  /// - Throws: `JinaModelError`, and what `afterLayer` throws.
  func computed(
    by network: JinaModel, prompt: [Int], patches: consuming PixelPatches,
    afterLayer: (EmbeddingProgress.Stage, Int, Int) throws -> Void
  ) throws -> ComputedImage {
    let tokens = try network.imageTokens(of: patches, afterLayer: afterLayer)
    var own: [EmbeddingTask] = []
    for task in tasks where !own.contains(task) { own.append(task) }
    let sequence = try network.sequence(
      prompt: prompt, image: tokens, tasks: own, wantsMultiVector: wantsMultiVector)
    let reading = ImageReading(
      width: tokens.size.width, height: tokens.size.height, grid: tokens.grid, tokenRange: sequence.imageRows ?? 0..<0)
    return ComputedImage(sequence: sequence, reading: reading, tasks: tasks)
  }
}

/// A picture whose tokens have been computed.
struct ComputedImage {
  let sequence: MultimodalSequence
  let reading: ImageReading
  let tasks: [EmbeddingTask]

  /// The results in the order of the request's tasks, from what the model made of the sequence.
  func results(_ embeddings: [SequenceEmbedding]) -> [EmbeddingResult] {
    tasks.compactMap { task in
      guard let embedding = embeddings.first(where: { $0.task == task }) else { return nil }
      return EmbeddingResult(
        task: task, prompt: nil, tokenCount: sequence.tokens.count, vector: embedding.vector,
        multiVector: embedding.multiVector, image: reading)
    }
  }
}

/// Reads pictures as a model wants them prepared.
struct ImageReader {
  let decoder: ImageDecoder
  let processor: ImageProcessorConfiguration

  /// The same within a budget of so many pixels; `nil` is its own.
  ///
  /// - Throws: `ImageError` for a budget that no picture fits into.
  func limited(toPixels pixels: Int?) throws -> ImageReader {
    guard let pixels else { return self }
    return ImageReader(decoder: decoder, processor: try processor.limited(toPixels: pixels))
  }

  /// The image tokens of a picture, from its header.
  func cells(of source: ImageSource) throws -> Int {
    let resized = try processor.resizedSize(of: try decoder.size(of: source), name: source.name)
    return resized.width / processor.cellSize * (resized.height / processor.cellSize)
  }

  /// The picture decoded, resized and cut.
  func patches(of source: ImageSource) throws -> PixelPatches {
    try processor.patches(of: try decoder.decode(source))
  }
}

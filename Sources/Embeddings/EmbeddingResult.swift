public import Imaging

/// What the model made of one request under one task.
public struct EmbeddingResult: Sendable {
  /// The adapter that was active.
  public let task: EmbeddingTask
  /// The literal prefix the model read before the text (`"Query: "`); `nil` for pictures.
  public let prompt: String?
  /// Tokens the model read, prefix included; of a part of a document, the part's own.
  public let tokenCount: Int
  /// Tokens the input had before it was cut at the model's window; `nil` when nothing was cut.
  public let tokenCountBeforeTruncation: Int?
  /// The pooled vector, of unit length, at the model's full dimension.
  public let vector: SingleVector
  /// One unit vector for each of these tokens, where asked for and where the checkpoint has the projector.
  public let multiVector: MultiVector?
  /// How the picture was read; `nil` for texts.
  public let image: ImageReading?

  /// A result from its parts.
  public init(
    task: EmbeddingTask, prompt: String?, tokenCount: Int, tokenCountBeforeTruncation: Int? = nil,
    vector: SingleVector, multiVector: MultiVector? = nil, image: ImageReading? = nil
  ) {
    self.task = task
    self.prompt = prompt
    self.tokenCount = tokenCount
    self.tokenCountBeforeTruncation = tokenCountBeforeTruncation
    self.vector = vector
    self.multiVector = multiVector
    self.image = image
  }
}

extension EmbeddingResult {
  /// The same without a vector for each token, as if none had been asked for.
  public var withoutMultiVector: EmbeddingResult {
    EmbeddingResult(
      task: task, prompt: prompt, tokenCount: tokenCount, tokenCountBeforeTruncation: tokenCountBeforeTruncation,
      vector: vector, image: image)
  }
}

/// How a picture was read by the model.
public struct ImageReading: Hashable, Sendable {
  /// Width in pixels after resizing.
  public let width: Int
  /// Height in pixels after resizing.
  public let height: Int
  /// The image tokens over the resized picture.
  public let grid: TokenGrid
  /// The range of the multi-vector's rows that are image tokens, row-major over `grid`.
  public let tokenRange: Range<Int>

  /// A reading from its parts.
  public init(width: Int, height: Int, grid: TokenGrid, tokenRange: Range<Int>) {
    self.width = width
    self.height = height
    self.grid = grid
    self.tokenRange = tokenRange
  }
}

public import Embeddings
import Imaging

/// One input of a forward pass: its tokens, under which tasks, and which of its rows are pooled.
public struct MultimodalSequence: Sendable {
  /// A picture's tokens in a sequence.
  struct EmbeddedImage: Sendable {
    let tokens: ImageTokens
    /// Where they stand.
    let rows: Range<Int>
  }

  /// Rows of the embedding table; not empty.
  public let tokens: [Int]
  /// The tokens whose hidden states are averaged, for each vector that is wanted: all of a text's, or those of its parts;
  /// of a picture's those from the token that begins the image to the one that ends it. Neither it nor any of them is empty.
  public let pooledSpans: [Range<Int>]
  /// The tasks it is computed under; not empty, each once.
  public let tasks: [EmbeddingTask]
  /// Whether a vector per token is wanted too.
  public let wantsMultiVector: Bool
  /// The picture whose rows stand in place of the embedding table's.
  let image: EmbeddedImage?

  /// A text of these tokens.
  ///
  /// - Parameter spans: the parts of it that get a vector each; by default all of it gets one.
  public init(tokens: [Int], spans: [Range<Int>]? = nil, tasks: [EmbeddingTask], wantsMultiVector: Bool) {
    precondition(!tokens.isEmpty, "a sequence has at least one token")
    pooledSpans = spans ?? [0..<tokens.count]
    precondition(
      !pooledSpans.isEmpty
        && pooledSpans.allSatisfy { !$0.isEmpty && $0.lowerBound >= 0 && $0.upperBound <= tokens.count },
      "\(pooledSpans) are no spans of \(tokens.count) tokens")
    self.tokens = tokens
    self.tasks = tasks
    self.wantsMultiVector = wantsMultiVector
    image = nil
  }

  /// A picture in `place` of a prompt, between the tokens that begin and end an image.
  init(prompt: [Int], place: Int, image: ImageTokens, tasks: [EmbeddingTask], wantsMultiVector: Bool) {
    let rows = place..<place + image.grid.count
    tokens = prompt[..<place] + [Int](repeating: prompt[place], count: rows.count) + prompt[(place + 1)...]
    pooledSpans = [rows.lowerBound - 1..<rows.upperBound + 1]
    self.tasks = tasks
    self.wantsMultiVector = wantsMultiVector
    self.image = EmbeddedImage(tokens: image, rows: rows)
  }

  /// The rows that are image tokens; `nil` for texts.
  public var imageRows: Range<Int>? { image?.rows }

  /// The tokens that are computed: those after the last pooled one cannot reach it, as the decoder is causal, and are
  /// left out where no vector per token is wanted.
  public var computedTokens: ArraySlice<Int> {
    wantsMultiVector ? tokens[...] : tokens[..<pooledSpans.reduce(0) { max($0, $1.upperBound) }]
  }

  /// Where each computed token stands.
  var positions: MultimodalPositions {
    guard let image else { return MultimodalPositions(tokens: computedTokens.count) }
    return MultimodalPositions(
      tokens: computedTokens.count, image: image.tokens.grid, first: image.rows.lowerBound)
  }
}

/// What a forward pass made of one sequence under one task.
public struct SequenceEmbedding: Sendable {
  /// The task.
  public let task: EmbeddingTask
  /// The pooled vector [hidden] of each span, of unit length.
  public let vectors: [SingleVector]
  /// A unit vector for each token; `nil` where none was asked for or the checkpoint has no projector.
  public let multiVector: MultiVector?

  /// The vector of the first span, which is that of a whole text and of a picture.
  public var vector: SingleVector { vectors[0] }
}

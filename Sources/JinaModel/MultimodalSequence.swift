public import Embeddings

/// One input of a forward pass: its tokens, under which tasks, and which of its rows are pooled.
public struct MultimodalSequence: Sendable {
  /// Rows of the embedding table; not empty.
  public let tokens: [Int]
  /// The tokens whose hidden states are averaged: all of a text's.
  public let pooledRows: Range<Int>
  /// The tasks it is computed under; not empty, each once.
  public let tasks: [EmbeddingTask]
  /// Whether a vector per token is wanted too.
  public let wantsMultiVector: Bool

  /// A text of these tokens.
  public init(tokens: [Int], tasks: [EmbeddingTask], wantsMultiVector: Bool) {
    precondition(!tokens.isEmpty, "a sequence has at least one token")
    self.tokens = tokens
    pooledRows = 0..<tokens.count
    self.tasks = tasks
    self.wantsMultiVector = wantsMultiVector
  }
}

/// What a forward pass made of one sequence under one task.
public struct SequenceEmbedding: Sendable {
  /// The task.
  public let task: EmbeddingTask
  /// The pooled vector [hidden], of unit length.
  public let vector: SingleVector
  /// A unit vector for each token; `nil` where none was asked for or the checkpoint has no projector.
  public let multiVector: MultiVector?
}

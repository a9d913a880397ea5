/// Whatever turns texts and pictures into vectors: the engine, or a stub in a test.
public protocol Embedder: Sendable {
  /// What model this is and what it can do.
  var model: ModelDescription { get }

  /// The tokens of `text` as the model reads it in that role under that task, prefix included, not cut at the window.
  func tokenize(_ text: String, role: PromptRole, task: EmbeddingTask) -> [TokenPiece]

  /// Embeds `requests`, all tasks of a batch in one pass.
  ///
  /// - Parameters:
  ///   - progress: called after each layer, on the engine's thread.
  ///   - onResult: called with the index of the request and one result per task, in the request's order of tasks, as
  ///     soon as they are ready, on the engine's thread.
  /// - Throws: `CancellationError` when the calling task is cancelled; otherwise what is wrong with the input.
  func embed(
    _ requests: [EmbeddingRequest],
    progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void
  ) async throws
}

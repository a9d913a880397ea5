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
  ///   - onFailure: called with a picture that cannot be read; what it throws ends the call, else the others go on.
  /// - Throws: `CancellationError` when the calling task is cancelled; otherwise what is wrong with the input.
  func embed(
    _ requests: [EmbeddingRequest],
    progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws

  /// Hands over what is remembered of `requests` from before, in their order and without computing anything: of each
  /// the results of all its tasks, or none.
  func recall(_ requests: [EmbeddingRequest], onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void)
}

extension Embedder {
  /// Remembers nothing.
  public func recall(_ requests: [EmbeddingRequest], onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void) {}

  /// Embeds `requests`; a picture that cannot be read ends the call.
  ///
  /// - Throws: `RequestFailure`; otherwise as with `onFailure`.
  public func embed(
    _ requests: [EmbeddingRequest],
    progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void
  ) async throws {
    try await embed(requests, progress: progress, onResult: onResult) { throw $0 }
  }

  /// A text as the model reads it, prompt included. What the model reads before the text is its reading of the empty
  /// text.
  public func promptTokens(of text: String, role: PromptRole, task: EmbeddingTask) -> PromptTokens {
    PromptTokens(
      prefix: tokenize("", role: role, task: task).map(\.text).joined(),
      pieces: tokenize(text, role: role, task: task))
  }

  /// A text as the model reads it, of a part of a document its own tokens alone; `nil` for a picture.
  public func promptTokens(of content: EmbeddingRequest.Content, task: EmbeddingTask) -> PromptTokens? {
    switch content {
    case .text(let text, let role): return promptTokens(of: text, role: role, task: task)
    case .part(let part, let role):
      let whole = promptTokens(of: part.document.text, role: role, task: task)
      let own = part.tokens(among: whole.pieces.map(\.range), behind: whole.prefix.utf8.count)
      return PromptTokens(prefix: "", pieces: Array(whole.pieces[own]))
    case .image: return nil
    }
  }
}

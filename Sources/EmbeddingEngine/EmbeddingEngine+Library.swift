public import Embeddings

extension EmbeddingEngine {
  /// The vectors of `texts`, in their order.
  ///
  /// - Parameters:
  ///   - task: the checkpoint's name or an alias (see `TaskName`); by default the checkpoint's first task.
  ///   - role: by default what the alias implies, else query.
  ///   - progress: called after each layer, on the engine's thread.
  /// - Throws: `RequestError.unknownTask`, `.contradictoryRole`; `CancellationError`.
  public nonisolated func encodeText(
    _ texts: [String], task: String? = nil, role: PromptRole? = nil,
    progress: @escaping @Sendable (EmbeddingProgress) -> Void = { _ in }
  ) async throws -> [SingleVector] {
    let name = try TaskName(task ?? model.tasks[0].name, among: model.tasks)
    let effective = try name.role(beside: role) ?? .query
    let requests = texts.map { EmbeddingRequest(.text($0, effective), tasks: [name.task]) }
    return try await results(of: requests, progress: progress).map { $0[0].vector }
  }

  /// The vectors of `images`, in their order.
  ///
  /// - Parameters:
  ///   - task: the checkpoint's name or an alias (see `TaskName`); by default the checkpoint's first task.
  ///   - progress: called after each layer, on the engine's thread.
  /// - Throws: `RequestError.unknownTask`, `.noVision`; `RequestFailure`; `CancellationError`.
  public nonisolated func encodeImage(
    _ images: [ImageSource], task: String? = nil,
    progress: @escaping @Sendable (EmbeddingProgress) -> Void = { _ in }
  ) async throws -> [SingleVector] {
    let name = try TaskName(task ?? model.tasks[0].name, among: model.tasks)
    let requests = images.map { EmbeddingRequest(.image($0), tasks: [name.task]) }
    return try await results(of: requests, progress: progress).map { $0[0].vector }
  }

  /// The cosine similarity of two vectors of the same dimensions, −1 … 1.
  public static func cosineSimilarity(_ first: SingleVector, _ second: SingleVector) -> Float {
    first.cosineSimilarity(to: second)
  }
}

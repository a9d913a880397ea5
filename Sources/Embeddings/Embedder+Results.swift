extension Embedder {
  /// The results of `requests`, in their order, one for each of their tasks; none for a picture that cannot be read,
  /// unless `onFailure` throws.
  public func results(
    of requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void = { _ in },
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void = { throw $0 }
  ) async throws -> [[EmbeddingResult]] {
    var collected = [[EmbeddingResult]](repeating: [], count: requests.count)
    for try await (index, result) in results(streaming: requests, progress: progress, onFailure: onFailure) {
      collected[index].append(result)
    }
    try Task.checkCancellation()
    return collected
  }

  /// The results of `requests` as they are ready, each with the index of its request; requests come in their order, and
  /// the results of one in the order of its tasks.
  ///
  /// Whoever stops reading cancels the pass. A reader that was cancelled sees the stream end early.
  public func results(
    streaming requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void = { _ in },
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void = { throw $0 }
  ) -> AsyncThrowingStream<(Int, EmbeddingResult), any Error> {
    AsyncThrowingStream { continuation in
      let work = Task {
        do {
          try await embed(
            requests, progress: progress, onResult: { continuation.yield(($0, $1)) }, onFailure: onFailure)
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      }
      continuation.onTermination = { _ in work.cancel() }
    }
  }
}

public import Embeddings
import Synchronization

/// An embedder without a model that notes what it is asked for.
public final class CountingEmbedder: Embedder {
  /// What it says it is.
  public let model: ModelDescription
  private let isRemembered: @Sendable (EmbeddingRequest) -> Bool
  private let result: @Sendable (EmbeddingRequest, EmbeddingTask) throws -> EmbeddingResult
  private let calls = Mutex<[[EmbeddingRequest]]>([])

  /// An embedder whose results are those of `result`; what that throws is wrong with the request.
  ///
  /// - Parameter isRemembered: which requests it knows from before.
  public init(
    model: ModelDescription, isRemembered: @escaping @Sendable (EmbeddingRequest) -> Bool = { _ in false },
    result: @escaping @Sendable (EmbeddingRequest, EmbeddingTask) throws -> EmbeddingResult
  ) {
    self.model = model
    self.isRemembered = isRemembered
    self.result = result
  }

  /// What it was asked to compute since this was asked last, by call.
  public func takeCalls() -> [[EmbeddingRequest]] {
    calls.withLock { calls in
      defer { calls = [] }
      return calls
    }
  }

  /// What it was asked to compute since this was asked last.
  public func takeRequests() -> [EmbeddingRequest] { takeCalls().flatMap { $0 } }

  /// The text as one token.
  public func tokenize(_ text: String, role: PromptRole, task: EmbeddingTask) -> [TokenPiece] {
    [TokenPiece(id: 1, text: text, range: 0..<text.utf8.count)]
  }

  /// Notes the requests and gives their results, one after the other.
  public func embed(
    _ requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    calls.withLock { $0.append([]) }
    for (index, request) in requests.enumerated() {
      try Task.checkCancellation()
      calls.withLock { calls in calls[calls.count - 1].append(request) }
      let results: [EmbeddingResult]
      do { results = try request.tasks.map { try result(request, $0) } } catch {
        try onFailure(RequestFailure(request: index, reason: error))
        continue
      }
      for result in results { onResult(index, result) }
    }
  }

  /// Gives the results of what it remembers.
  public func recall(_ requests: [EmbeddingRequest], onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void) {
    for (index, request) in requests.enumerated() where isRemembered(request) {
      guard let results = try? request.tasks.map({ try result(request, $0) }) else { continue }
      for result in results { onResult(index, result) }
    }
  }
}

extension ModelDescription {
  /// What stands in for a model in a test: the tasks `retrieval` and `code`.
  public static func standIn(
    _ name: String, dimensions: [Int], multiVectorDimension: Int? = nil, readsImages: Bool = false,
    fingerprint: String? = "f"
  ) -> ModelDescription {
    ModelDescription(
      name: name, directory: "",
      adapters: ["retrieval", "code"].map {
        ModelDescription.Adapter(task: EmbeddingTask($0), rank: 1, alpha: 1, parameterCount: 1, file: nil)
      }, matryoshkaDimensions: dimensions, multiVectorDimension: multiVectorDimension, readsImages: readsImages,
      contextLength: 100, layerCount: 1, parameterCount: 1, tensorCount: 1, byteCount: 1, storedTypes: "F32",
      fingerprint: fingerprint, instructionSet: "scalar", threadCount: 1)
  }
}

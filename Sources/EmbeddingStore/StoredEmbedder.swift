public import Embeddings
internal import Synchronization

/// An embedder that computes nothing twice: what its store knows is read, what is computed is remembered, and what
/// occurs several times in a call is computed once.
///
/// Nobody who embeds need know of it. Results come in the order of the requests, as from any embedder; whoever wants what
/// is remembered first asks ``recall(_:onResult:)``.
public struct StoredEmbedder: Embedder {
  private let inner: any Embedder
  private let store: EmbeddingStore
  private let settings: Settings

  /// What changes the values of vectors beside the model, the adapter and the role.
  public struct Settings: Hashable, Sendable {
    /// Of all vectors.
    let all: String
    /// Of pictures, beside that.
    let pictures: String

    /// Settings as texts; those that differ in nothing but their texts count as different.
    public init(all: String, pictures: String) {
      self.all = all
      self.pictures = pictures
    }
  }

  /// Raised when the same input gets other numbers, by however little, than from the version before.
  private static let arithmetic = 1

  /// An embedder around `inner`; `nil` where nobody knows which model that is.
  public init?(_ inner: any Embedder, store: EmbeddingStore, settings: Settings) {
    if inner.model.fingerprint == nil { return nil }
    self.inner = inner
    self.store = store
    self.settings = settings
  }

  /// The model that computes.
  public var model: ModelDescription { inner.model }

  /// The tokens as the model reads them.
  public func tokenize(_ text: String, role: PromptRole, task: EmbeddingTask) -> [TokenPiece] {
    inner.tokenize(text, role: role, task: task)
  }

  /// Hands over what is remembered of `requests`: of each the results of all its tasks, or none.
  public func recall(_ requests: [EmbeddingRequest], onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void) {
    let remembered = StoredCall(requests, keys: keys(of: requests), store: store, onResult: onResult)
    remembered.handOver()
  }

  /// Embeds `requests`, those that are not remembered with the inner embedder; see `Embedder`.
  public func embed(
    _ requests: [EmbeddingRequest],
    progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    let call = StoredCall(requests, keys: keys(of: requests), store: store, onResult: onResult)
    defer { store.flush() }
    let computations = call.computations
    if computations.isEmpty {
      call.handOver()
    } else {
      // All but those that are computed are there already, whoever counts.
      let known = requests.count - computations.count
      try await inner.embed(
        computations.map { computation in
          var request = requests[computation.request]
          request.tasks = computation.tasks
          return request
        },
        progress: { inside in
          var outside = inside
          outside.finishedItems += known
          outside.totalItems = requests.count
          progress(outside)
        },
        onResult: { index, result in call.take(result, of: index) },
        onFailure: { failure in
          for request in call.fail(failure.request) {
            try onFailure(RequestFailure(request: request, reason: failure.reason))
          }
        })
      call.handOver()
    }
    let lost = call.lost
    if !lost.isEmpty {
      try await inner.embed(
        lost.map { requests[$0] }, progress: progress, onResult: { onResult(lost[$0], $1) },
        onFailure: { try onFailure(RequestFailure(request: lost[$0.request], reason: $0.reason)) })
    }
  }

  /// The keys of each request in the order of its tasks; none where a picture cannot be read, which the inner embedder
  /// tells.
  private func keys(of requests: [EmbeddingRequest]) -> [[StoreKey]] {
    var digests = ContentDigests()
    return requests.map { request in
      guard let content = try? digests.digest(of: request.content) else { return [] }
      return request.tasks.map { StoreKey(origin: origin(of: request, under: $0), content: content) }
    }
  }

  private func origin(of request: EmbeddingRequest, under task: EmbeddingTask) -> VectorOrigin {
    let role: PromptRole? =
      switch request.content {
      case .text(_, let role), .part(_, let role): role
      case .image: nil
      }
    var settings = "\(Self.arithmetic) \(self.settings.all)"
    if role == nil {
      settings += " \(self.settings.pictures)"
      if let pixels = request.maximumPixels { settings += " at most \(pixels)" }
    }
    return VectorOrigin(
      fingerprint: inner.model.fingerprint ?? "", model: inner.model.name, task: task, role: role, settings: settings)
  }
}

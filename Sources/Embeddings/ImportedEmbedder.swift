/// Gives the vectors that items bring along, and has a model, where there is one, embed everything else.
///
/// So neither commands nor panes need to know where a vector comes from. An item's vector is the one of its own task; one
/// of which no task is known holds for every task, since nobody can tell.
public struct ImportedEmbedder: Embedder {
  /// The task of vectors of which none is known, where there is no model either.
  public static let unknownTask = EmbeddingTask("imported")

  /// The model beside the vectors; where there is none, what the vectors tell.
  public let model: ModelDescription
  private let inner: (any Embedder)?

  /// An embedder of items that bring `vectors`, `nil` where an item brings none.
  ///
  /// - Parameter inner: embeds what comes without a vector; `nil` where nothing does.
  /// - Throws: `ImportError`, where vectors and model do not fit.
  public init(_ vectors: [ImportedVectors?], inner: (any Embedder)?) throws(ImportError) {
    let known = vectors.compactMap { $0 }
    let dimensions = known.first?.dimensions ?? 0
    if let other = known.first(where: { $0.dimensions != dimensions }) {
      throw .severalDimensions(dimensions, other.dimensions)
    }
    self.inner = inner
    guard let inner else {
      if known.count < vectors.count { throw .itemsWithoutVectors(vectors.count - known.count) }
      model = Self.description(of: known, dimensions: dimensions)
      return
    }
    guard inner.model.fullDimension == dimensions else {
      throw .otherDimension(dimensions, model: inner.model.name, expected: inner.model.fullDimension)
    }
    for name in Self.tasks(of: known) {
      guard (try? TaskName(name, among: inner.model.tasks)) != nil else {
        throw .unknownTask(name, model: inner.model.name, valid: inner.model.tasks)
      }
    }
    var model = inner.model
    let isTheirs = model.fingerprint != nil && known.allSatisfy { $0.fingerprint == model.fingerprint }
    if !isTheirs { model.assumptions.append(Self.warning(of: model.name)) }
    self.model = model
  }

  /// What cannot be known of vectors that a model is used beside.
  private static func warning(of name: String) -> String {
    "the items' vectors come from files, and whether \(name) made them, under which task, prompt and precision, cannot be "
      + "known; if it did not, scores of queries mean nothing"
  }

  /// The names of the tasks that are known, each once, in the order they come in.
  private static func tasks(of vectors: [ImportedVectors]) -> [String] {
    var names: [String] = []
    for name in vectors.lazy.flatMap(\.entries).compactMap(\.task) where !names.contains(name) { names.append(name) }
    return names
  }

  /// What stands in for a model: as much as the vectors tell.
  private static func description(of vectors: [ImportedVectors], dimensions: Int) -> ModelDescription {
    let named = tasks(of: vectors).map { EmbeddingTask($0) }
    let usual = [32, 64, 128, 256, 512, 1024, 2048, 4096].filter { $0 < dimensions }
    return ModelDescription(
      name: "imported vectors", directory: "",
      notice: "Vectors from files, without a model: rank by an item instead of a text.",
      limitations: ["texts and pictures cannot be embedded: no model is loaded"],
      assumptions: usual.isEmpty
        ? []
        : [
          "whether the vectors may be truncated is not known; \(usual.map(String.init).joined(separator: ", ")) of their "
            + "\(dimensions) components are compared as if they were Matryoshka embeddings"
        ],
      adapters: (named.isEmpty ? [unknownTask] : named).map {
        ModelDescription.Adapter(task: $0, rank: nil, alpha: nil, parameterCount: 0, file: nil)
      },
      matryoshkaDimensions: usual + [dimensions], multiVectorDimension: nil, readsImages: true, contextLength: 0,
      layerCount: 0, parameterCount: 0, tensorCount: 0, byteCount: 0, storedTypes: "F32",
      fingerprint: vectors.first.flatMap { first in
        vectors.allSatisfy { $0.fingerprint == first.fingerprint } ? first.fingerprint : nil
      }, instructionSet: "", threadCount: 0)
  }

  /// The model's tokens; none where there is no model.
  public func tokenize(_ text: String, role: PromptRole, task: EmbeddingTask) -> [TokenPiece] {
    inner?.tokenize(text, role: role, task: task) ?? []
  }

  /// Gives what was brought along, and has the model embed the rest.
  ///
  /// - Throws: as `Embedder.embed`; what can be embedded by nothing is an `ImportError` in a `RequestFailure`.
  public func embed(
    _ requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    var left: [(request: Int, asked: EmbeddingRequest)] = []
    for (index, request) in requests.enumerated() {
      if index.isMultiple(of: 1024) { try Task.checkCancellation() }
      let missing = request.tasks.filter { request.wantsMultiVector || vector(of: request, under: $0) == nil }
      if missing.isEmpty {
        for task in request.tasks {
          if let vector = vector(of: request, under: task) { onResult(index, result(vector, task)) }
        }
      } else if inner == nil || request.isVectorAlone {
        try onFailure(
          RequestFailure(request: index, reason: ImportError.notEmbedded(task: missing[0], hasModel: inner != nil)))
      } else {
        // All tasks go to the model, so that results come in the order of the tasks; what is known then replaces them.
        left.append((index, request))
      }
    }
    guard let inner, !left.isEmpty else { return }
    let places = left
    try await inner.embed(
      places.map(\.asked), progress: progress,
      onResult: { index, result in
        let (request, asked) = places[index]
        onResult(request, vector(of: asked, under: result.task).map(result.replacing) ?? result)
      },
      onFailure: { failure in
        try onFailure(RequestFailure(request: places[failure.request].request, reason: failure.reason))
      })
  }

  /// Hands over what the model's embedder remembers; what was brought along is not remembered, but there.
  public func recall(_ requests: [EmbeddingRequest], onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void) {
    guard let inner else { return }
    let places = requests.indices.filter { index in
      let request = requests[index]
      let isThere = !request.wantsMultiVector && request.tasks.allSatisfy { vector(of: request, under: $0) != nil }
      return !isThere && !request.isVectorAlone
    }
    inner.recall(places.map { requests[$0] }) { index, result in
      let request = places[index]
      onResult(request, vector(of: requests[request], under: result.task).map(result.replacing) ?? result)
    }
  }

  private func result(_ vector: SingleVector, _ task: EmbeddingTask) -> EmbeddingResult {
    EmbeddingResult(task: task, prompt: nil, tokenCount: 0, vector: vector)
  }

  /// The vector that a request brings along for a task of the model.
  private func vector(of request: EmbeddingRequest, under task: EmbeddingTask) -> SingleVector? {
    request.imported?.entries.first { entry in
      guard let name = entry.task else { return true }
      return (try? TaskName(name, among: model.tasks))?.task == task
    }?.vector
  }
}

extension EmbeddingRequest {
  /// Whether there is nothing that a model could embed.
  fileprivate var isVectorAlone: Bool { if case .text("", _) = content { imported != nil } else { false } }
}

extension EmbeddingResult {
  /// The same with another vector.
  fileprivate func replacing(_ vector: SingleVector) -> EmbeddingResult {
    EmbeddingResult(
      task: task, prompt: prompt, tokenCount: tokenCount, tokenCountBeforeTruncation: tokenCountBeforeTruncation,
      vector: vector, multiVector: multiVector, image: image)
  }
}

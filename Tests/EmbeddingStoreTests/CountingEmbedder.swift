import Embeddings
import Imaging
import Synchronization

/// An embedder that notes what it is asked for; the vector of a text says its length, task, role and precision.
final class CountingEmbedder: Embedder {
  let model: ModelDescription
  private let requests = Mutex<[EmbeddingRequest]>([])

  init(fingerprint: String? = "f") {
    model = ModelDescription(
      name: "counting", directory: "",
      adapters: ["retrieval", "code"].map {
        ModelDescription.Adapter(task: EmbeddingTask($0), rank: 1, alpha: 1, parameterCount: 1, file: nil)
      }, matryoshkaDimensions: [2, 4], multiVectorDimension: 2, readsImages: true, contextLength: 100, layerCount: 1,
      parameterCount: 1, tensorCount: 1, byteCount: 1, storedTypes: "F32", fingerprint: fingerprint,
      instructionSet: "scalar", threadCount: 1)
  }

  /// What has been asked for since this was asked last.
  func takeRequests() -> [EmbeddingRequest] {
    requests.withLock { requests in
      defer { requests = [] }
      return requests
    }
  }

  func tokenize(_ text: String, role: PromptRole, task: EmbeddingTask) -> [TokenPiece] { [] }

  func embed(
    _ requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    for (index, request) in requests.enumerated() {
      try Task.checkCancellation()
      self.requests.withLock { $0.append(request) }
      if case .image(.bytes(let bytes)) = request.content, bytes == [0] {
        try onFailure(RequestFailure(request: index, reason: Unreadable()))
        continue
      }
      for task in request.tasks { onResult(index, Self.result(of: request, task: task)) }
    }
  }

  struct Unreadable: Error {}

  /// The one result there is of a request.
  static func result(of request: EmbeddingRequest, task: EmbeddingTask) -> EmbeddingResult {
    var values: [Float]
    var image: ImageReading?
    switch request.content {
    case .text(let text, let role):
      values = [Float(text.utf8.count), role == .query ? 1 : 2, 0, 1]
    case .part(let part, let role):
      values = [Float(part.range.lowerBound), role == .query ? 1 : 2, Float(part.document.text.utf8.count), 1]
    case .image(let source):
      values = [0, 0, Float(source.name.utf8.count), 1]
      image = ImageReading(width: 28, height: 56, grid: TokenGrid(rows: 2, columns: 1), tokenRange: 3..<5)
    }
    if task.name == "code" { values.reverse() }
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    values = values.map { $0 / length }
    return EmbeddingResult(
      task: task, prompt: image == nil ? "Query: " : nil, tokenCount: 7, tokenCountBeforeTruncation: 9,
      vector: SingleVector(values),
      multiVector: request.wantsMultiVector ? MultiVector(dimensions: 2, values: [1, 0, 0.6, 0.8]) : nil, image: image)
  }
}

import Embeddings
import RandomValues

/// An embedder without a model: each word has a random direction of 2048 components under each task.
struct RandomEmbedder: Embedder {
  let model = ModelDescription(
    name: "random", directory: "", notice: nil,
    adapters: ["retrieval", "text-matching", "code"].map {
      .init(task: EmbeddingTask($0), rank: 32, alpha: 32, parameterCount: 0, file: nil)
    }, matryoshkaDimensions: [128, 256, 512, 1024, 2048], multiVectorDimension: nil, readsImages: false,
    contextLength: 512, layerCount: 1, parameterCount: 0, tensorCount: 0, byteCount: 0, storedTypes: "F32",
    fingerprint: nil, instructionSet: "none", threadCount: 1)

  func tokenize(_ text: String, role: PromptRole, task: EmbeddingTask) -> [TokenPiece] {
    var start = 0
    return text.split(separator: " ").map { piece in
      defer { start += piece.utf8.count + 1 }
      return TokenPiece(id: 0, text: String(piece), range: start..<start + piece.utf8.count)
    }
  }

  func embed(
    _ requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    for (index, request) in requests.enumerated() {
      try Task.checkCancellation()
      guard case .text(let text, _) = request.content else { continue }
      for task in request.tasks {
        var seed: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(task) \(text)".utf8 { seed = (seed ^ UInt64(byte)) &* 0x100_0000_01B3 }
        onResult(
          index,
          EmbeddingResult(
            task: task, prompt: nil, tokenCount: 1,
            vector: SingleVector(randomValues(model.fullDimension, seed: seed))))
      }
    }
  }
}

import Embeddings
import Imaging

/// An embedder without a model: every word has a direction of its own under every task, a text is the sum of its words.
///
/// Components are small multiples of a power of two and vectors are not of unit length, so that their products are
/// exact and the kept screens the same on every machine.
struct StubEmbedder: Embedder {
  /// What is wrong with a text that must not be embedded.
  struct Refusal: Error, CustomStringConvertible {
    let text: String
    var description: String { "\"\(text)\" cannot be read" }
  }

  /// Whether nothing can be embedded at all.
  var isBroken = false
  /// Texts that are refused.
  var refused: Set<String> = []

  let model = ModelDescription(
    name: "stub-model", directory: "/models/stub",
    notice: "Untrained stand-in model: its numbers mean nothing.",
    adapters: ["retrieval", "text-matching", "code"].map {
      .init(task: EmbeddingTask($0), rank: 32, alpha: 32, parameterCount: 20_000_000, file: "adapter_model.safetensors")
    }, matryoshkaDimensions: [16, 32, 64, 128], multiVectorDimension: 128, readsImages: true, contextLength: 512,
    layerCount: 4, parameterCount: 1_000, tensorCount: 10, byteCount: 4_000, storedTypes: "BF16",
    fingerprint: "0123456789abcdef", instructionSet: "avx2", threadCount: 2)

  func tokenize(_ text: String, role: PromptRole, task: EmbeddingTask) -> [TokenPiece] {
    let prefix = role == .query ? "Query" : "Passage"
    var start = 0
    return ([prefix, ": "] + text.split(separator: " ").map { "\($0) " }).map { piece in
      defer { start += piece.utf8.count }
      return TokenPiece(id: Int(hash(piece) % 1_000), text: piece, range: start..<(start + piece.utf8.count))
    }
  }

  func embed(
    _ requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    if isBroken { throw Refusal(text: "everything") }
    for (index, request) in requests.enumerated() {
      try Task.checkCancellation()
      do { for result in try results(of: request) { onResult(index, result) } } catch {
        try onFailure(RequestFailure(request: index, reason: error))
      }
      progress(
        EmbeddingProgress(
          stage: .decoder, layer: 4, layerCount: 4, finishedItems: index + 1, totalItems: requests.count,
          finishedTokens: index + 1, totalTokens: requests.count))
    }
  }

  /// The results of one request.
  func results(of request: EmbeddingRequest) throws -> [EmbeddingResult] {
    let words: [Substring]
    let text: String
    switch request.content {
    case .text(let content, _): text = content
    // A part that is read inside of its document knows what stands there.
    case .part(let part, _): text = String(decoding: Array(part.document.text.utf8)[part.range], as: UTF8.self)
    case .image(.file(let path)): text = path
    case .image(.bytes(let bytes)): text = "\(bytes)"
    }
    if refused.contains(text) { throw Refusal(text: text) }
    let context = if case .part(let part, _) = request.content { " " + part.document.text } else { "" }
    words = (text + context).lowercased().split { !$0.isLetter && !$0.isNumber }
    return request.tasks.map { task in
      var sum = [Float](repeating: 0, count: model.fullDimension)
      for word in words {
        var random = SplitMix(state: hash("\(task):\(word)") | 1)
        for index in sum.indices { sum[index] += random.next() }
      }
      let tokens = self.tokens(of: request)
      return EmbeddingResult(
        task: task, prompt: "Query: ", tokenCount: tokens.count, vector: SingleVector(sum),
        multiVector: request.wantsMultiVector ? multiVector(of: tokens, under: task) : nil,
        image: request.isPicture ? Self.reading : nil)
    }
  }

  /// Every picture is read as 3 × 4 cells between two tokens of the prompt.
  static let reading = ImageReading(
    width: 112, height: 84, grid: TokenGrid(rows: 3, columns: 4), tokenRange: 2..<14)

  private func tokens(of request: EmbeddingRequest) -> [String] {
    switch request.content {
    case .text(let text, let role): tokenize(text, role: role, task: request.tasks[0]).map(\.text)
    case .part: promptTokens(of: request.content, task: request.tasks[0])?.pieces.map(\.text) ?? []
    case .image: ["<", ">"] + ["sea", "sky", "sun"].flatMap { row in (0..<4).map { "\(row) \($0)" } } + ["end"]
    }
  }

  /// The first word of a token decides most of its direction, the rest a quarter.
  private func multiVector(of tokens: [String], under task: EmbeddingTask) -> MultiVector {
    let values = tokens.flatMap { token in
      var coarse = SplitMix(state: hash("\(task):\(token.lowercased().prefix { $0.isLetter })") | 1)
      var fine = SplitMix(state: hash("\(task):\(token)") | 1)
      return (0..<128).map { _ in coarse.next() + fine.next() / 4 }
    }
    return MultiVector(dimensions: 128, values: values)
  }
}

extension EmbeddingRequest {
  fileprivate var isPicture: Bool { if case .image = content { true } else { false } }
}

/// An embedder that does something beside what the stub does.
protocol StubWrapper: Embedder {
  var stub: StubEmbedder { get }
}

extension StubWrapper {
  var model: ModelDescription { stub.model }

  func tokenize(_ text: String, role: PromptRole, task: EmbeddingTask) -> [TokenPiece] {
    stub.tokenize(text, role: role, task: task)
  }
}

/// FNV-1a, so that vectors are the same on every machine and in every run.
private func hash(_ text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

/// A small generator of odd multiples of 1/128 between −1/8 and 1/8.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> Float {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (Float(z >> 33 & 15) - 7.5) / 64
  }
}

public import Embeddings
import JinaModel
import Logging
import Threading
import Tokenization

/// A jina-embeddings-v4 model, loaded and ready to embed, on a thread of its own.
///
/// A call of ``embed(_:progress:onResult:)`` holds the thread until it is done or cancelled; only one of high priority
/// goes in between the layers of one that has less. Cancellation is looked for after each layer and leaves the engine as
/// it was.
///
/// ```swift
/// let engine = try EmbeddingEngine(directory: "path/to/jina-embeddings-v4")
/// let vectors = try await engine.encodeText(["a cat", "eine Katze"], task: "text-matching")
/// print(EmbeddingEngine.cosineSimilarity(vectors[0], vectors[1]))
/// ```
public actor EmbeddingEngine: Embedder {
  /// What model this is and what it can do.
  public nonisolated let model: ModelDescription

  let network: JinaModel
  let tokenizer: Tokenizer
  let options: EngineOptions
  let imageReader: ImageReader
  /// The tokens of `Prompt.image`.
  let imagePrompt: [Int]
  let logger = Logger(label: "jinascope.engine")
  private let interludes = Interludes()
  private let executor = DedicatedThreadExecutor(name: "embedding engine")
  /// Whether the next turn of packing waits behind what callers ask for.
  private var isPacking = false

  /// The engine's own thread.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    // Safe: the executor lives as long as the actor, which holds it.
    unsafe executor.asUnownedSerialExecutor()
  }

  init(
    network: JinaModel, tokenizer: Tokenizer, model: ModelDescription, imageReader: ImageReader, options: EngineOptions
  ) {
    self.network = network
    self.tokenizer = tokenizer
    self.model = model
    self.options = options
    self.imageReader = imageReader
    imagePrompt = tokenizer.encode(Prompt.image).map(\.id)
  }

  /// The tokens of `text` behind its prompt; see ``Embedder``.
  public nonisolated func tokenize(_ text: String, role: PromptRole, task: EmbeddingTask) -> [TokenPiece] {
    tokenizer.encode(Prompt.prefix(role: role, task: task) + text).map { token in
      TokenPiece(
        id: token.id, text: String(decoding: tokenizer.bytes(of: token.id), as: UTF8.self), range: token.sourceRange)
    }
  }

  /// Embeds `requests` batch by batch, in their order; see ``Embedder``.
  ///
  /// Pictures that cannot be opened fail before anything is computed, damaged ones when their turn comes, and so does
  /// what gives a vector that is not finite.
  ///
  /// A call from a task of high priority (`userInitiated`) does not wait for one of lower priority: see `Interludes`.
  ///
  /// - Throws: `RequestError` for what the checkpoint cannot do, before anything is computed; `CancellationError`.
  public nonisolated func embed(
    _ requests: [EmbeddingRequest],
    progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    let isDone = try await interludes.run {
      try perform(requests, progress: progress, onResult: onResult, onFailure: onFailure)
    }
    if isDone { return }
    try await embedInTurn(requests, progress: progress, onResult: onResult, onFailure: onFailure)
  }

  private func embedInTurn(
    _ requests: [EmbeddingRequest],
    progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) throws {
    defer { packLater() }
    try interludes.during {
      try perform(
        requests, pause: interludes.pause, progress: progress, onResult: onResult, onFailure: onFailure)
    }
  }

  /// Packs what passes have read where it is stored, a little at a time: between two turns come the calls that have
  /// been made meanwhile. See `ProductWeight`.
  private func packLater() {
    guard !isPacking else { return }
    isPacking = true
    Task { [weak self] in await self?.packNow() }
  }

  private func packNow() {
    isPacking = false
    if network.packWeights(for: .milliseconds(50)) { packLater() } else { logger.debug("packed") }
  }

  /// Returns once no weight that has been used waits to be packed.
  public func finishPacking() { while network.packWeights(for: .seconds(1)) {} }

  /// The whole call, on whatever thread calls. Nothing here waits; other calls come in between in `pause` alone, which is
  /// called after each layer.
  private nonisolated func perform(
    _ requests: [EmbeddingRequest], pause: () -> Void = {}, progress: (EmbeddingProgress) -> Void,
    onResult: (Int, EmbeddingResult) -> Void,
    onFailure: (RequestFailure) throws -> Void
  ) throws {
    try Task.checkCancellation()
    func attempt<Value>(_ body: () throws -> Value) throws -> Value? {
      do { return try body() } catch let failure as RequestFailure {
        try onFailure(failure)
        return nil
      }
    }
    // Only the counts are kept: tokens of all requests at once would take memory that grows with their number.
    var readable: [(group: RequestGroup, rowCount: Int)] = []
    for group in RequestGroup.groups(of: requests) {
      pause()
      try Task.checkCancellation()
      guard let prepared = try attempt({ try prepare(group, of: requests) }) else { continue }
      var read = group
      if case .document(let document) = prepared {
        for (part, token) in document.unreadParts {
          try onFailure(
            RequestFailure(
              request: group.requests[part],
              reason: RequestError.behindWindow(token: token, window: model.contextLength)))
        }
        read = RequestGroup(requests: document.readParts.map { group.requests[$0] })
      }
      if !read.requests.isEmpty { readable.append((read, prepared.rowCount)) }
    }
    let batches = Batch.plan(tokens: readable.map(\.rowCount), limit: options.batchTokens)
    var state = EmbeddingProgress(
      stage: .preparing, layer: 0, layerCount: 1,
      finishedItems: requests.count - readable.reduce(0) { $0 + $1.group.requests.count },
      totalItems: requests.count, finishedTokens: 0, totalTokens: readable.reduce(0) { $0 + $1.rowCount })
    progress(state)
    var stages = StageLog(logger: logger)
    stages.enter(.preparing)
    func report(_ stage: EmbeddingProgress.Stage, _ layer: Int, _ layerCount: Int) throws {
      pause()
      try Task.checkCancellation()
      state.stage = stage
      state.layer = layer
      state.layerCount = layerCount
      stages.enter(stage, layer: layer, of: layerCount)
      progress(state)
    }
    for batch in batches {
      let start = ContinuousClock.now
      state.passTokens = batch.tokens
      var members = try batch.groups.compactMap { place in
        let group = readable[place].group
        return try attempt {
          (group, try compute(prepare(group, of: requests), at: group.requests[0], afterLayer: report))
        }
      }
      var embeddings: [[SequenceEmbedding]] = []
      while !members.isEmpty {
        do {
          embeddings = try network.forward(members.flatMap(\.1.sequences), afterLayer: report)
          break
        } catch JinaModelError.notFiniteVector(let sequence, let task) {
          // The others are computed without it.
          let owners = members.enumerated().flatMap { place, member in member.1.sequences.map { _ in place } }
          let failing = members.remove(at: owners[sequence])
          for request in failing.0.requests {
            try onFailure(
              RequestFailure(request: request, reason: JinaModelError.notFiniteVector(sequence: sequence, task: task)))
          }
        }
      }
      stages.enter(nil)
      logger.debug(
        "computed",
        metadata: [
          "items": "\(members.count)", "shape": "[\(batch.tokens), \(network.configuration.hiddenSize)]",
          "time": "\(ContinuousClock.now - start)",
        ])
      var next = embeddings.startIndex
      for (group, computed) in members {
        let own = embeddings[next..<(next + computed.sequences.count)].flatMap { $0 }
        next += computed.sequences.count
        for (index, results) in zip(group.requests, computed.results(own)) {
          for result in results { onResult(index, result) }
        }
      }
      state.finishedItems += batch.groups.reduce(0) { $0 + readable[$1].group.requests.count }
      state.finishedTokens += batch.tokens
      state.passTokens = 0
      progress(state)
    }
  }

  /// Turns requests that are computed together into sequences of tokens.
  private nonisolated func prepare(_ group: RequestGroup, of requests: [EmbeddingRequest]) throws -> PreparedRequest {
    let index = group.requests[0]
    let request = requests[index]
    for task in request.tasks where !model.tasks.contains(task) {
      throw RequestError.unknownTask(name: task.name, valid: model.tasks)
    }
    if request.wantsMultiVector, model.multiVectorDimension == nil { throw RequestError.noProjector(model: model.name) }
    switch request.content {
    case .text(let text, let role):
      return .text(
        PreparedText(text: text, role: role, request: request, window: model.contextLength) { prompt in
          tokenizer.encode(prompt).map(\.id)
        })
    case .part(_, let role):
      let parts = group.requests.compactMap { index in
        if case .part(let part, _) = requests[index].content { part } else { nil }
      }
      return .document(
        PreparedDocument(
          parts, role: role, request: request, window: model.contextLength, encode: { tokenizer.encode($0) }))
    case .image(let source):
      guard model.readsImages else { throw RequestError.noVision(model: model.name) }
      return .image(
        try Self.reading(index) {
          try PreparedImage(
            source, request: request, promptLength: imagePrompt.count,
            reader: imageReader.limited(toPixels: request.maximumPixels))
        })
    }
  }

  /// Passes the picture of the request of an index through the vision tower, once for all its tasks; texts are ready as
  /// they are.
  private nonisolated func compute(
    _ request: PreparedRequest, at index: Int, afterLayer: (EmbeddingProgress.Stage, Int, Int) throws -> Void
  ) throws -> ComputedRequest {
    switch request {
    case .text(let text): return .text(text)
    case .document(let document): return .document(document)
    case .image(let image):
      let patches = try Self.reading(index) { try image.patches() }
      return .image(try image.computed(by: network, prompt: imagePrompt, patches: patches, afterLayer: afterLayer))
    }
  }

  /// Runs `body`, which reads the picture of the request of index `request`; what it throws is said to be of that one.
  private static func reading<Value: ~Copyable>(_ request: Int, _ body: () throws -> Value) throws(RequestFailure)
    -> Value
  {
    do { return try body() } catch { throw RequestFailure(request: request, reason: error) }
  }
}

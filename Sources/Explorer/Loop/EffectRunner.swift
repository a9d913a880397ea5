import Embeddings
import Synchronization
import Threading

/// Carries out effects off the main thread and brings back what comes of them as actions, through one mailbox.
///
/// Every slot has a generation: starting an effect ends the last one of its slot, and what that one still sends is
/// dropped.
struct EffectRunner {
  /// An action on its way from the effect that brought it about.
  private struct Message: Sendable {
    let slot: Effect.Slot
    let generation: Int
    /// `nil` says that the effect is over.
    let action: Action?
  }

  private let embedder: any Embedder
  private let describe: @Sendable (any Error) -> String
  private let deliveryInterval: Duration?
  private let mailbox: Mailbox<Message>
  private var tasks: [Effect.Slot: Task<Void, Never>] = [:]
  private var generations: [Effect.Slot: Int] = [:]
  /// Exports that have begun and not come to their end, cancelled ones included.
  private var unfinishedFiles = 0

  /// A runner without anything running.
  ///
  /// - Parameter deliveryInterval: how long vectors are held back; `nil` until all that were asked for are there, so that
  ///   nothing depends on how fast they come.
  init(
    embedder: any Embedder, describe: @escaping @Sendable (any Error) -> String,
    deliveryInterval: Duration? = DeliveryGate.usualInterval
  ) throws {
    self.embedder = embedder
    self.describe = describe
    self.deliveryInterval = deliveryInterval
    mailbox = try Mailbox()
  }

  /// The descriptor that becomes readable when there are actions.
  var wakeUp: Int32 { mailbox.wakeUp }

  /// The actions that have come since the last call, without those of effects that have been replaced.
  mutating func actions() -> [Action] {
    drain().compactMap { message in
      guard generations[message.slot] == message.generation else { return nil }
      if message.action == nil { tasks[message.slot] = nil }
      return message.action
    }
  }

  /// Whether anything is being done whose result is awaited.
  var isWorking: Bool { tasks.keys.contains { $0 != .quitConfirmation } }

  /// Ends everything. Returns when files that were being written are taken away.
  mutating func cancelAll() {
    for slot in Effect.Slot.allCases { cancel(slot) }
    while unfinishedFiles > 0 {
      mailbox.wait()
      _ = drain()
    }
  }

  private mutating func drain() -> [Message] {
    let messages = mailbox.drain()
    unfinishedFiles -= messages.count { $0.slot == .export && $0.action == nil }
    return messages
  }

  /// Starts an effect on what `state` holds now; those for the terminal are not for this runner and left alone.
  mutating func start(_ effect: Effect, in state: ExplorerState) {
    if let (slot, computation) = effect.computation(on: state, embedder: embedder) {
      run(in: slot) { post in
        if !Task.isCancelled { post(computation()) }
      }
      return
    }
    switch effect {
    case .embedQuery(let key, let tasks, let delay):
      embed(key, EmbeddingRequest(state.content(of: key), tasks: tasks), delay: delay)
    case .embedItems(let items, let tasks):
      let job = ItemEmbedding(
        embedder: embedder, describe: describe, collection: state.items, items: items, tasks: tasks,
        deliveryInterval: deliveryInterval)
      run(in: .items) { post in await job.run(post) }
    case .computeMatrix(let arrangement):
      guard let source = state.pairSource else { return }
      run(in: .matrixPass) { post in MatrixPass(source: source).run { post(.matrixComputed($0, of: arrangement)) } }
    case .export(let pane, let path):
      let job = ExportJob(embedder: embedder, state: state, pane: pane, path: path)
      unfinishedFiles += 1
      run(in: .export) { post in job.run(post) }
    case .embedTokens(let sides): embedTokens(sides.map { ($0, state.request(for: $0)) })
    case .awaitQuitConfirmation:
      run(in: .quitConfirmation) { post in
        if (try? await Task.sleep(for: Effect.quitConfirmationTime)) != nil { post(.quitConfirmationExpired) }
      }
    case .cancel(let slot): cancel(slot)
    case .tokenize, .tabulate, .rank, .compare, .seriate, .reduce, .computeTiles, .describeRectangle, .findPairs,
      .project, .sweep, .readPicture, .interact,
      .copy,
      .setMouse,
      .saveDisplay,
      .saveRecording, .suspend:
      break
    }
  }

  /// Waits for the user to stop typing, then embeds the query.
  private mutating func embed(_ key: QueryKey, _ request: EmbeddingRequest, delay: Duration) {
    run(in: .query) { [embedder, describe, deliveryInterval] post in
      let start = ContinuousClock.now
      let gate = DeliveryGate(interval: deliveryInterval) { delivery in
        for results in delivery.results.values { post(.queryEmbedded(key, results)) }
        if let progress = delivery.progress {
          post(.progress(Job(kind: .query, progress: progress, elapsed: start.duration(to: .now))))
        }
      }
      do {
        if delay > .zero { try await Task.sleep(for: delay) }
        if case .image(let source) = request.content { try source.refuseDevices() }
        try await embedder.embedItem(request, gate)
        gate.flush()
        post(.finished(.query))
      } catch is CancellationError {
        return
      } catch {
        post(.failed(.query, "The query could not be embedded: \(describe(error))"))
      }
    }
  }

  /// Embeds what is to be compared token by token.
  private mutating func embedTokens(_ sides: [(side: TokenSide, request: EmbeddingRequest)]) {
    run(in: .tokenVectors) { [embedder, describe] post in
      let start = ContinuousClock.now
      let gate = DeliveryGate { delivery in
        if let progress = delivery.progress {
          post(.progress(Job(kind: .tokenVectors, progress: progress, elapsed: start.duration(to: .now))))
        }
      }
      do {
        let name = embedder.model.name
        for (side, request) in sides {
          if case .image(let source) = request.content { try source.refuseDevices() }
          let result = try await embedder.result(of: request, gate)
          guard let vectors = result?.multiVector else { throw RequestError.noProjector(model: name) }
          post(.tokensEmbedded(side, TokenVectors(vectors: vectors, image: result?.image)))
        }
        post(.finished(.tokenVectors))
      } catch is CancellationError {
        return
      } catch {
        post(.failed(.tokenVectors, "The tokens could not be embedded: \(describe(error))"))
      }
    }
  }

  private mutating func run(
    in slot: Effect.Slot, _ work: @escaping @Sendable (_ post: @escaping @Sendable (Action) -> Void) async -> Void
  ) {
    cancel(slot)
    let generation = generations[slot] ?? 0
    tasks[slot] = Task.detached { [mailbox] in
      await work { action in mailbox.post(Message(slot: slot, generation: generation, action: action)) }
      mailbox.post(Message(slot: slot, generation: generation, action: nil))
    }
  }

  private mutating func cancel(_ slot: Effect.Slot) {
    tasks.removeValue(forKey: slot)?.cancel()
    generations[slot, default: 0] += 1
  }
}

extension Embedder {
  /// Embeds one request and reports to `gate`, as item 0.
  func embedItem(_ request: EmbeddingRequest, _ gate: DeliveryGate) async throws {
    try await embed(
      [request], progress: { progress in gate.report { $0.progress = progress } },
      onResult: { _, result in gate.report { $0.results[0, default: []].append(result) } })
  }
}

extension Embedder {
  /// The result of a request under one task; progress goes to `gate`.
  func result(of request: EmbeddingRequest, _ gate: DeliveryGate) async throws -> EmbeddingResult? {
    let box = Mutex<EmbeddingResult?>(nil)
    try await embed(
      [request], progress: { progress in gate.report { $0.progress = progress } },
      onResult: { _, result in box.withLock { $0 = result } })
    return box.withLock { $0 }
  }
}

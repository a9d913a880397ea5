import Corpus
import Embeddings
import Files
import Synchronization
import Threading

/// Carries out effects off the main thread and brings back what comes of them as actions, through one mailbox.
///
/// Every slot has a generation: starting an effect ends the last one of its slot, and what that one still sends is
/// dropped.
struct EffectRunner {
  /// An action on its way from the effect that brought it about.
  private struct Message: Sendable {
    let slot: Slot
    let generation: Int
    /// `nil` says that the effect is over.
    let action: Action?
    /// Whether the effect, now over, wrote a file.
    var endsFile = false
  }

  private let embedder: any Embedder
  private let describe: @Sendable (any Error) -> String
  private let deliveryInterval: Duration?
  private let source: CollectionSource?
  private let mailbox: Mailbox<Message>
  private var tasks: [Slot: Task<Void, Never>] = [:]
  private var generations: [Slot: Int] = [:]
  /// Files that are being written, those of cancelled exports included.
  private var unfinishedFiles = 0

  /// A runner without anything running.
  ///
  /// - Parameter deliveryInterval: how long vectors are held back; `nil` until all that were asked for are there, so that
  ///   nothing depends on how fast they come.
  init(
    embedder: any Embedder, describe: @escaping @Sendable (any Error) -> String,
    deliveryInterval: Duration? = DeliveryGate.usualInterval, source: CollectionSource? = nil
  ) throws {
    self.source = source
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
  var isWorking: Bool { tasks.keys.contains { $0 != .quitConfirmation && $0 != .watch } }

  /// Ends everything. Returns once files are whole, or those of cancelled exports removed.
  mutating func cancelAll() {
    for slot in tasks.keys { cancel(slot) }
    while unfinishedFiles > 0 {
      mailbox.wait()
      _ = drain()
    }
  }

  private mutating func drain() -> [Message] {
    let messages = mailbox.drain()
    unfinishedFiles -= messages.count(where: \.endsFile)
    return messages
  }

  /// Starts a computation.
  mutating func start(_ computation: Computation) {
    run(in: computation.slot) { [embedder] post in
      if !Task.isCancelled { computation.run(embedder) { post(.delivered($0)) } }
    }
  }

  /// Has the model embed something of what `state` holds now.
  mutating func start(_ work: EmbeddingWork, in state: ExplorerState) {
    switch work {
    case .query(let key, let tasks, let delay):
      embed(key, EmbeddingRequest(state.subject.content(of: key), tasks: tasks), delay: delay)
    case .items(let items, let tasks):
      let job = ItemEmbedding(
        embedder: embedder, describe: describe, collection: state.subject.items, items: items, tasks: tasks,
        selected: state.subject.selectedItem, deliveryInterval: deliveryInterval)
      run(in: .items) { post in await job.run(post) }
    case .judgedQueries(let queries, let tasks):
      embedJudged(queries, tasks)
    case .tokens(let sides): embedTokens(sides.map { ($0, state.subject.request(for: $0)) })
    }
  }

  /// Writes what a pane shows now to a file.
  mutating func export(_ pane: Pane, to path: String, from state: ExplorerState) {
    let job = ExportJob(embedder: embedder, state: state, pane: pane, path: path)
    run(in: .export, writesFile: true) { post in job.run(post) }
  }

  /// Writes a small file. Writing it is never cancelled.
  mutating func write(_ text: String, to path: String) {
    run(in: .file(path), writesFile: true) { [describe] post in
      do {
        try AtomicFile.write(Array(text.utf8), to: path)
        post(.written(path, failure: nil))
      } catch {
        post(.written(path, failure: describe(error)))
      }
    }
  }

  /// Reads the collection again.
  mutating func reload(over collection: ItemCollection) {
    guard let source else { return }
    run(in: .reload) { [describe] post in
      do {
        let reading = try source.read()
        let first = source.firstInputs.map { reading.counts[..<$0].reduce(0, +) }
        post(.reloaded(ReloadedCollection(reading, firstCount: first, over: collection)))
        post(.finished(.reload))
      } catch {
        post(.failed(.reload, describe(error)))
      }
    }
  }

  /// Waits until files are no longer as they were, and have stopped changing.
  mutating func watch(_ sources: SourceStamps) {
    run(in: .watch) { post in if let now = try? await sources.change() { post(.filesChanged(now)) } }
  }

  /// Waits for the second press of Ctrl-C.
  mutating func awaitQuitConfirmation() {
    run(in: .quitConfirmation) { post in
      if (try? await Task.sleep(for: Effect.quitConfirmationTime)) != nil { post(.quitConfirmationExpired) }
    }
  }

  /// Waits for the user to stop typing, then embeds the query.
  private mutating func embed(_ key: QueryKey, _ request: EmbeddingRequest, delay: Duration) {
    run(in: .query) { [embedder, describe, deliveryInterval] post in
      let start = ContinuousClock.now
      let gate = DeliveryGate(interval: deliveryInterval) { delivery in
        for results in delivery.results.values { post(.queryEmbedded(key, results)) }
        if let progress = delivery.progress {
          post(.progress(Job(slot: .query, progress: progress, elapsed: start.duration(to: .now))))
        }
      }
      do {
        if delay > .zero { try await Task.sleep(for: delay) }
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

  /// Embeds judged queries.
  private mutating func embedJudged(_ queries: [QueryKey], _ tasks: [EmbeddingTask]) {
    let requests = queries.map { EmbeddingRequest(.text($0.text, $0.role), tasks: tasks) }
    run(in: .judgedQueries) { [embedder, describe, deliveryInterval] post in
      let start = ContinuousClock.now
      let gate = DeliveryGate(interval: deliveryInterval) { delivery in
        let results = delivery.results.map { (queries[$0.key], $0.value) }
        if !results.isEmpty { post(.judgedQueriesEmbedded(Dictionary(results) { $1 })) }
        if let progress = delivery.progress {
          post(.progress(Job(slot: .judgedQueries, progress: progress, elapsed: start.duration(to: .now))))
        }
      }
      do {
        try await embedder.embed(
          requests, progress: { progress in gate.report { $0.progress = progress } },
          onResult: { index, result in gate.report { $0.results[index, default: []].append(result) } })
        gate.flush()
        post(.finished(.judgedQueries))
      } catch is CancellationError {
        return
      } catch {
        post(.failed(.judgedQueries, "The judged queries could not be embedded: \(describe(error))"))
      }
    }
  }

  /// Embeds what is to be compared token by token.
  private mutating func embedTokens(_ sides: [(side: TokenSide, request: EmbeddingRequest)]) {
    run(in: .tokenVectors) { [embedder, describe] post in
      let start = ContinuousClock.now
      let gate = DeliveryGate { delivery in
        if let progress = delivery.progress {
          post(.progress(Job(slot: .tokenVectors, progress: progress, elapsed: start.duration(to: .now))))
        }
      }
      do {
        let name = embedder.model.name
        for (side, request) in sides {
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
    in slot: Slot, writesFile: Bool = false,
    _ work: @escaping @Sendable (_ post: @escaping @Sendable (Action) -> Void) async -> Void
  ) {
    cancel(slot)
    let generation = generations[slot] ?? 0
    if writesFile { unfinishedFiles += 1 }
    tasks[slot] = Task.detached(priority: slot.priority) { [mailbox] in
      await work { action in mailbox.post(Message(slot: slot, generation: generation, action: action)) }
      mailbox.post(Message(slot: slot, generation: generation, action: nil, endsFile: writesFile))
    }
  }

  /// Ends what runs in a slot; what it still sends is dropped.
  mutating func cancel(_ slot: Slot) {
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

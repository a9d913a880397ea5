import ArgumentParser
import Corpus
import Embeddings
import Reports

/// `jinascope embed`.
struct EmbedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed", abstract: "Turn texts and pictures into vectors.",
    discussion: """
      One output line per item and task: items in the order of the input, tasks in the order given. An item's own task \
      and role take precedence over the options. Formats: jsonl (one JSON object per line), npy (one float32 array, with \
      identifiers in FILE.ids.jsonl), safetensors (embeddings, and values and offsets of multi-vectors).

      Examples:
        jinascope embed --text "A cat sleeps in the sun." --task text-matching
        jinascope embed notes/ --format npy --output notes.npy --dimensions 256
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var tasks: TaskOptions
  @Option(help: "The role of items that have none of their own: query, passage, or none for no prompt.")
  var role: PromptRole?
  @OptionGroup var dimension: DimensionOptions
  @Flag(help: "Also output one vector per token.") var multiVector = false
  @Option(help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file")) var output: String?
  @Option(help: "jsonl, npy or safetensors.") var format: VectorFormat = .jsonl
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    if format == .npy, multiVector {
      throw ValidationError("npy has one vector per line; use jsonl or safetensors for --multi-vector")
    }
    if format != .jsonl, output == nil {
      throw ValidationError("\(format.rawValue) is a binary format; name a file with --output")
    }
  }

  func run() async throws {
    try log.start()
    try input.checkNotEmpty()
    let opened = try input.open(model, cache, needsModel: multiVector)
    let (engine, items) = (opened.embedder, opened.items)
    let dimensions = try dimension.resolve(for: engine.model)
    if multiVector, engine.model.multiVectorDimension == nil {
      throw RequestError.noProjector(model: engine.model.name)
    }
    let plan = try EmbeddingPlan(items: items, tasks: tasks, role: role, model: engine.model, multiVector: multiVector)
    var file = try VectorFile(
      format, path: output, count: plan.lineCount, dimensions: dimensions, facts(of: opened))
    let progress = ProgressLine()
    defer { progress.clear() }
    let leftOut = LeftOut()
    let results = engine.results(streaming: plan.requests, progress: { progress.show($0) }) { failure in
      try leftOut.add(items[plan.item(of: failure.request)], failure)
    }
    for try await (index, result) in results {
      EmbeddedCollection.remarkTruncation(of: items[plan.item(of: index)].id, result)
      try file.append(plan.record(of: index, result: result, items: items, dimensions: dimensions))
      if output == nil { try Destination.print(file.takeBytes()) }
    }
    try Task.checkCancellation()
    progress.clear()
    try leftOut.tell(of: plan.requests.count)
    try file.finish()
  }

  /// What made the vectors; the items' tasks stand with each of them.
  private func facts(of opened: OpenedCollection) -> Facts {
    var facts = Facts(model: opened.embedder.model, collection: input.collectionName, isLate: opened.isLate)
    facts.add("version", Jinascope.version)
    return facts
  }
}

/// The requests that items and options make, and what each result belongs to.
struct EmbeddingPlan {
  private struct Origin {
    let item: Int
    let role: PromptRole
  }

  /// The requests, in the order of the output.
  private(set) var requests: [EmbeddingRequest] = []
  private var origins: [Origin] = []

  /// Lines of the output.
  var lineCount: Int { requests.reduce(0) { $0 + $1.tasks.count } }

  /// Plans `items` under their own task, or else those of the options.
  ///
  /// Neighboring tasks in one role share a request, and with it a pass.
  init(items: [CorpusItem], tasks: TaskOptions, role: PromptRole?, model: ModelDescription, multiVector: Bool) throws {
    let chosen = try tasks.resolve(among: model.tasks).map { name in
      (task: name.task, role: try name.role(beside: role) ?? .query)
    }
    for (index, item) in items.enumerated() {
      let asked = try item.askedRole(among: model.tasks)
      // An item's own task and role win over those of the options.
      let wanted =
        if let own = item.task {
          [(task: try TaskName(own, among: model.tasks).task, role: asked ?? role ?? .query)]
        } else {
          chosen.map { (task: $0.task, role: asked ?? $0.role) }
        }
      for (task, role) in wanted {
        if let last = origins.last, last.item == index, last.role == role {
          requests[requests.count - 1].tasks.append(task)
        } else {
          requests.append(
            EmbeddingRequest(
              item.content(role: role), tasks: [task], wantsMultiVector: multiVector, imported: item.vectors))
          origins.append(Origin(item: index, role: role))
        }
      }
    }
  }

  /// The item that a request is about.
  func item(of request: Int) -> Int { origins[request].item }

  /// The record of a result.
  func record(of request: Int, result: EmbeddingResult, items: [CorpusItem], dimensions: Int) -> VectorRecord {
    let item = items[origins[request].item]
    // Of a vector that came along nobody knows more than is said.
    let role = result.tokenCount == 0 ? item.role : origins[request].role
    return VectorRecord(
      id: item.id, label: item.label,
      content: result.image.map { .image($0) } ?? .text(role, prompt: result.prompt),
      task: result.task, tokens: result.tokenCount > 0 ? result.tokenCount : nil,
      tokensBeforeTruncation: result.tokenCountBeforeTruncation,
      vector: result.vector.truncated(to: dimensions), multiVector: result.multiVector)
  }
}

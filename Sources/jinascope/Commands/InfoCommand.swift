import ArgumentParser
import EmbeddingEngine
import Embeddings
import Reports
import StrictJSON

/// `jinascope info`.
struct InfoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Describe a model: tasks, dimensions, size, license.",
    discussion: """
      Examples:
        jinascope info jinaai/jina-embeddings-v4 --format json
        jinascope info --measure
      """)

  /// How the facts are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
  }

  @Argument(help: "A model folder, or org/name[@revision] in the Hugging Face cache.") var model: String?
  @Option(help: "table or json.") var format: Format = .table
  @Flag(help: "Measure how far vectors of --precision fast and --weights int8 are from exact ones, with this model.")
  var measure = false
  @OptionGroup var log: LogOptions

  func run() async throws {
    try log.start()
    var options = try ModelOptions.parse([])
    options.model = model
    let description = try options.load().model
    let distances = measure ? try Self.distances(description) : []
    switch format {
    case .table: try Destination.print(lines: Self.lines(description, distances))
    case .json: try Destination.print(try Self.json(description, distances) + Array("\n".utf8))
    }
  }

  /// What the faster ways to compute cost in exactness.
  private static func distances(_ model: ModelDescription) throws -> [(way: String, distance: ReferenceDistance)] {
    let progress = ProgressLine()
    defer { progress.clear() }
    return try ReferenceDistance.ofFasterWays(directory: model.directory, threads: model.threadCount) { text in
      try Task.checkCancellation()
      progress.show { _ in text }
    }
  }

  /// The facts as lines for people.
  private static func lines(_ model: ModelDescription, _ distances: [(way: String, distance: ReferenceDistance)])
    -> [String]
  {
    var facts: [(name: String, value: String)] = []
    facts.append(("model", model.name))
    facts.append(("directory", model.directory))
    if let notice = model.notice { facts.append(("notice", notice)) }
    facts.append(("parameters", "\(model.parameterCount) in \(model.tensorCount) tensors of \(model.storedTypes)"))
    facts.append(("weight files", "\(model.byteCount) bytes"))
    facts.append(("decoder layers", "\(model.layerCount)"))
    facts.append(("text window", "\(model.contextLength) tokens"))
    facts.append(("dimensions", model.matryoshkaDimensions.map(String.init).joined(separator: ", ")))
    facts.append(("multi-vectors", model.multiVectorDimension.map { "\($0) dimensions per token" } ?? "none"))
    facts.append(("pictures", model.readsImages ? "yes" : "no"))
    for adapter in model.adapters { facts.append(("task \(adapter.task)", adapterText(adapter))) }
    for limitation in model.limitations { facts.append(("limitation", limitation)) }
    for assumption in model.assumptions { facts.append(("assumption", assumption)) }
    facts.append(("license", model.license ?? "not told by the files"))
    facts.append(("fingerprint", model.fingerprint ?? "–"))
    facts.append(("runs on", "\(model.threadCount) threads, \(model.instructionSet)"))
    for (way, distance) in distances { facts.append(("distance \(way)", distance.description)) }
    var table = Table([.text("name"), .text("value")])
    for fact in facts { table.append([.text(fact.name), .text(fact.value)]) }
    return Array(table.lines.dropFirst())
  }

  private static func adapterText(_ adapter: ModelDescription.Adapter) -> String {
    guard let rank = adapter.rank, let alpha = adapter.alpha, let file = adapter.file else {
      return "merged into the weights"
    }
    return
      "rank \(rank), α \(Int(exactly: alpha).map(String.init) ?? "\(alpha)"), \(adapter.parameterCount) parameters in \(file)"
  }

  /// The facts as a JSON document.
  private static func json(_ model: ModelDescription, _ distances: [(way: String, distance: ReferenceDistance)]) throws
    -> [UInt8]
  {
    try jsonDocument { writer in
      try writer.object { writer in
        writer.member("model", model.name)
        writer.member("directory", model.directory)
        writer.member("notice", orNull: model.notice)
        writer.member("parameters", model.parameterCount)
        writer.member("tensors", model.tensorCount)
        writer.member("bytes", model.byteCount)
        writer.member("dtype", model.storedTypes)
        writer.member("layers", model.layerCount)
        writer.member("context_length", model.contextLength)
        writer.name("dimensions")
        writer.array { writer in for dimension in model.matryoshkaDimensions { writer.value(dimension) } }
        writer.name("multi_vector_dimensions")
        if let dimension = model.multiVectorDimension { writer.value(dimension) } else { writer.null() }
        writer.member("images", model.readsImages)
        writer.name("tasks")
        try Table.adapters(model).write(to: &writer)
        writer.name("limitations")
        writer.array { writer in for limitation in model.limitations { writer.value(limitation) } }
        writer.name("assumptions")
        writer.array { writer in for assumption in model.assumptions { writer.value(assumption) } }
        writer.member("license", orNull: model.license)
        writer.member("fingerprint", orNull: model.fingerprint)
        writer.member("threads", model.threadCount)
        writer.member("instruction_set", model.instructionSet)
        if distances.isEmpty { return }
        writer.name("cosine_distance")
        try writer.object { writer in
          for (way, distance) in distances {
            writer.name(way)
            try distance.write(to: &writer)
          }
        }
      }
    }
  }
}

extension JSONWriter {
  /// Writes a member that is a string, or `null` where there is none.
  mutating func member(_ name: String, orNull value: String?) {
    self.name(name)
    if let value { self.value(value) } else { null() }
  }
}

import ArgumentParser
import EmbeddingEngine
import Embeddings

/// `jinascope search`.
struct SearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Rank items by their similarity to a query.",
    discussion: """
      Items are read as passages unless they have a role of their own.

      Examples:
        jinascope search "why do volcanoes explode"
        jinascope search "red house" pictures/ -k 5 --format json
      """)

  @Argument(help: "The query.") var query: String
  @OptionGroup var input: InputOptions
  @Option(name: .customLong("task"), help: TaskOptions.help) var task: String?
  @Flag(help: "Score by late interaction: match each query token with the most similar token of the item.")
  var lateInteraction = false
  @OptionGroup var dimension: DimensionOptions
  @OptionGroup var analysis: AnalysisOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    if lateInteraction && dimension.dimensions != nil {
      throw ValidationError("--dimensions truncates single vectors; --late-interaction compares token vectors")
    }
  }

  func run() async throws {
    try log.start()
    let engine = try model.load()
    let dimensions = try dimension.resolve(for: engine.model)
    let task = try engine.task(named: task).task
    let search = try await Search(
      query, in: try input.itemsOrSamples(for: engine.model), with: engine, under: [task], wantsTokens: lateInteraction)
    let scores =
      search.queryTokens.map { MaxSim.scores(of: $0, in: search.collection.tokens) }
      ?? search.collection.scores(of: search.queries[0], task: task, dimensions: dimensions)
    try SearchReport(
      query: query, task: task, dimensions: lateInteraction ? nil : dimensions, scores: scores,
      collection: search.collection, limit: analysis.limit
    ).report().print(as: analysis.format)
  }
}

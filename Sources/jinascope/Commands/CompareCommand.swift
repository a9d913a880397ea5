import ArgumentParser
import EmbeddingEngine
import Embeddings

/// `jinascope compare`.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Rank items for a query under several adapters, side by side.",
    discussion: """
      All adapters are computed in one pass. Shifts are relative to the first adapter.

      Examples:
        jinascope compare "why do volcanoes explode"
        jinascope compare "sort a list" src/ --task code --task retrieval -k 5
      """)

  @Argument(help: "The query.") var query: String
  @OptionGroup var input: InputOptions
  @OptionGroup var tasks: TaskOptions
  @OptionGroup var dimension: DimensionOptions
  @OptionGroup var analysis: AnalysisOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func run() async throws {
    try log.start()
    let engine = try model.load()
    let dimensions = try dimension.resolve(for: engine.model)
    let tasks = try self.tasks.resolve(among: engine.model.tasks, allByDefault: true).map(\.task)
    let search = try await Search(query, in: try input.itemsOrSamples(for: engine.model), with: engine, under: tasks)
    let rankings = zip(tasks, search.queries).map { task, query in
      Ranking(
        scores: search.collection.scores(of: query, task: task, dimensions: dimensions),
        identifiers: search.collection.identifiers)
    }
    try ComparisonReport(
      query: query, comparison: AdapterComparison(tasks: tasks, rankings: rankings), collection: search.collection,
      limit: analysis.limit
    ).report().print(as: analysis.format)
  }
}

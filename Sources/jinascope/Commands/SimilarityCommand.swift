import ArgumentParser
import Corpus
import EmbeddingEngine
import Embeddings

/// `jinascope similarity`.
struct SimilarityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similarity",
    abstract: "Print the similarity of every item with every other, or with another collection.",
    discussion: """
      Items are read as queries unless they have a role of their own.

      Examples:
        jinascope similarity --text "Lava rises" --text "Bread needs salt"
        jinascope similarity old/ --against new/ --format csv
      """)

  @OptionGroup var input: InputOptions
  @Option(name: .customLong("task"), help: TaskOptions.help) var task: String?
  @Option(help: "The role of items that have none of their own: query or passage.") var role: PromptRole?
  @Option(
    help: ArgumentHelp(
      "Compare with the items of this file or folder instead of each other; can be repeated.",
      valueName: "file-or-folder"))
  var against: [String] = []
  @OptionGroup var dimension: DimensionOptions
  @Option(help: "table, json, jsonl or csv.") var format: AnalysisFormat = .table
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func run() async throws {
    try log.start()
    let engine = try model.load()
    let dimensions = try dimension.resolve(for: engine.model)
    let name = try engine.task(named: task)
    let role = try name.role(beside: role) ?? .query
    let collection = try await EmbeddedCollection(
      embedding: try input.itemsOrSamples(for: engine.model), with: engine, under: [name.task], role: role)
    let others =
      against.isEmpty
      ? collection
      : try await EmbeddedCollection(
        embedding: try CorpusReading.told(inputs: against, readsImages: engine.model.readsImages).items,
        with: engine, under: [name.task], role: role)
    try SimilarityReport(
      task: name.task, dimensions: dimensions,
      matrix: SimilarityMatrix(
        rows: collection.table(name.task), columns: others.table(name.task), dimensions: dimensions),
      rowNames: collection.identifiers, columnNames: others.identifiers
    ).report().print(as: format)
  }
}

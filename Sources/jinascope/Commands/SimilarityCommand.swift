import ArgumentParser
import Corpus
import EmbeddingEngine
import Embeddings
import Reports

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
  @Option(help: AnalysisFormat.help) var format: AnalysisFormat = .table
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var log: LogOptions

  func run() async throws {
    try log.start()
    let opened = try input.open(model, cache, needsModel: false, against: against)
    let engine = opened.embedder
    let dimensions = try dimension.resolve(for: engine.model)
    let name = try engine.task(named: task)
    let role = try name.role(beside: role) ?? .query
    let collection = try await EmbeddedCollection(
      embedding: opened.items, with: engine, under: [name.task], role: role)
    let others =
      against.isEmpty
      ? collection
      : try await EmbeddedCollection(
        embedding: opened.others, with: engine, under: [name.task], role: role)
    let rows = collection.table(name.task)
    let columns = others.table(name.task).selecting(ArraySlice(others.items.indices), dimensions: dimensions)
    let names = [collection, others].map { $0.identifiers.map { Destination.shown($0, as: format.tableFormat) } }
    let (rowNames, columnNames) = (names[0], names[1])
    let matrix = MatrixTable(rowNames: rowNames, columnNames: columnNames) { block in
      SimilarityMatrix(
        rows: rows.selecting(ArraySlice(block), dimensions: dimensions), columns: columns, dimensions: dimensions)
    }
    guard let tableFormat = format.tableFormat else {
      guard matrix.isReadable else {
        throw InputError.matrixTooLarge(rows: rowNames.count, columns: columnNames.count)
      }
      let count = against.isEmpty ? "\(rowNames.count)" : "\(rowNames.count) × \(columnNames.count)"
      return try Destination.print(
        lines: matrix.lines + ["\(count) items · \(name.task) · \(dimensions) dimensions"])
    }
    var facts = Facts(
      model: engine.model, task: name.task, dimensions: dimensions, collection: input.collectionName,
      isLate: opened.isLate)
    facts.add("role", role.rawValue)
    facts.add("prompt", Prompt.prefix(role: role, task: name.task))
    try matrix.write(tableFormat, facts, advance: { _ in try Task.checkCancellation() }) {
      try Destination.print($0)
    }
  }
}

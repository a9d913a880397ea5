import ArgumentParser
import Embeddings
import Reports

/// `jinascope sweep`.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Rank items for a query at every Matryoshka dimension of the model.",
    discussion: """
      One pass gives every dimension: vectors are truncated and scaled to unit length again.

      Examples:
        jinascope sweep "why do volcanoes explode"
        jinascope sweep "red house" pictures/ -k 3 --format csv
      """)

  @OptionGroup var wanted: QueryOptions
  @OptionGroup var input: InputOptions
  @Option(name: .customLong("task"), help: TaskOptions.help) var task: String?
  @OptionGroup var analysis: AnalysisOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var log: LogOptions

  func run() async throws {
    try log.start()
    let (query, input) = wanted.resolve(input)
    let opened = try input.open(model, cache, needsModel: query.isText)
    let engine = opened.embedder
    let task = try engine.task(named: task).task
    let search = try await Search(query, in: opened.items, with: engine, under: [task])
    let sweep = MatryoshkaSweep(
      query: search.queries[0], items: search.collection.table(task), identifiers: search.collection.identifiers,
      dimensions: engine.model.matryoshkaDimensions)
    let identifiers = search.collection.identifiers
    // People read one line for each dimension, with the item that is best there.
    let limit = analysis.format == .table ? 1 : analysis.limit.count
    let table = Table.sweep([(task: task, sweep: sweep)]) { _, step in
      step.ranking.top(limit).enumerated().map { position, item in
        SweptItem(id: identifiers[item], place: RankedPlace(rank: position + 1, score: step.ranking.scores[item]))
      }
    }
    try Report(
      table: table, facts: Facts(engine.model, task: task, input: input, isLate: opened.isLate, query: query),
      notes: ["\(identifiers.count) items · \(task)"]
    ).print(as: analysis.format)
  }
}

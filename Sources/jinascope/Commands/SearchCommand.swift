import ArgumentParser
import Embeddings
import Reports

/// `jinascope search`.
struct SearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Rank items by their similarity to a query.",
    discussion: """
      Items are read as passages unless they have a role of their own.

      Examples:
        jinascope search "why do volcanoes explode"
        jinascope search "red house" pictures/ -k 5 --format json
        jinascope search --like doc42 vectors.npy
      """)

  /// How the ranking is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, jsonl, csv, tsv, trec
  }

  @OptionGroup var wanted: QueryOptions
  @OptionGroup var input: InputOptions
  @Option(name: .customLong("task"), help: TaskOptions.help) var task: String?
  @Flag(help: "Score by late interaction: match each query token with the most similar token of the item.")
  var lateInteraction = false
  @OptionGroup var dimension: DimensionOptions
  @Option(help: "table, json, jsonl, csv, tsv or trec (a run of TREC).") var format: Format = .table
  @OptionGroup var limit: LimitOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    if lateInteraction && wanted.like != nil {
      throw ValidationError("--late-interaction compares the tokens of a text; --like is an item")
    }
    if lateInteraction && dimension.dimensions != nil {
      throw ValidationError("--dimensions truncates single vectors; --late-interaction compares token vectors")
    }
  }

  func run() async throws {
    try log.start()
    let (query, input) = wanted.resolve(input)
    let opened = try input.open(model, cache, needsModel: query.isText)
    let engine = opened.embedder
    let dimensions = try dimension.resolve(for: engine.model)
    let task = try engine.task(named: task).task
    let collection: EmbeddedCollection
    let scores: [Float]
    if lateInteraction {
      let search = try await LateInteractionSearch(query.name, in: opened.items, with: engine, under: task)
      (collection, scores) = (search.collection, search.scores)
    } else {
      let search = try await Search(query, in: opened.items, with: engine, under: [task])
      collection = search.collection
      scores = collection.scores(of: search.queries[0], task: task, dimensions: dimensions)
    }
    let nearest = Ranking.nearest(limit.count, scores: scores, identifiers: collection.identifiers)
    let table = Table.ranking(
      nearest.enumerated().map { position, item in
        (
          item: collection.reported(item), place: RankedPlace(rank: position + 1, score: scores[item]),
          compared: [RankedPlace?]()
        )
      })
    let compared = lateInteraction ? nil : dimensions
    guard let format = AnalysisFormat(rawValue: format.rawValue) else {
      let run = TRECRun(query: "query", model: engine.model, task: task, role: .query, dimensions: compared)
      return try Destination.print(run.bytes(of: table))
    }
    var facts = Facts(engine.model, task: task, dimensions: compared, input: input, isLate: opened.isLate, query: query)
    if lateInteraction { facts.add("scored_by", "late interaction") }
    try Report(
      table: table, facts: facts,
      notes: [
        "\(nearest.count) of \(collection.items.count) items · \(task) · "
          + (compared.map { "\($0) dimensions" } ?? "late interaction")
      ]
    ).print(as: format)
  }
}

import ArgumentParser
import Embeddings
import Reports

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

  @OptionGroup var wanted: QueryOptions
  @OptionGroup var input: InputOptions
  @OptionGroup var tasks: TaskOptions
  @OptionGroup var dimension: DimensionOptions
  @OptionGroup var analysis: AnalysisOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var log: LogOptions

  func run() async throws {
    try log.start()
    let (query, input) = wanted.resolve(input)
    let opened = try input.open(model, cache, needsModel: query.isText)
    let engine = opened.embedder
    let dimensions = try dimension.resolve(for: engine.model)
    let tasks = try self.tasks.resolve(among: engine.model.tasks, allByDefault: true).map(\.task)
    let search = try await Search(query, in: opened.items, with: engine, under: tasks)
    let rankings = zip(tasks, search.queries).map { task, query in
      Ranking(
        scores: search.collection.scores(of: query, task: task, dimensions: dimensions),
        identifiers: search.collection.identifiers)
    }
    let comparison = AdapterComparison(tasks: tasks, rankings: rankings)
    // The items that are among the first of any adapter, by their rank under the first.
    let chosen = Set(rankings.flatMap { Array($0.top(analysis.limit.count)) })
    let rows = rankings[0].order.filter(chosen.contains).map { item in
      (
        item: search.collection.reported(item),
        places: rankings.map { RankedPlace(rank: $0.ranks[item], score: $0.scores[item]) as RankedPlace? }
      )
    }
    var facts = Facts(
      engine.model, task: tasks[0], dimensions: dimensions, input: input, isLate: opened.isLate, query: query)
    facts.add(comparison)
    try Report(
      table: .comparison(rows, tasks: tasks, reference: 0), facts: facts,
      notes: [
        "\(rows.count) of \(search.collection.items.count) items: the best \(analysis.limit.count) of each adapter"
      ] + Self.correlations(comparison)
    ).print(as: analysis.format)
  }

  /// How alike each two adapters rank, on one line; none of a single adapter.
  private static func correlations(_ comparison: AdapterComparison) -> [String] {
    let tasks = comparison.tasks
    let pairs = tasks.indices.flatMap { first in
      tasks.indices.filter { $0 > first }.map { second in
        "\(tasks[first])/\(tasks[second]) \(comparison.kendallTau[first][second].map { scoreText(Float($0)) } ?? " –")"
      }
    }
    return pairs.isEmpty ? [] : ["Kendall τ: " + pairs.joined(separator: "  ")]
  }
}

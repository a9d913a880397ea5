import ArgumentParser
import Corpus
import Embeddings
import Reports
import StrictJSON

/// `jinascope calibrate`.
struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Say what a score means: how related, hard and random pairs score, and which threshold separates them.",
    discussion: """
      Related pairs come from judgments (see evaluate); without any, items of one label are related, and without labels \
      each item and its nearest neighbor. Standard error says which. Hard negatives are the ten items that score highest \
      among those that are not relevant; random pairs are drawn from a fixed seed.

      Examples:
        jinascope calibrate
        jinascope calibrate tickets.csv --label-column team --task text-matching --format json
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var judging: JudgmentOptions
  @OptionGroup var tasks: TaskOptions
  @OptionGroup var dimension: DimensionOptions
  @Option(help: AnalysisFormat.help) var format: AnalysisFormat = .table
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var log: LogOptions

  /// Items that are compared with all others where nothing was judged: they stand for all of a larger collection.
  private static let askedItems = 1000

  func run() async throws {
    try log.start()
    let given = try judging.given(isStrict: input.reading.strict)
    let opened = try input.open(model, cache, needsModel: given?.writtenQueries.isEmpty == false)
    let engine = opened.embedder
    let dimensions = try dimension.resolve(for: engine.model)
    let tasks = try self.tasks.resolve(among: engine.model.tasks, allByDefault: true).map(\.task)
    var facts = Facts(model: engine.model, collection: input.collectionName)
    let rows: [ReportedCalibration]
    if let judgments = try given ?? judging.chosen(among: opened.judgments) {
      let queries = try await JudgedQueries(judgments, in: opened.items, with: engine, under: tasks)
      facts.add("related", "judged")
      facts.add("judgments", queries.judged.name)
      let judged = queries.judgments
      rows = try tasks.map { task in
        let calibration = try Calibration(
          queries: queries.tables[task] ?? VectorTable([]), items: queries.collection.table(task), judgments: judged,
          unranked: queries.judged.queryItems, dimensions: dimensions)
        return ReportedCalibration(task: task, dimensions: dimensions, calibration: calibration)
      }
    } else {
      let collection = try await EmbeddedCollection(
        embedding: opened.items, with: engine, under: tasks, role: .passage)
      let related = RelatedItems(collection.items, at: Self.askedItems)
      facts.add("related", related.hasLabels ? "of one label" : "nearest neighbors")
      Destination.remark(
        "jinascope: no judgments; "
          + (related.hasLabels ? "items of one label" : "each item and its nearest neighbor") + " count as related")
      rows = try tasks.map { task in
        let table = collection.table(task)
        let judged = related.judgments(table, dimensions: dimensions, collection.identifiers)
        let calibration = try Calibration(
          queries: table.selecting(ArraySlice(related.asked), dimensions: table.dimensions), items: table,
          judgments: judged, dimensions: dimensions)
        return ReportedCalibration(task: task, dimensions: dimensions, calibration: calibration)
      }
    }
    let lines = rows.map(\.lines).joined(separator: [""])
    try Report(table: .calibration(rows), facts: facts, lines: Array(lines)).print(as: format)
  }
}

/// Which items count as related where nothing was judged.
private struct RelatedItems {
  /// The items that are compared with all others, as rows; evenly spread over the collection.
  let asked: [Int]
  /// Whether labels tell; else nearest neighbors do.
  let hasLabels: Bool
  private let groups: [[Int]]

  init(_ items: [CorpusItem], at most: Int) {
    var rows: [ExactString: [Int]] = [:]
    for (row, item) in items.enumerated() {
      if let label = item.label { rows[ExactString(label), default: []].append(row) }
    }
    let labelled = items.indices.filter { row in
      items[row].label.map { (rows[ExactString($0)]?.count ?? 0) > 1 } ?? false
    }
    hasLabels = !labelled.isEmpty
    let all = hasLabels ? labelled : Array(items.indices)
    let count = min(most, all.count)
    let asked = (0..<count).map { all[$0 * all.count / count] }
    self.asked = asked
    groups = asked.map { row in items[row].label.flatMap { rows[ExactString($0)] } ?? [] }
  }

  /// What is related to each of the items that are asked.
  func judgments(_ table: VectorTable, dimensions: Int, _ identifiers: [String]) -> [QueryJudgments] {
    asked.enumerated().map { place, row in
      var related = hasLabels ? groups[place].filter { $0 != row } : []
      if !hasLabels {
        var scores = table.scores(of: table.vector(row), dimensions: dimensions)
        scores[row] = -.infinity
        related = Ranking.nearest(1, scores: scores, identifiers: identifiers).filter { $0 != row }
      }
      return QueryJudgments(grades: Dictionary(uniqueKeysWithValues: related.map { ($0, 1) }), excluded: [row])
    }
  }
}

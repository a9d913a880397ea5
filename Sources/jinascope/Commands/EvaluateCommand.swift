public import ArgumentParser
import Corpus
public import Embeddings
import Files
import Reports

extension TieOrder: ExpressibleByArgument {}

/// `jinascope evaluate`.
struct EvaluateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure every adapter at every dimension by judged queries: which one, and how many dimensions?",
    discussion: """
      Judgments come with the bundled samples and with BEIR folders, or from --queries and --qrels. Each number stands \
      between the ends of its 95 % interval; `level` marks what these queries cannot tell from the best.

      ndcg takes the grade as the gain, as trec_eval does; ndcg_exp takes 2^grade − 1.

      Examples:
        jinascope evaluate
        jinascope evaluate scifact/ --metric ndcg@10 --metric recall@100 --format csv
        jinascope evaluate notes/ --queries questions.jsonl --per-query
      """)

  /// How the result is printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json, jsonl, csv, tsv, markdown
  }

  @OptionGroup var input: InputOptions
  @OptionGroup var judging: JudgmentOptions
  @Option(
    name: .customLong("metric"),
    help: ArgumentHelp(
      "ndcg, ndcg_exp, recall, precision, map, mrr or hit_rate, with @ and a cutoff; can be repeated. By default ndcg@10.",
      valueName: "name"))
  var metrics: [String] = []
  @OptionGroup var tasks: TaskOptions
  @Flag(help: "Add a row for late interaction under each adapter.") var lateInteraction = false
  @Flag(
    help: "List the queries, worst first, of the best adapter at the full dimension; --task and --dimensions choose.")
  var perQuery = false
  @Option(help: ArgumentHelp("With --per-query: the dimension.", valueName: "n")) var dimensions: Int?
  @Option(
    help:
      "Which of equal scores ranks first: trec (the greater id, as trec_eval), collection (the earlier) or worst (the less relevant)."
  )
  var ties: TieOrder = .trec
  @Option(
    help: ArgumentHelp(
      "Write a run of TREC for each adapter and dimension into this folder: the best 1000 items of every query.",
      valueName: "folder"))
  var runOut: String?
  @Option(help: "table, json, jsonl, csv, tsv or markdown.") var format: Format = .table
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    for name in metrics where Metric(name: name) == nil {
      throw ValidationError(
        "there is no metric \(name.debugDescription); "
          + "use ndcg, ndcg_exp, recall, precision, map, mrr or hit_rate, as in ndcg@10")
    }
    if dimensions != nil && !perQuery { throw ValidationError("--dimensions chooses what --per-query lists") }
    if input.reading.chunk?.chunking != nil {
      throw ValidationError("--chunk makes other items than those that were judged; evaluate whole ones")
    }
  }

  func run() async throws {
    try log.start()
    let given = try judging.given(isStrict: input.reading.strict)
    let opened = try input.open(model, cache, needsModel: given?.writtenQueries.isEmpty == false)
    let engine = opened.embedder
    guard let judgments = try given ?? judging.chosen(among: opened.judgments) else { throw InputError.noJudgments }
    let tasks = try self.tasks.resolve(among: engine.model.tasks, allByDefault: true).map(\.task)
    let queries = try await JudgedQueries(judgments, in: opened.items, with: engine, under: tasks)
    var cells = try queries.cells(under: tasks, at: engine.model.matryoshkaDimensions, ties: ties)
    if lateInteraction {
      for task in tasks {
        cells.append(try await queries.lateInteractionCell(under: task, with: engine, ties: ties))
      }
    }
    if let runOut { try queries.writeRuns(to: runOut, under: tasks, engine.model) }
    let evaluation = Evaluation(queries: queries.judged.queries.map(\.id), cells: cells)
    try print(evaluation, queries, engine.model)
  }

  private func print(_ evaluation: Evaluation, _ queries: JudgedQueries, _ model: ModelDescription) throws {
    let metrics = self.metrics.compactMap { Metric(name: $0) }
    let summaries = (metrics.isEmpty ? [.usual] : metrics).map { EvaluationSummary(evaluation, $0) }
    var facts = Facts(
      model: model, collection: input.collectionName)
    facts.add("judgments", queries.judged.name)
    facts.add("queries", .integer(evaluation.queries.count))
    facts.add("items", .integer(queries.collection.items.count - queries.judged.queryItems.count))
    facts.add("ties", ties.rawValue)
    let count =
      "\(evaluation.queries.count) quer\(evaluation.queries.count == 1 ? "y" : "ies"), \(queries.collection.items.count - queries.judged.queryItems.count) items"
    guard perQuery else {
      facts.add("draws", .integer(Bootstrap.usualDraws))
      let table = Table.evaluation(evaluation, summaries)
      let notes =
        summaries.map { $0.verdict(evaluation) } + ["\(count) · intervals hold 95 % of \(Bootstrap.usualDraws) draws"]
      return try print(table, facts, notes)
    }
    let cell = try shownCell(of: evaluation, summaries[0], model)
    facts.add("task", evaluation.cells[cell].task.name)
    facts.add("dimensions", Field(evaluation.cells[cell].dimensions))
    facts.add("metric", "\(summaries[0].metric)")
    let table = Table.judgedQueries(
      evaluation, summaries[0], in: cell, texts: queries.judged.queries.map(\.headline))
    try print(table, facts, ["\(count) · \(evaluation.cells[cell].label) · \(summaries[0].metric), worst first"])
  }

  /// The cell whose queries are listed: the best at the dimension asked for, or the full one.
  private func shownCell(
    of evaluation: Evaluation, _ summary: EvaluationSummary, _ model: ModelDescription
  ) throws -> Int {
    var options = DimensionOptions()
    options.dimensions = dimensions
    let wanted = try options.resolve(for: model)
    let cells = evaluation.cells.indices.filter { evaluation.cells[$0].dimensions == wanted }
    return cells.max { (summary.rows[$0].mean, $1) < (summary.rows[$1].mean, $0) } ?? 0
  }

  private func print(_ table: Table, _ facts: Facts, _ notes: [String]) throws {
    guard let analysis = AnalysisFormat(rawValue: format.rawValue) else {
      return try Destination.print(lines: table.markdownLines)
    }
    try Report(table: table, facts: facts, notes: notes).print(as: analysis)
  }
}

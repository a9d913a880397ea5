import Corpus
import Embeddings

/// How well adapters and dimensions answer the judged queries, and what of it is shown.
struct EvaluateState: Sendable {
  var metric = Metric.usual
  /// Whether the queries are listed, and not the adapters at their dimensions.
  var listsQueries = false
  /// The selected cell, as a row of the table.
  var cell = 0
  /// The selected row of the list of queries.
  var queryRow = 0
  /// Where the relevant items stand.
  var evaluation = Derived<EvaluationQuestion, Evaluation>()
  /// What that comes to by the metric.
  var summary = Derived<SummaryQuestion, EvaluationSummary>()

  /// The metrics that take turns.
  static let metrics = ["ndcg@10", "recall@10", "mrr", "map", "precision@1", "hit_rate@3"].compactMap {
    Metric(name: $0)
  }
}

/// Under which adapters the queries are evaluated.
struct EvaluationQuestion: Hashable, Sendable {
  var tasks: [EmbeddingTask]
  /// How often something was marked before.
  var markCount: Int
}

/// By which metric an evaluation is summed up.
struct SummaryQuestion: Hashable, Sendable {
  var evaluation: EvaluationQuestion
  var metric: Metric
}

/// An evaluation with its summary.
struct ShownEvaluation: Sendable {
  let evaluation: Evaluation
  let summary: EvaluationSummary
}

extension EvaluateState {
  /// What is on the screen: a summary and the evaluation it is of; `nil` before both are there.
  var shown: ShownEvaluation? {
    guard let evaluation = evaluation.answer, let summary = summary.answer,
      summary.rows.count == evaluation.cells.count
    else { return nil }
    return ShownEvaluation(evaluation: evaluation, summary: summary)
  }

  /// Uses the next metric.
  mutating func cycleMetric() {
    let place = Self.metrics.firstIndex(of: metric) ?? -1
    metric = Self.metrics[(place + 1) % Self.metrics.count]
  }

  /// The queries of the list, as indices of the evaluation.
  var listedQueries: [Int] {
    guard let shown, shown.evaluation.cells.indices.contains(cell) else { return [] }
    return shown.summary.worstFirst(in: cell)
  }

  /// The query that is selected in the list, as an index of the evaluation.
  var selectedQuery: Int? {
    let queries = listedQueries
    return queries.isEmpty ? nil : queries[queryRow.clamped(to: queries.count)]
  }

  mutating func move(by rows: Int) {
    if listsQueries {
      queryRow = (queryRow + rows).clamped(to: listedQueries.count)
    } else {
      cell = (cell + rows).clamped(to: shown?.evaluation.cells.count ?? 0)
    }
  }

  /// Stays within what there is.
  mutating func settle() { if let shown { cell = cell.clamped(to: shown.evaluation.cells.count) } }
}

extension Slot {
  static let evaluation = Slot("evaluation")
  static let evaluationSummary = Slot("evaluation summary")
}

extension Derivation {
  /// Where the relevant items stand, while the pane is on the screen: of every adapter all of whose vectors are there.
  static let evaluation = Derivation(.evaluation, at: \.evaluate.evaluation) { state in
    let subject = state.subject
    guard let judged = subject.collection.judged else { return .nothing }
    guard state.screen.geometry.isShown(.evaluate), let tables = subject.tables.answer else { return .later }
    var queries: [EmbeddingTask: VectorTable] = [:]
    for task in subject.shownTasks where subject.isComplete(tables, under: task) {
      queries[task] = subject.judgedTable(under: task)
    }
    let tasks = subject.shownTasks.filter { queries[$0] != nil }
    if tasks.isEmpty { return .later }
    let (dimensions, identifiers) = (subject.model.matryoshkaDimensions, subject.identifiers)
    let asked = queries
    let question = EvaluationQuestion(tasks: tasks, markCount: subject.collection.markCount)
    return .answer(question, revision: tables.count(under: tasks)) { _ in
      Evaluation(judged, tasks, asked, tables, identifiers, dimensions)
    }
  }

  /// What the evaluation comes to by the metric.
  static let evaluationSummary = Derivation(.evaluationSummary, at: \.evaluate.summary) { state in
    guard let evaluation = state.evaluate.evaluation.answer, let answered = state.evaluate.evaluation.answered else {
      return .later
    }
    let question = SummaryQuestion(evaluation: answered.question, metric: state.evaluate.metric)
    return .answer(question, revision: answered.revision) { _ in EvaluationSummary(evaluation, question.metric) }
  }
}

extension Evaluation {
  /// Ranks the items of `tables` for the queries of `judged` under each of `tasks`. What is cancelled on the way has fewer
  /// cells, and is dropped.
  fileprivate init(
    _ judged: JudgedCollection, _ tasks: [EmbeddingTask], _ queries: [EmbeddingTask: VectorTable], _ tables: ItemTables,
    _ identifiers: [String], _ dimensions: [Int]
  ) {
    var cells: [Cell] = []
    for task in tasks {
      guard let table = tables[task], let asked = queries[task] else { continue }
      let unranked = Set(judged.queryItems.compactMap { table.row(of: $0) })
      let search = JudgedSearch(
        queries: asked, items: table.vectors, identifiers: table.items.map { identifiers[$0] },
        judgments: judged.judgments(rows: table.items), unranked: unranked)
      guard let rankings = try? search.rankings(at: dimensions) else { break }
      cells += Evaluation.cells(of: task, dimensions: dimensions, rankings: rankings)
    }
    self.init(queries: judged.queries.map(\.id), cells: cells)
  }
}

extension Subject {
  /// Whether every item that can be embedded under a task is in its table.
  fileprivate func isComplete(_ tables: ItemTables, under task: EmbeddingTask) -> Bool {
    guard let table = tables[task] else { return false }
    return table.items.count == items.indices.count { failures[$0] == nil || vectors.item($0, under: task) != nil }
  }

  /// The vectors of the judged queries; `nil` before all of them are there.
  fileprivate func judgedTable(under task: EmbeddingTask) -> VectorTable? {
    guard let judged = collection.judged else { return nil }
    var table: [SingleVector] = []
    for query in judged.queries {
      let vector =
        query.item.map { vectors.item($0, under: task) } ?? query.key.flatMap { vectors.judgedQuery($0, under: task) }
      guard let vector else { return nil }
      table.append(vector)
    }
    return table.isEmpty ? nil : VectorTable(table)
  }

  /// What is relevant for the query that is typed, if it is one of the judged ones: the grades, by item.
  var judgedGrades: [Int: Int] {
    guard let judged = collection.judged, let query, neighborPath.isEmpty else { return [:] }
    return judged.grades(for: query)
  }
}

extension JudgedCollection {
  /// The grades of the items that were judged for a query, by item.
  func grades(for query: QueryKey) -> [Int: Int] {
    queries.first { $0.content == .text(query.text) && $0.role == query.role }?.grades ?? [:]
  }

  /// The query of an evaluation, by its id; `nil` where its judgments were taken back meanwhile.
  func query(called id: String) -> Query? { queries.first { $0.id == id } }
}

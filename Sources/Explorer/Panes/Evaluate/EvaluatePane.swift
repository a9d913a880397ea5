import Corpus
import Embeddings
import Reports
import TerminalUI

/// Which adapter, how many dimensions: by judged queries.
enum EvaluatePane: PaneDefinition {
  static let title = "Evaluate"
  static let derivations = [Derivation.evaluation, .evaluationSummary]

  static func view(of state: ExplorerState, _ theme: Theme) -> EvaluateView {
    EvaluateView(
      evaluate: state.evaluate, subject: state.subject, stop: state.work.stopped[.judgedQueries]?.reason,
      isFocused: state.screen.focus == .evaluate, theme: theme)
  }

  static func facts(_ facts: PaneFacts) -> Facts {
    var all = facts.collection
    guard let judged = facts.state.subject.collection.judged else { return all }
    all.add("judgments", judged.name)
    all.add("queries", .integer(judged.queries.count))
    all.add("items", .integer(facts.state.subject.items.count - judged.queryItems.count))
    all.add("ties", TieOrder.trec.rawValue)
    if facts.state.evaluate.listsQueries, let shown = facts.state.evaluate.shown {
      let cell = shown.evaluation.cells[facts.state.evaluate.cell.clamped(to: shown.evaluation.cells.count)]
      all.add("task", cell.task.name)
      all.add("dimensions", Field(cell.dimensions))
      all.add("metric", "\(shown.summary.metric)")
    } else {
      all.add("draws", .integer(Bootstrap.usualDraws))
    }
    return all
  }

  static func table(of state: ExplorerState) -> Table? {
    guard let shown = state.evaluate.shown else {
      return .evaluation(Evaluation(queries: [], cells: []), [])
    }
    guard state.evaluate.listsQueries else { return .evaluation(shown.evaluation, [shown.summary]) }
    let texts = shown.evaluation.queries.map { state.subject.collection.judged?.query(called: $0)?.headline ?? $0 }
    return .judgedQueries(
      shown.evaluation, shown.summary, in: state.evaluate.cell.clamped(to: shown.evaluation.cells.count), texts: texts)
  }

  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) {
    let verdict = state.evaluate.shown.map { $0.summary.verdict($0.evaluation) }
    let rows = table(of: state).map(SpokenPane.rows) ?? []
    let selected = state.evaluate.listsQueries ? state.evaluate.queryRow : state.evaluate.cell
    return ((verdict.map { [$0] } ?? []) + rows, rows.isEmpty ? nil : selected + (verdict == nil ? 0 : 1))
  }

  static func move(_ state: inout ExplorerState, by motion: Motion) { state.evaluate.move(by: motion.rows) }

  static func back(_ state: inout ExplorerState) -> Bool {
    defer { state.evaluate.listsQueries = false }
    return state.evaluate.listsQueries
  }

  static func click(_ hit: EvaluateView.Hit, in state: inout ExplorerState) {
    if state.evaluate.listsQueries { state.evaluate.queryRow = hit.row } else { state.evaluate.cell = hit.row }
  }

  static func settle(_ state: inout ExplorerState) { state.evaluate.settle() }
}

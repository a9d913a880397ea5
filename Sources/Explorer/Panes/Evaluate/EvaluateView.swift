import Corpus
import Embeddings
import Reports
import TerminalUI

/// Every adapter at every dimension by judged queries: what it reaches, how sure that is, and the cheapest that is as good
/// as the best; or the queries, the worst first.
struct EvaluateView: PaneView {
  let evaluate: EvaluateState
  let subject: Subject
  /// What stopped the embedding of the queries.
  var stop: String?
  var isFocused = false
  var theme = Theme(depth: .mono)

  /// A row of the list that is shown.
  struct Hit: Sendable { let row: Int }

  var detail: String {
    guard let shown = evaluate.shown else { return "" }
    let count = shown.evaluation.queries.count
    return "\(shown.summary.metric) · \(count) quer\(count == 1 ? "y" : "ies")"
      + (evaluate.listsQueries ? " · worst first" : "")
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    guard let shown = evaluate.shown else {
      return Label(emptyText, style: theme.faint, wraps: true).draw(on: &screen, in: rect)
    }
    let parts = parts(of: rect)
    Label(heading(shown), style: theme.accent, wraps: true).draw(on: &screen, in: parts.heading)
    list(shown, columns: rect.size.columns).draw(on: &screen, in: parts.list)
    if !parts.plot.isEmpty { plot(shown).draw(on: &screen, in: parts.plot) }
  }

  func hit(at position: Position, in content: Rect) -> Hit? {
    guard let shown = evaluate.shown else { return nil }
    let parts = parts(of: content)
    return list(shown, columns: content.size.columns).row(at: position, in: parts.list).map { Hit(row: $0) }
  }

  private var emptyText: String {
    guard let judged = subject.collection.judged else {
      return
        "This collection brings no judgments. A BEIR folder does, and a collection.json that lists judged queries; "
        + "`jinascope evaluate --queries FILE` takes them from a file. Or judge here: ask a query, and press m on the items "
        + "that answer it."
    }
    if judged.queries.isEmpty { return "\(judged.name) judges no query that is there." }
    return stop ?? "\(judged.queries.count) judged queries are being embedded and ranked."
  }

  /// The sentence on top: the verdict, or whose ranking the queries have.
  private func heading(_ shown: ShownEvaluation) -> String {
    guard evaluate.listsQueries, shown.evaluation.cells.indices.contains(evaluate.cell) else {
      return shown.summary.verdict(shown.evaluation)
    }
    return "Ranked by \(shown.evaluation.cells[evaluate.cell].label)"
  }

  /// The sentence, the list below it and, where there is room, the plot.
  private func parts(of rect: Rect) -> (heading: Rect, list: Rect, plot: Rect) {
    let count = (evaluate.shown?.evaluation.cells.count ?? 0) + 1
    let headingRows = evaluate.listsQueries ? 1 : rect.size.columns >= 100 ? 2 : 3
    let rows = rect.splitRows([.fixed(headingRows), .flexible()])
    if !evaluate.listsQueries, rows[1].size.rows >= count + 8 {
      let halves = rows[1].splitRows([.fixed(count), .flexible()])
      return (rows[0], halves[0], halves[1])
    }
    return (rows[0], rows[1], Rect(row: 0, column: 0, columns: 0, rows: 0))
  }

  private func list(_ shown: ShownEvaluation, columns: Int) -> List {
    evaluate.listsQueries ? queries(shown, columns: columns) : cells(shown, columns: columns)
  }

  /// The adapters at their dimensions.
  private func cells(_ shown: ShownEvaluation, columns: Int) -> List {
    let hasLoss = columns >= 66
    let headings: [List.Column] =
      [
        .init("adapter", .flexible(minimum: 9)), .init("dim", .fixed(5), alignment: .trailing),
        .init("bytes", .fixed(7), alignment: .trailing), .init("value", .fixed(7), alignment: .trailing),
        .init("95 %", .fixed(14), alignment: .trailing),
      ]
      + (hasLoss ? [.init("worse by", .fixed(10), alignment: .trailing)] : []) + [.init("", .fixed(7))]
    return List(
      columns: headings, count: shown.evaluation.cells.count, selection: evaluate.cell,
      headingStyle: theme.heading, select: theme.select(isFocused: isFocused)
    ) { place in
      let (cell, row) = (shown.evaluation.cells[place], shown.summary.rows[place])
      let isCurrent = cell.task == subject.task && cell.dimensions == subject.dimensions
      let style = row.isLevel ? Style.plain : theme.faint
      let interval = row.interval.map { "\(Self.text($0.lowerBound))–\(Self.text($0.upperBound))" } ?? "·"
      let mark =
        place == shown.summary.best
        ? " best" : place == shown.summary.cheapest ? " small" : row.isLevel ? " level" : ""
      let items: [List.Item] = [
        .init(cell.task.name, style: isCurrent ? theme.accent : style),
        .init(cell.dimensions.map(String.init) ?? "–", style: isCurrent ? theme.accent : style),
        .init("\(cell.bytes)", style: theme.faint), .init(Self.text(row.mean), style: style),
        .init(interval, style: theme.faint),
      ]
      return items + (hasLoss ? [.init(Self.text(row.loss), style: style)] : []) + [.init(mark, style: theme.accent)]
    }
  }

  /// The queries that the selected cell ranks worst, with the rank of the first relevant item under every adapter.
  private func queries(_ shown: ShownEvaluation, columns: Int) -> List {
    let cells = shown.evaluation.cells
    let selected = evaluate.cell.clamped(to: cells.count)
    let others = cells.indices.filter { cells[$0].scoring == cells[selected].scoring && $0 != selected }
    let order = evaluate.listedQueries
    let headings: [List.Column] =
      [
        .init("value", .fixed(7), alignment: .trailing), .init("first at", .fixed(9), alignment: .trailing),
      ] + others.map { .init(cells[$0].task.name, .fixed(columns >= 90 ? 14 : 8), alignment: .trailing) }
      + [.init(" query", .flexible())]
    return List(
      columns: headings, count: order.count, selection: evaluate.queryRow.clamped(to: order.count),
      headingStyle: theme.heading, select: theme.select(isFocused: isFocused)
    ) { row in
      let query = order[row]
      func rank(_ cell: Int) -> String { cells[cell].rankings[query].relevant.first.map { "\($0.rank)" } ?? "–" }
      let items: [List.Item] =
        [.init(Self.text(shown.summary.values[selected][query])), .init(rank(selected), style: theme.accent)]
        + others.map { .init(rank($0), style: theme.faint) }
      let id = shown.evaluation.queries[query]
      let text = subject.collection.judged?.query(called: id)?.headline ?? id
      return items + [.init(" " + text)]
    }
  }

  /// The metric over the dimensions, a line for each adapter.
  private func plot(_ shown: ShownEvaluation) -> LinePlot {
    let dimensions = subject.model.matryoshkaDimensions
    let series = subject.shownTasks.enumerated().compactMap { index, task -> LinePlot.Series? in
      let values = shown.evaluation.cells.indices.filter { shown.evaluation.cells[$0].task == task }
        .map { shown.summary.rows[$0].mean }
      guard values.count == dimensions.count else { return nil }
      return LinePlot.Series(name: task.name, values: values, style: theme.series(index))
    }
    var plot = LinePlot(labels: dimensions.map(String.init), series: series)
    plot.selection = dimensions.firstIndex(of: subject.dimensions)
    return plot
  }

  private static func text(_ number: Double) -> String { NumberText.fixed(number, decimals: 3) }
}

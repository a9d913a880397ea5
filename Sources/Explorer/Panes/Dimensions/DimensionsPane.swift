import Corpus
import Embeddings
import TerminalUI

/// The Matryoshka dimensions: what a shorter vector costs, and the one that all panes use.
struct DimensionsPane: View {
  let state: ExplorerState
  var theme = Theme(depth: .mono)

  /// What the border says: the pair whose score is shown.
  var detail: String {
    guard let pair = state.sweepPair else { return "" }
    let first =
      switch pair.anchor {
      case .query: "query"
      case .item(let item): name(item)
      }
    return "\(first) × \(name(pair.item))"
  }

  private func name(_ item: Int) -> String {
    TextWidth.cells(of: state.names[item]).prefix(12).map(\.text).joined()
  }

  private var current: MatryoshkaSweep? { state.sweep.answer?.sweeps[state.task] }

  /// The table.
  var list: List {
    let dimensions = state.model.matryoshkaDimensions
    let steps = current?.steps ?? []
    let hasTimes =
      state.showsTimes && (state.layout.content(of: .dimensions)?.size.columns ?? 0) >= Self.columnsForTimes
    let scores = state.sweepPair.flatMap { state.sweep.answer?.scores(of: $0.item, under: state.task) } ?? []
    return List(
      columns: ([
        .init("dim", .fixed(5), alignment: .trailing), .init("score", .fixed(8), alignment: .trailing),
        .init("top10", .fixed(6), alignment: .trailing), .init("τ", .fixed(7), alignment: .trailing),
        .init("bytes", .flexible(minimum: 6), alignment: .trailing),
      ] + (hasTimes ? [.init("search", .fixed(10), alignment: .trailing)] : [])), count: dimensions.count,
      selection: dimensions.firstIndex(of: state.dimensions), scroll: 0,
      headingStyle: theme.heading, select: theme.select(isFocused: state.focus == .dimensions)
    ) { index in
      let isCurrent = dimensions[index] == state.dimensions
      let step = steps.indices.contains(index) ? steps[index] : nil
      let cells: [List.Item] = [
        .init("\(dimensions[index])", style: isCurrent ? theme.accent : .plain),
        .init(scores.indices.contains(index) ? NumberText.fixed(scores[index], decimals: 4) : "·"),
        .init(step.map { overlap($0) } ?? "·"),
        .init(step?.kendallTau.map { NumberText.fixed($0, decimals: 3) } ?? "·"),
        .init("\(dimensions[index] * MemoryLayout<Float>.size)", style: theme.faint),
      ]
      return cells + (hasTimes ? [.init(step.map { time($0.searchTime) } ?? "·", style: theme.faint)] : [])
    }
  }

  /// The fewest columns that have room for the times of a search.
  private static let columnsForTimes = 44

  private func time(_ duration: Duration) -> String {
    NumberText.fixed(duration / .milliseconds(1), decimals: 2) + " ms"
  }

  /// How many of the ten best are the same, of as many as there are.
  private func overlap(_ step: MatryoshkaSweep.Step) -> String {
    let count = min(10, step.ranking.order.count)
    return "\(Int((step.overlapAt10 * Double(count)).rounded()))/\(count)"
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    let parts = parts(of: rect)
    list.draw(on: &screen, in: parts.list)
    screen.write(state.sweepMeasure.rawValue, in: parts.heading, style: theme.heading)
    plot?.draw(on: &screen, in: parts.plot)
  }

  /// The place among the dimensions that a click means, in the table or in the plot.
  func place(at position: Position, in rect: Rect) -> Int? {
    let parts = parts(of: rect)
    return list.row(at: position, in: parts.list) ?? plot?.index(at: position, in: parts.plot)
  }

  /// The table, and below it the plot, with the name of what is plotted where that is not the score.
  private func parts(of rect: Rect) -> (list: Rect, heading: Rect, plot: Rect) {
    let rows = rect.splitRows([.fixed(state.model.matryoshkaDimensions.count + 1), .flexible()])
    let hasPlot = rows[1].size.rows >= 3 && plot != nil
    let parts = rows[1].splitRows([.fixed(hasPlot && state.sweepMeasure != .score ? 1 : 0), .flexible()])
    return (rows[0], parts[0], hasPlot ? parts[1] : Rect(row: 0, column: 0, columns: 0, rows: 0))
  }

  /// The score of the pair at every dimension, or another measure, a line for each adapter; `nil` before it is known.
  private var plot: LinePlot? {
    guard let sweep = state.sweep.answer else { return nil }
    let series = state.shownTasks.enumerated().compactMap { index, task in
      sweep.values(of: state.sweepMeasure, item: state.sweepPair?.item, under: task).map { values in
        LinePlot.Series(name: task.name, values: values, style: theme.series(index))
      }
    }
    guard !series.isEmpty else { return nil }
    var plot = LinePlot(labels: state.model.matryoshkaDimensions.map(String.init), series: series)
    plot.selection = state.model.matryoshkaDimensions.firstIndex(of: state.dimensions)
    return plot
  }
}

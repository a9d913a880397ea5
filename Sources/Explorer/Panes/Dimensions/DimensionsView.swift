import Corpus
import Embeddings
import TerminalUI

/// The Matryoshka dimensions: what a shorter vector costs, and the one that all panes use.
struct DimensionsView: PaneView {
  let dimensions: DimensionsState
  let subject: Subject
  /// Whether measured times are shown.
  var showsTimes = false
  var isFocused = false
  var theme = Theme(depth: .mono)

  /// A dimension, in the table or in the plot.
  struct Hit: Sendable { let dimensions: Int }

  /// What the border says: the pair whose score is shown.
  var detail: String {
    guard let pair = subject.scoredPair else { return "" }
    let first =
      switch pair.reference {
      case .query: "query"
      case .item(let item): name(item)
      }
    return "\(first) × \(name(pair.item))"
  }

  private func name(_ item: Int) -> String {
    TextWidth.cells(of: subject.names[item]).prefix(12).map(\.text).joined()
  }

  private var sweep: DimensionSweep? { dimensions.sweep.answer }
  private var current: MatryoshkaSweep? { sweep?.sweeps[subject.task] }

  /// The table for a pane of that many columns.
  private func list(columns: Int) -> List {
    let dimensions = subject.model.matryoshkaDimensions
    let steps = current?.steps ?? []
    let hasTimes = showsTimes && columns >= Self.columnsForTimes
    let scores = subject.scoredPair.flatMap { sweep?.scores(of: $0.item, under: subject.task) } ?? []
    return List(
      columns: ([
        .init("dim", .fixed(5), alignment: .trailing), .init("score", .fixed(8), alignment: .trailing),
        .init("top10", .fixed(6), alignment: .trailing), .init("τ", .fixed(7), alignment: .trailing),
        .init("bytes", .flexible(minimum: 6), alignment: .trailing),
      ] + (hasTimes ? [.init("search", .fixed(10), alignment: .trailing)] : [])), count: dimensions.count,
      selection: dimensions.firstIndex(of: subject.dimensions), scroll: 0,
      headingStyle: theme.heading, select: theme.select(isFocused: isFocused)
    ) { index in
      let isCurrent = dimensions[index] == subject.dimensions
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
    list(columns: rect.size.columns).draw(on: &screen, in: parts.list)
    screen.write(dimensions.measure.rawValue, in: parts.heading, style: theme.heading)
    plot?.draw(on: &screen, in: parts.plot)
  }

  func hit(at position: Position, in content: Rect) -> Hit? {
    let parts = parts(of: content)
    let list = list(columns: content.size.columns)
    let place = list.row(at: position, in: parts.list) ?? plot?.index(at: position, in: parts.plot)
    return place.map { Hit(dimensions: subject.model.matryoshkaDimensions[$0]) }
  }

  /// The table, and below it the plot, with the name of what is plotted where that is not the score.
  private func parts(of rect: Rect) -> (list: Rect, heading: Rect, plot: Rect) {
    let rows = rect.splitRows([.fixed(subject.model.matryoshkaDimensions.count + 1), .flexible()])
    let hasPlot = rows[1].size.rows >= 3 && plot != nil
    let parts = rows[1].splitRows([.fixed(hasPlot && dimensions.measure != .score ? 1 : 0), .flexible()])
    return (rows[0], parts[0], hasPlot ? parts[1] : Rect(row: 0, column: 0, columns: 0, rows: 0))
  }

  /// The score of the pair at every dimension, or another measure, a line for each adapter; `nil` before it is known.
  private var plot: LinePlot? {
    guard let sweep else { return nil }
    let series = subject.shownTasks.enumerated().compactMap { index, task in
      sweep.values(of: dimensions.measure, item: subject.scoredPair?.item, under: task).map { values in
        LinePlot.Series(name: task.name, values: values, style: theme.series(index))
      }
    }
    guard !series.isEmpty else { return nil }
    var plot = LinePlot(labels: subject.model.matryoshkaDimensions.map(String.init), series: series)
    plot.selection = subject.model.matryoshkaDimensions.firstIndex(of: subject.dimensions)
    return plot
  }
}

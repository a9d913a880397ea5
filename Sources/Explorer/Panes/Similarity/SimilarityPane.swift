import Corpus
import Embeddings
import TerminalUI

/// The similarities of items with items, or of the query with items, as a map of colors with a crosshair.
struct SimilarityPane: View {
  let state: ExplorerState
  var theme = Theme(depth: .mono)

  /// What the border says: what is compared, in which order, how much of it.
  var detail: String {
    let extent = state.heatmapExtent
    guard extent.rows > 0 else { return kind }
    var words = ["\(extent.rows)×\(extent.columns)"]
    if state.heatmap.rows == .sets {
      words[0] += " \(state.heatmap.rowSet?.name ?? "all") × \(state.heatmap.columnSet?.name ?? "all")"
    } else if extent.columns < state.items.count {
      words[0] += " of \(state.items.count)"
    }
    words.append("by \((state.heatmap.arrangement?.order ?? state.heatmap.order).rawValue)")
    if let subtracted { words.append("\(state.task) − \(subtracted)") }
    if let scaleName { words.append(scaleName) }
    return words.joined(separator: " · ")
  }

  private var kind: String {
    switch state.heatmap.rows {
    case .items: "items × items"
    case .query: "query × items"
    case .sets: "A × B"
    }
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    let parts = parts(of: rect)
    guard state.heatmapExtent.rows > 0 else {
      Label(emptyText, style: theme.faint, wraps: true).draw(on: &screen, in: rect)
      return
    }
    if !parts.map.isEmpty { heatmap(in: parts.map).draw(on: &screen, in: parts.map) }
    if !parts.list.isEmpty { list.draw(on: &screen, in: parts.list) }
    drawText(on: &screen, in: parts.text)
  }

  private var emptyText: String {
    switch state.heatmap.rows {
    case .items: "Vectors are on their way: \(state.embeddedCount) of \(state.items.count)."
    case .query: "Press i and type a query to compare the items with, or x for items × items."
    case .sets: "None of these items has a vector yet; x shows items × items."
    }
  }

  /// The fewest lines that show the map and the list of pairs together.
  static let rowsForBoth = 30

  /// The map, the list of pairs where it is shown, and below them the lines about the crosshair.
  func parts(of rect: Rect) -> (map: Rect, list: Rect, text: Rect) {
    let rows = rect.splitRows([.flexible(), .fixed(rect.size.rows >= 14 ? 3 : rect.size.rows >= 5 ? 1 : 0)])
    let none = Rect(row: rows[0].origin.row, column: rows[0].origin.column, columns: 0, rows: 0)
    guard state.heatmap.isListing else { return (rows[0], none, rows[1]) }
    if rect.size.rows < Self.rowsForBoth { return (none, rows[0], rows[1]) }
    let halves = rows[0].splitRows([.flexible(weight: 3), .fixed(1), .flexible(weight: 2)])
    return (halves[0], halves[2], rows[1])
  }

  /// The pairs nearest to the threshold.
  var list: List {
    let pairs = state.listedPairs
    return List(
      columns: [
        .init("similarity", .fixed(11), alignment: .trailing),
        .init("to \(thresholdText)", .fixed(9), alignment: .trailing),
        .init("row", .flexible(minimum: 6)), .init("column", .flexible(minimum: 6)),
      ], count: pairs.count, selection: pairs.isEmpty ? nil : state.heatmap.pairRow, headingStyle: theme.heading,
      select: theme.select(isFocused: state.focus == .similarity)
    ) { index in
      let pair = pairs[index]
      let distance = pair.similarity - state.heatmap.threshold
      return [
        .init(NumberText.fixed(pair.similarity, decimals: 4)),
        .init((distance < 0 ? "" : "+") + NumberText.fixed(distance, decimals: 4), style: theme.faint),
        .init(rowName(pair.row).name), .init(columnName(pair.column).name),
      ]
    }
  }

  private var thresholdText: String { NumberText.fixed(state.heatmap.threshold, decimals: 2) }

  /// The lines below: how far the matrix is, what is listed or selected, the value at the crosshair and both labels.
  private func drawText(on screen: inout Screen, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let (row, column) = (rowName(state.heatmap.row), columnName(state.heatmap.column))
    if let progress = state.heatmap.tiles.progress, state.heatmap.arrangement?.isTiled == true,
      !state.heatmap.tiles.isComplete
    {
      ProgressBar(fraction: progress.share, label: describe(progress), style: theme.accent)
        .draw(on: &screen, in: rect.line(0))
    } else {
      screen.write(
        headline(isAlone: rect.size.rows < 3, columns: rect.size.columns), in: rect.line(0), style: theme.accent)
    }
    if rect.size.rows < 3 { return }
    for (index, label) in [("> ", row), ("v ", column)].enumerated() {
      let line = rect.line(index + 1)
      let used = screen.write("\(label.0)\(label.1.name)  ", in: line)
      screen.write(
        label.1.content,
        in: Rect(
          row: line.origin.row, column: line.origin.column + used, columns: line.size.columns - used,
          rows: line.size.rows), style: theme.faint)
    }
  }

  private func describe(_ progress: TileProgress) -> String {
    var words = ["pairs"]
    if let rate = progress.pairsPerSecond { words[0] = "\(NumberText.fixed(rate / 1e6, decimals: 1)) M pairs/s" }
    if let seconds = progress.remainingSeconds { words.append("\(NumberText.fixed(seconds, decimals: 0)) s left") }
    return (words + ["Ctrl-C cancels"]).joined(separator: " · ")
  }

  /// What is said first: of the list, of the rectangle, or of the value at the crosshair.
  private func headline(isAlone: Bool, columns: Int) -> String {
    if state.heatmap.isListing {
      guard let pairs = state.heatmap.pairs.answer else { return "The pairs are being looked for." }
      let count = "\(state.listedPairs.count) of \(pairs.count) pairs"
      return isAlone
        ? "\(count) · \(pairs.countAbove) at \(thresholdText) or above"
        : "the \(count) nearest to \(thresholdText) · \(pairs.countAbove) at or above"
    }
    if let selection = state.heatmap.selection {
      let size = (isAlone ? "" : "rectangle ") + "\(selection.rows.count)×\(selection.columns.count)"
      guard let statistics = state.rectangleStatistics, let mean = statistics.mean,
        let deviation = statistics.standardDeviation, let range = statistics.range
      else { return size }
      func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
      return "\(size) · mean \(text(mean)) ± \(text(deviation)) · "
        + "\(text(Double(range.lowerBound))) to \(text(Double(range.upperBound)))"
    }
    guard let value = state.heatmapValue(row: state.heatmap.row, column: state.heatmap.column) else { return "" }
    let number = NumberText.fixed(value, decimals: 4)
    if isAlone {
      let row = state.heatmap.rows == .query ? rowLabel(state.heatmap.row) : rowName(state.heatmap.row).name
      return "\(number)  \(row) × \(columnName(state.heatmap.column).name)"
    }
    // Of the query every row is another adapter's.
    let task = state.heatmap.rows == .query ? rowLabel(state.heatmap.row) : state.task.name
    let adapters = "under \(task)" + (subtracted.map { " − \($0)" } ?? "")
    let facts = ["\(number) \(adapters)"] + [blockText].compactMap { $0 } + ["\(state.dimensions) dimensions"]
    return TextFit.joined(facts, columns: columns)
  }

  /// The mean and the greatest value of what is drawn at the crosshair, where that is more than one.
  private var blockText: String? {
    guard let content = state.layout.content(of: .similarity), !parts(of: content).map.isEmpty,
      case .overview(let overview) = window(in: parts(of: content).map)
    else { return nil }
    let place = overview.place(row: state.heatmap.row, column: state.heatmap.column)
    let (mean, greatest) = overview.values(row: place.row, column: place.column)
    return "block: mean \(NumberText.fixed(mean, decimals: 3)), max \(NumberText.fixed(greatest, decimals: 3))"
  }

  /// What a column stands for.
  func columnName(_ column: Int) -> (name: String, content: String) { itemName(state.heatmapItem(atColumn: column)) }

  private func itemName(_ item: Int) -> (name: String, content: String) {
    (state.names[item], state.items[item].headline)
  }

  /// What the items are compared with: the query, or the item whose neighbours are looked at.
  private var anchorName: String { state.list.pins.last.map { state.names[$0] } ?? "query" }

  private var anchorContent: String { state.list.pins.last.map { state.items[$0].headline } ?? state.query.field.text }

  /// What a row stands for.
  func rowName(_ row: Int) -> (name: String, content: String) {
    if state.heatmap.rows != .query { return itemName(state.heatmapItem(atRow: row)) }
    let tasks = state.shownRanking?.comparison.tasks ?? []
    return (tasks.indices.contains(row) ? "\(anchorName) under \(tasks[row])" : anchorName, anchorContent)
  }
}

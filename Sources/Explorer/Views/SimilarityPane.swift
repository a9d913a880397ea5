import Corpus
import Embeddings
import TerminalUI

/// The similarities of items with items, or of the query with items, as a map of colors with a crosshair.
struct SimilarityPane: View {
  let state: ExplorerState
  var theme = Theme(depth: .mono)

  /// What the border says: what is compared, in which order, how much of it.
  func detail(in content: Rect) -> String {
    let extent = state.heatmapExtent
    guard extent.rows > 0 else { return state.heatmap.rows == .items ? "items × items" : "query × items" }
    var words = ["\(extent.rows)×\(extent.columns)"]
    if extent.columns < state.items.count { words[0] += " of \(state.items.count)" }
    words.append("by \(state.heatmap.order.rawValue)")
    if let subtracted { words.append("\(state.task) − \(subtracted)") }
    if let scaleName { words.append(scaleName) }
    if case .overview(let overview) = window(in: parts(of: content).map) {
      let rows = (overview.matrixRows + overview.grid.rows - 1) / max(1, overview.grid.rows)
      let columns = (overview.matrixColumns + overview.grid.columns - 1) / max(1, overview.grid.columns)
      words.append("\(state.heatmap.reduction.rawValue) of \(rows)×\(columns)")
    }
    return words.joined(separator: " · ")
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    let parts = parts(of: rect)
    guard state.heatmapExtent.rows > 0 else {
      Label(emptyText, style: theme.faint, wraps: true).draw(on: &screen, in: rect)
      return
    }
    heatmap(in: parts.map).draw(on: &screen, in: parts.map)
    drawCrosshair(on: &screen, in: parts.text)
  }

  private var emptyText: String {
    switch state.heatmap.rows {
    case .items: "Vectors are on their way: \(state.embeddedCount) of \(state.items.count)."
    case .query: "Press i and type a query to compare the items with, or x for items × items."
    }
  }

  /// The map, and below it the lines about the crosshair.
  func parts(of rect: Rect) -> (map: Rect, text: Rect) {
    let parts = rect.splitRows([.flexible(), .fixed(rect.size.rows >= 14 ? 3 : rect.size.rows >= 5 ? 1 : 0)])
    return (parts[0], parts[1])
  }

  /// The value at the crosshair and both of its labels.
  private func drawCrosshair(on screen: inout Screen, in rect: Rect) {
    guard let value = value(row: state.heatmap.row, column: state.heatmap.column), !rect.isEmpty else { return }
    let number = NumberText.fixed(value, decimals: 4)
    let (row, column) = (rowName(state.heatmap.row), columnName(state.heatmap.column))
    if rect.size.rows < 3 {
      screen.write("\(number)  \(row.name) × \(column.name)", in: rect.line(0), style: theme.accent)
      return
    }
    screen.write(
      "\(number)  at \(state.dimensions) dimensions under \(state.task)\(subtracted.map { " − \($0)" } ?? "")",
      in: rect.line(0), style: theme.accent)
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

  private func columnName(_ column: Int) -> (name: String, content: String) {
    let item = state.items[state.heatmapItem(at: column)]
    return (item.id, item.headline)
  }

  /// What the items are compared with: the query, or the item whose neighbours are looked at.
  private var anchorName: String { state.list.pins.last.map { state.items[$0].id } ?? "query" }

  private var anchorContent: String { state.list.pins.last.map { state.items[$0].headline } ?? state.query.field.text }

  /// What a row stands for.
  func rowName(_ row: Int) -> (name: String, content: String) {
    switch state.heatmap.rows {
    case .items: return columnName(row)
    case .query:
      let tasks = state.shownRanking?.comparison.tasks ?? []
      return (tasks.indices.contains(row) ? "\(anchorName) under \(tasks[row])" : anchorName, anchorContent)
    }
  }
}

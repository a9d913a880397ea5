import Corpus
import TerminalUI

/// The two items under the crosshair of the similarity pane, one below the other.
struct PairView: View {
  let state: ExplorerState
  let pair: (row: Int, column: Int)
  var theme = Theme(depth: .mono)

  func draw(on screen: inout Screen, in rect: Rect) {
    let halves = rect.splitRows([.flexible(weight: 1), .flexible(weight: 1)])
    draw(pair.row, sign: ">", on: &screen, in: halves[0])
    draw(pair.column, sign: "v", on: &screen, in: halves[1])
  }

  private func draw(_ item: Int, sign: String, on screen: inout Screen, in rect: Rect) {
    let parts = rect.splitRows([.fixed(1), .flexible()])
    let entry = state.items[item]
    let label = entry.label.map { " · \($0)" } ?? ""
    screen.write("\(sign) \(state.names[item])\(label)", in: parts[0], style: theme.accent)
    if case .image(let source) = entry.content {
      PictureView(
        entry: state.pictures[source], reading: state.vectors.readings[item], failure: state.list.failures[item],
        theme: theme
      ).draw(on: &screen, in: parts[1])
    } else {
      Label(entry.fullText, wraps: true).draw(on: &screen, in: parts[1])
    }
  }
}

extension ExplorerState {
  /// The two items under the crosshair while the similarities have the focus; `nil` of a query's row.
  var crosshairPair: (row: Int, column: Int)? {
    guard focus == .similarity, heatmap.rows != .query, heatmapExtent.rows > 0 else { return nil }
    return (heatmapItem(atRow: heatmap.row), heatmapItem(atColumn: heatmap.column))
  }
}

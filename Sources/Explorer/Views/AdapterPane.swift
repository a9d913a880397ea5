import Embeddings
import TerminalUI

/// The tasks of the checkpoint: the current one, those compared with it, and what their adapters are.
struct AdapterPane: View {
  let state: ExplorerState
  var theme = Theme(depth: .mono)

  /// What the border says.
  var detail: String {
    let marked = state.shownTasks.count
    return marked > 1 ? "\(marked) compared" : "\(state.model.adapters.count) tasks"
  }

  /// The table.
  var list: List {
    List(
      columns: [
        .init("", .fixed(6)), .init("task", .flexible(weight: 3, minimum: 8)),
        .init("rank", .fixed(5), alignment: .trailing),
        .init("α", .fixed(4), alignment: .trailing), .init("items", .fixed(11), alignment: .trailing),
      ], count: state.model.adapters.count, selection: state.adapterCursor, scroll: 0, headingStyle: theme.heading,
      select: theme.select(isFocused: state.focus == .adapters), row: row)
  }

  private func row(_ index: Int) -> [List.Item] {
    let adapter = state.model.adapters[index]
    let isCurrent = adapter.task == state.task
    let isMarked = state.marked.contains(adapter.task)
    let shown = state.shownTasks.firstIndex(of: adapter.task)
    let style = shown.map { theme.series($0) } ?? .plain
    return [
      .init((isCurrent ? "●" : " ") + (isMarked ? " [x]" : " [ ]"), style: isCurrent ? theme.accent : theme.faint),
      .init(adapter.task.name, style: isCurrent ? theme.accent : style),
      .init(adapter.rank.map(String.init) ?? "–", style: theme.faint),
      .init(adapter.alpha.map { NumberText.fixed($0, decimals: 0) } ?? "–", style: theme.faint),
      .init("\(state.vectors.count(under: adapter.task))/\(state.items.count)", style: theme.faint),
    ]
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    list.draw(on: &screen, in: rect)
  }
}

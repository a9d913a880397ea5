import Reports
import TerminalUI

/// The collection, ranked, filtered and sorted.
enum ItemsPane: PaneDefinition {
  static let title = "Items"
  static let exportFormats: [ExportFormat] = [.tsv, .jsonl, .trec, .csv, .json, .npy, .safetensors, .vectorLines]

  static func view(of state: ExplorerState, _ theme: Theme) -> ItemsView {
    ItemsView(
      items: state.items, subject: state.subject, isFocused: state.screen.focus == .items, theme: theme)
  }

  static func facts(_ facts: PaneFacts) -> Facts {
    var ranking = facts.ranking
    ranking.add(comparedTasks: facts.comparedTasks)
    return ranking
  }

  static func table(of state: ExplorerState) -> Table? { state.itemsTable }

  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) {
    (SpokenPane.rows(state.itemsTable), state.subject.rowCount == 0 ? nil : state.subject.selectedRow)
  }

  static func move(_ state: inout ExplorerState, by motion: Motion) {
    state.subject.selectRow(state.subject.selectedRow + motion.rows)
  }

  static func back(_ state: inout ExplorerState) -> Bool {
    if !state.items.filter.text.isEmpty {
      state.items.clearFilter()
    } else if !state.subject.neighborPath.isEmpty {
      state.items.leaveNeighbors(&state.subject, &state.screen)
    } else {
      return false
    }
    return true
  }

  static func click(_ hit: ItemsView.Hit, in state: inout ExplorerState) {
    switch hit {
    case .heading(let sort): state.items.sort(by: sort, &state.screen)
    case .row(let row): state.subject.selectRow(row)
    }
  }

  static func settle(_ state: inout ExplorerState) {
    if state.screen.focus != .items { state.items.isFiltering = false }
    state.items.arrange(&state.subject)
    if let extent = state.screen.geometry[.items] { state.items.scroll(state.subject, rows: extent.rows) }
  }
}

import Embeddings
import Reports
import TerminalUI

/// The adapters of the checkpoint: one is current, any number are compared.
enum AdaptersPane: PaneDefinition {
  static let title = "Adapters"

  static func view(of state: ExplorerState, _ theme: Theme) -> AdaptersView {
    AdaptersView(
      adapters: state.adapters, subject: state.subject, isFocused: state.screen.focus == .adapters, theme: theme)
  }

  static func facts(_ facts: PaneFacts) -> Facts { facts.model }

  static func table(of state: ExplorerState) -> Table? { state.adaptersTable }

  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) {
    (SpokenPane.adapters(state.subject), state.adapters.cursor)
  }

  static func move(_ state: inout ExplorerState, by motion: Motion) { state.adapters.move(by: motion, state.subject) }

  static func click(_ hit: AdaptersView.Hit, in state: inout ExplorerState) {
    let task = state.subject.model.tasks[hit.row]
    state.adapters.cursor = hit.row
    if hit.isBox { state.markAdapter(task) } else { state.chooseAdapter(task) }
  }
}

import Reports
import TerminalUI

/// What happened.
enum LogPane: PaneDefinition {
  static let title = "Log"

  static func view(of state: ExplorerState, _ theme: Theme) -> LogView { LogView(log: state.log, theme: theme) }

  static func facts(_ facts: PaneFacts) -> Facts { facts.collection }

  static func table(of state: ExplorerState) -> Table? { state.logTable }

  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) {
    (SpokenPane.rows(state.logTable), state.log.shownPlace)
  }

  static func move(_ state: inout ExplorerState, by motion: Motion) { state.log.move(by: motion.rows) }

  static func back(_ state: inout ExplorerState) -> Bool {
    state.toggleLog()
    return true
  }
}

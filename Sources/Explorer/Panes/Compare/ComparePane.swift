import Reports
import TerminalUI

/// The adapters side by side: how far their rankings agree, and where they disagree most.
enum ComparePane: PaneDefinition {
  static let title = "Compare"

  static func view(of state: ExplorerState, _ theme: Theme) -> CompareView {
    CompareView(
      compare: state.compare, subject: state.subject, isFocused: state.screen.focus == .compare, theme: theme)
  }

  static func facts(_ facts: PaneFacts) -> Facts {
    var ranking = facts.ranking
    if let compared = facts.state.subject.comparedRanking { ranking.add(compared.comparison) }
    return ranking
  }

  static func table(of state: ExplorerState) -> Table? { state.comparisonTable }

  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) {
    (SpokenPane.rows(state.comparisonTable), state.compare.row(state.subject))
  }

  static func move(_ state: inout ExplorerState, by motion: Motion) {
    state.compare.move(by: motion.rows, &state.subject)
  }

  static func click(_ hit: CompareView.Hit, in state: inout ExplorerState) { state.subject.select(hit.item) }

  static func settle(_ state: inout ExplorerState) {
    if state.screen.focus == .compare { state.compare.settle(&state.subject, state.work) }
  }
}

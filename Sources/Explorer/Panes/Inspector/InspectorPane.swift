import Reports
import TerminalUI

/// The selected item in full, and why it ranks where it does.
enum InspectorPane: PaneDefinition {
  static let title = "Inspector"
  static let derivations = [Derivation.lateInteraction]

  static func view(of state: ExplorerState, _ theme: Theme) -> InspectorView {
    InspectorView(
      inspector: state.inspector, subject: state.subject, pair: state.inspectedPair,
      lateInteractionStop: state.lateInteractionStop, isFocused: state.screen.focus == .inspector, theme: theme)
  }

  static func facts(_ facts: PaneFacts) -> Facts {
    facts.state.inspector.lateInteraction.isShown ? facts.lateInteraction : facts.ranking
  }

  static func table(of state: ExplorerState) -> Table? {
    state.inspector.lateInteraction.isShown ? state.lateInteractionTable : state.inspectedTable
  }

  static func text(of state: ExplorerState) -> String {
    if state.inspector.lateInteraction.isShown { return state.lateInteractionTable.copiedText }
    return state.subject.selectedItem.map { state.subject.items[$0].fullText } ?? ""
  }

  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) { (SpokenPane.item(state), nil) }

  static func move(_ state: inout ExplorerState, by motion: Motion) { state.inspector.move(by: motion.rows) }

  static func back(_ state: inout ExplorerState) -> Bool {
    state.inspector.back(&state.screen)
    return true
  }

  static func click(_ hit: InspectorView.Hit, in state: inout ExplorerState) {
    state.inspector.lateInteraction.row = hit.tokenRow
  }

  static func settle(_ state: inout ExplorerState) {
    state.inspector.settle(state.subject, extent: state.screen.geometry[.inspector])
  }
}

extension ExplorerState {
  /// Why the tokens of the present pair are not embedded; `nil` if nothing stopped that.
  fileprivate var lateInteractionStop: String? {
    guard let stop = work.stopped[.tokenVectors], let question = inspector.lateInteraction.question(subject),
      stop.assignment == .tokenVectors(question)
    else { return nil }
    return stop.reason
  }
}

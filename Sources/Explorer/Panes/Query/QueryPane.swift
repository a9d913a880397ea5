import Reports
import TerminalUI

/// The query: its text, the prompt that the model reads, and its tokens.
enum QueryPane: PaneDefinition {
  static let title = "Query"
  static let derivations = [Derivation.tokens]

  static func view(of state: ExplorerState, _ theme: Theme) -> QueryView {
    QueryView(query: state.query, subject: state.subject, isEditing: state.isEditing, theme: theme)
  }

  static func facts(_ facts: PaneFacts) -> Facts { facts.model }

  static func table(of state: ExplorerState) -> Table? { state.tokensTable }

  static func text(of state: ExplorerState) -> String { state.query.field.text }

  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) {
    (SpokenPane.query(state.query), nil)
  }

  static func click(_ hit: QueryView.Hit, in state: inout ExplorerState) {
    state.query.field.setCaret(at: hit.position, in: hit.field)
  }
}

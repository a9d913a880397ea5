import Embeddings
import TerminalUI

/// The Matryoshka dimensions: what a shorter vector costs, and the one that all panes use.
enum DimensionsPane: PaneDefinition {
  static let title = "Dimensions"
  static let exportFormats: [ExportFormat] = [.csv, .json, .tsv, .png]
  static let derivations = [Derivation.sweep]

  static func view(of state: ExplorerState, _ theme: Theme) -> DimensionsView {
    DimensionsView(
      dimensions: state.dimensions, subject: state.subject, showsTimes: state.screen.showsTimes,
      isFocused: state.screen.focus == .dimensions, theme: theme)
  }

  static func table(of state: ExplorerState) -> [[String]] { state.dimensionsTable }

  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) {
    let table = table(of: state)
    let place = table.firstIndex { $0.starts(with: [state.subject.task.name, "\(state.subject.dimensions)"]) }
    return (SpokenPane.rows(table), place.map { $0 - 1 })
  }

  static func move(_ state: inout ExplorerState, by motion: Motion) {
    state.subject.moveDimension(by: motion.isWheel ? motion.rows.signum() : motion.rows + motion.columns)
  }

  static func click(_ hit: DimensionsView.Hit, in state: inout ExplorerState) {
    state.subject.dimensions = hit.dimensions
  }
}

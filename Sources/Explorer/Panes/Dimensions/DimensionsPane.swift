import Embeddings
import Imaging
import Plots
import Reports
import TerminalUI

/// The Matryoshka dimensions: what a shorter vector costs, and the one that all panes use.
enum DimensionsPane: PaneDefinition {
  static let title = "Dimensions"
  static let exportFormats: [ExportFormat] = [.csv, .json, .tsv, .jsonl, .png]
  static let derivations = [Derivation.sweep]

  static func view(of state: ExplorerState, _ theme: Theme) -> DimensionsView {
    DimensionsView(
      dimensions: state.dimensions, subject: state.subject, showsTimes: state.screen.showsTimes,
      isFocused: state.screen.focus == .dimensions, theme: theme)
  }

  static func facts(_ facts: PaneFacts) -> Facts {
    var sweep = facts.sweep
    sweep.add(comparedTasks: facts.comparedTasks)
    return sweep
  }

  static func plot(of state: ExplorerState, _ facts: Facts) -> RGBImage? { state.sweepPicture(facts)?.image() }

  static func table(of state: ExplorerState) -> Table? { state.dimensionsTable }

  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) {
    let table = state.dimensionsTable
    let current: [Field] = [.text(state.subject.task.name), .integer(state.subject.dimensions)]
    return (SpokenPane.rows(table), table.rows.firstIndex { $0.starts(with: current) })
  }

  static func move(_ state: inout ExplorerState, by motion: Motion) {
    state.subject.moveDimension(by: motion.isWheel ? motion.rows.signum() : motion.rows + motion.columns)
  }

  static func click(_ hit: DimensionsView.Hit, in state: inout ExplorerState) {
    state.subject.dimensions = hit.dimensions
  }
}

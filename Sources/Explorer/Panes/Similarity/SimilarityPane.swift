import Reports
import TerminalUI

/// The similarities of items with items, or of the query with items.
enum SimilarityPane: PaneDefinition {
  static let title = "Similarity"
  static let exportFormats: [ExportFormat] = [.csv, .json, .tsv, .jsonl, .png]
  static let derivations = [
    Derivation.matrix, .seriation, .overview, .rectangle, .nearest,
  ]

  static func view(of state: ExplorerState, _ theme: Theme) -> SimilarityView {
    SimilarityView(
      similarity: state.similarity, subject: state.subject, isFocused: state.screen.focus == .similarity, theme: theme)
  }

  static func facts(_ facts: PaneFacts) -> Facts { facts.matrix }

  static func table(of state: ExplorerState) -> Table? { state.similarity.isListing ? state.pairsTable : nil }

  static func text(of state: ExplorerState) -> String {
    state.similarity.isListing ? state.pairsTable.copiedText : state.similarityText
  }

  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) {
    (SpokenPane.crosshair(state.shownMatrix), nil)
  }

  static func spokenDetail(of state: ExplorerState) -> String {
    let extent = state.similarity.extent
    return "\(extent.rows) rows, \(extent.columns) columns, \(state.similarity.order.rawValue) order"
  }

  static func move(_ state: inout ExplorerState, by motion: Motion) {
    state.similarity.move(by: motion, &state.subject)
  }

  static func back(_ state: inout ExplorerState) -> Bool { state.similarity.back() }

  static func click(_ hit: SimilarityView.Hit, in state: inout ExplorerState) {
    switch hit {
    case .listRow(let row): state.similarity.selectListed(row, &state.subject)
    case .value(let place):
      state.similarity.corner = nil
      state.similarity.moveCrosshair(to: place, &state.subject)
    }
  }

  static func drag(to hit: SimilarityView.Hit, in state: inout ExplorerState) {
    if case .value(let place) = hit { state.similarity.drag(to: place, &state.subject) }
  }

  static func settle(_ state: inout ExplorerState) {
    state.similarity.arrange(state.wantedArrangement, state.subject)
    state.similarity.settle(&state.subject, capacity: state.screen.geometry[.similarity])
  }
}

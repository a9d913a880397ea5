import Imaging
import Plots
import Reports
import TerminalUI

/// The items on a plane.
enum MapPane: PaneDefinition {
  static let title = "Map"
  static let exportFormats: [ExportFormat] = [.tsv, .jsonl, .csv, .json, .png]
  static let derivations = [Derivation.map]

  static func view(of state: ExplorerState, _ theme: Theme) -> MapView {
    MapView(map: state.map, subject: state.subject, theme: theme)
  }

  static func plot(of state: ExplorerState, _ facts: Facts) -> RGBImage? { state.mapPicture(facts)?.image() }

  static func table(of state: ExplorerState) -> Table? { state.mapTable }

  static func move(_ state: inout ExplorerState, by motion: Motion) {
    if !motion.isWheel { state.map.move(by: motion, &state.subject) }
  }

  static func click(_ hit: MapView.Hit, in state: inout ExplorerState) { state.subject.select(hit.item) }
}

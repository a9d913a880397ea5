import Corpus
import Embeddings
import Reports

extension ExplorerState {
  /// The map as a table: what the pane shows, all of it.
  var mapTable: Table {
    guard let shown = map.shown(subject) else { return .map([]) }
    return .map(
      shown.items.enumerated().map { point, item in
        (
          id: subject.identifiers[item], label: subject.items[item].label, x: shown.components.x[point],
          y: shown.components.y[point]
        )
      })
  }
}

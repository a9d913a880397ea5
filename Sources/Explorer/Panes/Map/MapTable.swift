import Corpus
import Embeddings
import Reports

extension ExplorerState {
  /// The map as a table: what the pane shows, all of it.
  var mapTable: Table {
    guard let shownMap else { return .map([]) }
    return .map(
      shownMap.items.enumerated().map { point, item in
        (
          id: identifiers[item], label: items[item].label, x: shownMap.components.x[point],
          y: shownMap.components.y[point]
        )
      })
  }
}

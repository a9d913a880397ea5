import Corpus
import Embeddings

extension ExplorerState {
  /// The map of the items under the current adapter, where there is one.
  var shownMap: ItemMap? { map.answered?.question.task == task ? map.answer : nil }

  /// Asks for the map while it is on the screen; large collections wait for all of their vectors.
  mutating func requestMap() -> [Effect] {
    guard layout.frames[.map] != nil, let table = tables.answer?[task], !table.items.isEmpty else { return [] }
    if jobs[.items] != nil && table.items.count > 400 { return [] }
    return map.ask(MapQuestion(task: task, dimensions: dimensions), revision: table.items.count)
      .map { [.project($0)] } ?? []
  }

  /// Selects the item that is next in a direction of the map.
  mutating func moveOnMap(right: Int, up: Int) {
    guard let shownMap, let item = selectedItem else { return }
    if let next = shownMap.neighbour(of: item, right: right.signum(), up: up.signum()) { select(next) }
  }
}

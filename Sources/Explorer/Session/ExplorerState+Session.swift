import Embeddings
import TerminalUI

extension ExplorerState {
  /// Goes back to where an earlier session was, as far as this model and this collection have it.
  mutating func restore(_ session: ExplorerSession) {
    if let task = model.tasks.first(where: { $0.name == session.task }) { chooseAdapter(task) }
    marked = Set(model.tasks.filter { session.marked.contains($0.name) })
    if let wanted = session.dimensions, model.matryoshkaDimensions.contains(wanted) { dimensions = wanted }
    if let role = session.role.flatMap(PromptRole.init(rawValue:)) { query.role = role }
    if let order = session.order.flatMap(HeatmapState.Order.init(rawValue:)) { heatmap.order = order }
    if let item = session.item.flatMap({ identifiers.firstIndex(of: $0) }) { select(item) }
    restoreSets(session)
    query.history = session.history
  }

  /// Makes the sets of A × B again of those of their items that are still there. Where none is, there is no A × B, and
  /// one that the command line asks for comes first.
  private mutating func restoreSets(_ session: ExplorerSession) {
    guard heatmap.rowSet == nil, heatmap.columnSet == nil else { return }
    let places = Dictionary(identifiers.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { $1 })
    let sets = [session.rowSet, session.columnSet].map { set in
      set.map { set in (name: set.name, items: set.items.compactMap { places[$0] }.sorted()) }
    }
    if sets.contains(where: { $0?.items.isEmpty == true }) { return }
    for (number, set) in sets.enumerated() {
      guard let set else { continue }
      let made = ItemSet(name: set.name, items: set.items, number: number + 1)
      if number == 0 { heatmap.rowSet = made } else { heatmap.columnSet = made }
      setCount = sets.count
    }
    if setCount > 0, session.rows == HeatmapState.Rows.sets.rawValue { show(.sets) }
  }

  /// What the next start shall find.
  func session(in collection: String?) -> ExplorerSession {
    var session = ExplorerSession()
    session.move(to: collection)
    session.item = list.chosen.map { identifiers[$0] }
    session.task = task.name
    session.marked = model.tasks.filter { marked.contains($0) }.map(\.name)
    session.dimensions = dimensions
    session.role = query.role.rawValue
    session.order = heatmap.order.rawValue
    session.rows = heatmap.rows.rawValue
    session.rowSet = heatmap.rowSet.map(remembered)
    session.columnSet = heatmap.columnSet.map(remembered)
    session.history = query.history
    return session
  }

  private func remembered(_ set: ItemSet) -> ExplorerSession.Set {
    ExplorerSession.Set(name: set.name, items: set.items.map { identifiers[$0] })
  }
}

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
    query.history = session.history
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
    session.history = query.history
    return session
  }
}

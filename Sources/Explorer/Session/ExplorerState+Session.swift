import Embeddings
import TerminalUI

extension ExplorerState {
  /// Goes back to where an earlier session was, as far as this model and this collection have it.
  mutating func restore(_ session: ExplorerSession) {
    if let task = subject.model.tasks.first(where: { $0.name == session.task }) { chooseAdapter(task) }
    subject.marked = Set(subject.model.tasks.filter { session.marked.contains($0.name) })
    if let wanted = session.dimensions, subject.model.matryoshkaDimensions.contains(wanted) {
      subject.dimensions = wanted
    }
    if let role = session.role.flatMap(PromptRole.init(rawValue:)) { query.role = role }
    if let order = session.order.flatMap(SimilarityState.Order.init(rawValue:)) { similarity.order = order }
    if let item = session.item.flatMap({ subject.identifiers.firstIndex(of: $0) }) { subject.select(item) }
    restoreSets(session)
    query.history = session.history
  }

  /// Makes the sets of A × B again of those of their items that are still there. Where none is, there is no A × B, and
  /// one that the command line asks for comes first.
  private mutating func restoreSets(_ session: ExplorerSession) {
    guard similarity.rowSet == nil, similarity.columnSet == nil else { return }
    let places = Dictionary(subject.identifiers.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { $1 })
    let sets = [session.rowSet, session.columnSet].map { set in
      set.map { set in (name: set.name, items: set.items.compactMap { places[$0] }.sorted()) }
    }
    if sets.contains(where: { $0?.items.isEmpty == true }) { return }
    for (number, set) in sets.enumerated() {
      guard let set else { continue }
      let made = ItemSet(name: set.name, items: set.items, number: number + 1)
      if number == 0 { similarity.rowSet = made } else { similarity.columnSet = made }
      similarity.setCount = sets.count
    }
    if similarity.setCount > 0, session.rows == SimilarityState.Rows.sets.rawValue { similarity.show(.sets) }
  }

  /// What the next start shall find.
  ///
  /// - Parameter reading: how the collection was read.
  func session(in collection: [String], reading: [String: String] = [:]) -> ExplorerSession {
    var session = ExplorerSession()
    session.move(to: collection)
    session.reading = reading
    if subject.collection.hasParts { session.reading[ExplorerSession.lateChunking] = "\(subject.collection.isLate)" }
    session.item = subject.chosen.map { subject.identifiers[$0] }
    session.task = subject.task.name
    session.marked = subject.model.tasks.filter { subject.marked.contains($0) }.map(\.name)
    session.dimensions = subject.dimensions
    session.role = query.role.rawValue
    session.order = similarity.order.rawValue
    session.rows = similarity.rows.rawValue
    session.rowSet = similarity.rowSet.map(remembered)
    session.columnSet = similarity.columnSet.map(remembered)
    session.history = query.history
    return session
  }

  private func remembered(_ set: ItemSet) -> ExplorerSession.Set {
    ExplorerSession.Set(name: set.name, items: set.items.map { subject.identifiers[$0] })
  }
}

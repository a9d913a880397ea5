import Embeddings

/// The items on a plane, and how their points are told apart.
struct MapState: Sendable {
  var coloring = MapColoring.score
  var projection = Derived<MapQuestion, ItemMap>()
}

extension MapState {
  /// The map under the current adapter; `nil` until it is computed.
  func shown(_ subject: Subject) -> ItemMap? {
    projection.answered?.question.task == subject.task ? projection.answer : nil
  }

  /// Selects the next item in a direction of the map.
  func move(by motion: Motion, _ subject: inout Subject) {
    guard let map = shown(subject), let item = subject.selectedItem else { return }
    if let next = map.neighbor(of: item, right: motion.columns.signum(), up: -motion.rows.signum()) {
      subject.select(next)
    }
  }
}

extension Slot {
  static let map = Slot("map")
}

extension Derivation {
  /// The items on a plane, while it is on the screen; large collections wait for all of their vectors.
  static let map = Derivation(.map, at: \.map.projection) { state in
    let subject = state.subject
    guard state.screen.geometry.isShown(.map), let table = subject.tables.answer?[subject.task], !table.items.isEmpty,
      !state.awaitsItems(table)
    else { return .later }
    let question = MapQuestion(task: subject.task, dimensions: subject.dimensions)
    return .answer(question, revision: table.items.count) { _ in ItemMap(table, dimensions: question.dimensions) }
  }
}

extension ExplorerState {
  /// How many items a collection has at most that is shown while its vectors arrive; what is made of all the vectors of
  /// a larger one waits until all of them are there.
  private static let largestShownEarly = 400

  /// Whether what is made of all vectors waits for more of them.
  func awaitsItems(_ table: ItemTable) -> Bool {
    work.running[.items] != nil && table.items.count > Self.largestShownEarly
  }
}

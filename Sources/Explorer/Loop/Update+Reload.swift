import Corpus
import Embeddings

extension Slot {
  static let reload = Slot("reading again")
  static let watch = Slot("watch")
}

extension ExplorerState {
  /// Begins to read the collection again.
  mutating func beginReload() -> [Effect] {
    guard canReload else {
      screen.say("These items cannot be read again: they did not come from files.")
      return []
    }
    work.begin(.reload, .reload)
    return [.reload]
  }

  /// Goes on to wait for changes of files, where that is wanted.
  var watching: [Effect] { isWatching ? [.watch(watchedSources)] : [] }

  /// Takes what was read again in place of what there was. Every pane keeps its subject by its identifier, and vectors
  /// of what has not changed are kept.
  mutating func take(_ reloaded: ReloadedCollection) -> [Effect] {
    let old = subject.collection
    watchedSources = reloaded.collection.sources
    let effects = replace(reloaded)
    say(reloaded, old)
    return effects + watching
  }

  /// Reads parts of documents inside of them, or by themselves.
  mutating func toggleLateChunks() -> [Effect] {
    let old = subject.collection
    guard old.hasParts else {
      screen.say("These items are no parts of documents; start with --chunk to split texts.")
      return []
    }
    guard work.running[.reload] == nil else {
      screen.say("The files are being read again; try it when that is done.")
      return []
    }
    let isLate = !old.isLate
    screen.say(
      isLate
        ? "Parts are read inside of their documents: late chunking."
        : "Each part is read by itself, without its document.")
    return replace(
      ReloadedCollection(
        items: old.items.map { $0.read(late: isLate) }, sources: old.sources, problem: nil, over: old))
  }

  /// Puts a collection in the place of what there was.
  private mutating func replace(_ reloaded: ReloadedCollection) -> [Effect] {
    var effects: [Effect] = []
    if reloaded.collection.items != subject.collection.items || reloaded.origins.contains(nil) {
      // What is under way is about items by their old numbers.
      for slot in [Slot.items, .tokenVectors, .picture] where work.running[slot] != nil {
        work.end(slot)
        effects.append(.cancel(slot))
      }
      let chosen = subject.survivor(in: reloaded)
      effects += Derivation.all.flatMap { $0.forget(&self) }
      effects += endTiles()
      subject.take(reloaded, choosing: chosen)
      items.forgetTexts()
      similarity.take(reloaded)
      inspector.take(reloaded)
    }
    return effects
  }

  private mutating func say(_ reloaded: ReloadedCollection, _ old: ItemCollection) {
    let changes = reloaded.changes(from: old)
    if let problem = reloaded.problem {
      screen.fail("Read again\(changes.map { ": \($0)" } ?? ""); \(problem).")
    } else if let changes {
      screen.say("Read again: \(changes).")
    } else if !isWatching {
      screen.say("Read again: nothing has changed.")
    }
  }

  /// Leaves everything as it is, where the collection cannot be read again.
  mutating func refuseReload(_ sentence: String) -> [Effect] {
    work.end(.reload)
    screen.fail("\(sentence). The items stay as they were.")
    return watching
  }
}

extension Subject {
  /// The item to choose in place of the one that was: the same, or of what is gone the nearest in the list that is not.
  fileprivate func survivor(in reloaded: ReloadedCollection) -> Int? {
    guard let chosen else { return nil }
    if let same = reloaded.moved(chosen) { return same }
    let listed = listedItems
    return listed.dropFirst(selectedRow).lazy.compactMap { reloaded.moved($0) }.first
      ?? listed.prefix(selectedRow).reversed().lazy.compactMap { reloaded.moved($0) }.first
  }

  /// Looks at what was read again.
  fileprivate mutating func take(_ reloaded: ReloadedCollection, choosing item: Int?) {
    collection = reloaded.collection
    vectors = vectors.moved(reloaded.origins)
    (failures, arrangement, crosshair) = ([:], nil, nil)
    neighborPath = reloaded.moved(neighborPath)
    chosen = item
    if case .items(let pair) = scored { scored = reloaded.moved(pair).map { .items($0) } ?? .query }
    pictures = PictureCache(decoder: pictures.decoder)
  }
}

extension SimilarityState {
  /// Compares what was read again; the crosshair returns to its pair once that is on the screen.
  fileprivate mutating func take(_ reloaded: ReloadedCollection) {
    awaitedPair = pairUnderCrosshair.flatMap { pair in
      pair.row < 0
        ? reloaded.moved(pair.column).map { Subject.ItemPair(row: -1, column: $0) } : reloaded.moved(pair)
    }
    let firstCount = reloaded.firstCount
    // Two collections are compared as the sets of the first numbers.
    rowSet = rowSet.flatMap { set in
      firstCount != nil && set.number == 1
        ? set.with(items: Array(0..<(firstCount ?? 0))) : set.with(items: reloaded.moved(set.items))
    }
    columnSet = columnSet.flatMap { set in
      firstCount != nil && set.number == 2
        ? set.with(items: Array((firstCount ?? 0)..<reloaded.collection.items.count))
        : set.with(items: reloaded.moved(set.items))
    }
    if rows == .sets, rowSet == nil, columnSet == nil { rows = .items }
    corner = nil
    cache = BoundedCache(limit: cache.limit)
    tiles = TileStore()
    forgetArrangement()
  }
}

extension ItemSet {
  /// The same set of other items; `nil` where there are none.
  fileprivate func with(items: [Int]) -> ItemSet? {
    items.isEmpty ? nil : ItemSet(name: name, items: items.sorted(), number: number)
  }
}

extension InspectorState {
  /// Shows what was read again.
  fileprivate mutating func take(_ reloaded: ReloadedCollection) {
    item = reloaded.moved(item)
    lateInteraction.forgetItems()
  }
}

import Embeddings
import TerminalUI

// What the screen needs follows from the state alone, so it is asked for in one place after every change.

extension ExplorerState {
  /// Everything the screen now needs and nobody is working on.
  mutating func requestWhatIsMissing() -> [Effect] {
    requestTokens() + requestQuery() + requestInteraction() + requestItems() + requestTables() + requestRanking()
      + requestMatrix()
      + requestSeriation() + requestOverview() + requestTiles() + requestPairs() + requestMap() + requestSweep()
      + requestPicture()
  }

  private mutating func requestTokens() -> [Effect] {
    if QueryPicture.path(in: query.field.text) != nil { return [] }
    let key = QueryKey(text: query.field.text, role: query.role)
    let question = TokensQuestion(query: key, task: task)
    return query.tokens.ask(question, revision: 0).map { [.tokenize($0)] } ?? []
  }

  /// The query goes first: it stops the embedding of the collection, which goes on once the query is done.
  private mutating func requestQuery() -> [Effect] {
    guard let key = query.key else {
      guard query.pending != nil else { return [] }
      end(.query)
      return [.cancel(.query)]
    }
    let tasks = vectors.missingTasks(of: key, among: shownTasks)
    let isForced = query.isForced
    query.isForced = false
    if tasks.isEmpty {
      guard query.pending != nil else { return [] }
      end(.query)
      return [.cancel(.query)]
    }
    let isPending = query.pending.map { $0.query == key && Set(tasks).isSubset(of: $0.tasks) } ?? false
    if !isForced && (isPending || query.stopped == key) { return [] }
    query.pending = QueryRun(query: key, tasks: tasks)
    // What was wrong with the last query is not what is wrong with this one.
    if query.stopped != nil { message = nil }
    query.stopped = nil
    jobs[.query] = Job(kind: .query)
    var effects = [Effect.embedQuery(key, tasks: tasks, delay: isForced ? .zero : Effect.typingDelay)]
    if jobs[.items] != nil {
      end(.items)
      effects.insert(.cancel(.items), at: 0)
    }
    return effects
  }

  /// Those items go together that lack the same adapters; the rest follows when they are done.
  private mutating func requestItems() -> [Effect] {
    if list.isDeferred {
      if !needsItems { return [] }
      list.isDeferred = false
    }
    if list.isStopped || query.pending != nil || !interaction.pending.isEmpty || list.pendingTasks == shownTasks {
      return []
    }
    let tasks = shownTasks
    var effects: [Effect] = []
    if list.pendingTasks != nil {
      end(.items)
      effects = [.cancel(.items)]
    }
    guard let (missing, missingTasks) = missingItems(under: tasks) else { return effects }
    list.pendingTasks = tasks
    jobs[.items] = Job(kind: .items)
    return effects + [.embedItems(missing, tasks: missingTasks)]
  }

  /// Whether what the user asks for, or looks at, is computed from the items' vectors.
  private var needsItems: Bool { query.key != nil || ![.query, .adapters, .log].contains(focus) }

  private mutating func requestTables() -> [Effect] {
    let tasks = shownTasks.filter { vectors.count(under: $0) > 0 }
    if tasks.isEmpty { return [] }
    let question = TablesQuestion(tasks: tasks)
    let count = tasks.reduce(0) { $0 + vectors.count(under: $1) }
    // Gathering large collections after every few items would cost more than it shows.
    if jobs[.items] != nil, let answered = tables.answered, answered.question == question, answered.revision > 1_000,
      count < answered.revision + answered.revision / 10
    {
      return []
    }
    return tables.ask(question, revision: count).map { [.tabulate($0)] } ?? []
  }

  private mutating func requestRanking() -> [Effect] {
    guard let anchor = rankingAnchor else {
      if ranking.pending == nil && ranking.answered == nil { return [] }
      ranking.clear()
      return [.cancel(.ranking)]
    }
    guard let tables = tables.answer, tables[task] != nil, anchorVector(anchor, under: task) != nil else { return [] }
    let tasks = shownTasks.filter { anchorVector(anchor, under: $0) != nil && tables[$0] != nil }
    let question = RankingQuestion(anchor: anchor, current: task, tasks: tasks, dimensions: dimensions)
    return ranking.ask(question, revision: tables.count(under: tasks)).map { [.rank($0)] } ?? []
  }

  /// Matrices up to a size are computed whole; larger ones in tiles.
  private mutating func requestMatrix() -> [Effect] {
    guard let question = matrixQuestion, let table = tables.answer?[task], !isTiled(question, table),
      !awaitsVectors(question, table), let key = heatmap.matrix.ask(question, revision: table.items.count)
    else { return [] }
    guard let known = heatmap.cache[key] else { return [.compare(key)] }
    heatmap.matrix.take(known, for: key)
    return []
  }

  /// Differences of adapters are no similarities: while they are shown, the order stays.
  private mutating func requestSeriation() -> [Effect] {
    guard heatmap.order == .cluster, heatmap.arrangement?.isTiled != true, let matrix = heatmap.matrix.answered,
      heatmap.matrix.isCurrent,
      matrix.question.subtracted == nil || heatmap.seriation.answer == nil
    else { return [] }
    return heatmap.seriation.ask(SeriationQuestion(matrix: matrix), revision: 0).map { [.seriate($0)] } ?? []
  }

  /// A matrix of more values than the pane has places is drawn as an overview.
  private mutating func requestOverview() -> [Effect] {
    guard heatmap.rows != .query, heatmap.zoom == .overview, let arrangement = heatmap.arrangement,
      !arrangement.isTiled, let content = layout.content(of: .similarity)
    else { return [] }
    let capacity = SimilarityPane(state: self).capacity(in: content)
    guard capacity.rows > 0, capacity.columns > 0,
      heatmapExtent.rows > capacity.rows || heatmapExtent.columns > capacity.columns
    else { return [] }
    let question = OverviewQuestion(arrangement: arrangement, rows: capacity.rows, columns: capacity.columns)
    return heatmap.overview.ask(question, revision: 0).map { [.reduce($0)] } ?? []
  }

  private mutating func requestSweep() -> [Effect] {
    guard let tables = tables.answer, let anchor = sweepPair?.anchor else { return [] }
    let tasks = shownTasks.filter { anchorVector(anchor, under: $0) != nil && tables[$0] != nil }
    if tasks.isEmpty { return [] }
    let question = SweepQuestion(anchor: anchor, tasks: tasks)
    return sweep.ask(question, revision: tables.count(under: tasks)).map { [.sweep($0)] } ?? []
  }
}

extension ExplorerState {
  /// What the items are ranked by: the item whose neighbours are looked at, else the query.
  var rankingAnchor: SweepQuestion.Anchor? { list.pins.last.map { .item($0) } ?? query.key.map { .query($0) } }

  /// The two things whose score the dimension pane follows.
  var sweepPair: (anchor: SweepQuestion.Anchor, item: Int)? {
    if case .items(let first, let second) = pair { return (.item(first), second) }
    if let anchor = rankingAnchor, let item = selectedItem { return (anchor, item) }
    guard items.count > 1 else { return nil }
    let (row, column) = (heatmapItem(atRow: heatmap.row), heatmapItem(atColumn: heatmap.column))
    return (.item(row), column == row ? (row + 1) % items.count : column)
  }

  /// The vector of a query or an item under a task, where there is one.
  func anchorVector(_ anchor: SweepQuestion.Anchor, under task: EmbeddingTask) -> SingleVector? {
    switch anchor {
    case .query(let key): vectors.query(key, under: task)
    case .item(let item): vectors.item(item, under: task)
    }
  }

  /// The items to be embedded next and the adapters all of them lack; `nil` when nothing is missing.
  private func missingItems(under tasks: [EmbeddingTask]) -> (items: [Int], tasks: [EmbeddingTask])? {
    let incomplete = tasks.filter { vectors.count(under: $0) < items.count }
    if incomplete.isEmpty { return nil }
    func lacking(_ item: Int) -> [EmbeddingTask] { incomplete.filter { vectors.item(item, under: $0) == nil } }
    let open = items.indices.filter { list.failures[$0] == nil }
    guard let first = open.first(where: { !lacking($0).isEmpty }) else { return nil }
    let wanted = lacking(first)
    return (open.filter { lacking($0) == wanted }, wanted)
  }
}

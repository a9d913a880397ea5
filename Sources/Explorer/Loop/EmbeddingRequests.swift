import Corpus
import Embeddings

// What the model is to embed follows from the state alone, so it is asked for in one place after every change.

extension ExplorerState {
  /// The query does not wait for the collection: the embedder lets it in between (`Slot.priority`).
  mutating func requestQuery() -> [Effect] {
    var running: (query: QueryKey, tasks: [EmbeddingTask])?
    if case .query(let key, let tasks)? = work.running[.query] { running = (key, tasks) }
    let tasks = subject.query.map { subject.vectors.missingTasks(of: $0, among: subject.shownTasks) } ?? []
    let isForced = query.isForced
    query.isForced = false
    guard let key = subject.query, !tasks.isEmpty else {
      guard running != nil else { return [] }
      work.end(.query)
      return [.cancel(.query)]
    }
    let isRunning = running.map { $0.query == key && Set(tasks).isSubset(of: $0.tasks) } ?? false
    if !isForced && (isRunning || isStopped(key)) { return [] }
    // What was wrong with the last query is not what is wrong with this one.
    if work.stopped[.query] != nil { screen.message = nil }
    work.begin(.query, .query(key, tasks: tasks))
    return [.embed(.query(key, tasks: tasks, delay: isForced ? .zero : EmbeddingWork.typingDelay))]
  }

  private func isStopped(_ key: QueryKey) -> Bool {
    guard case .query(key, _)? = work.stopped[.query]?.assignment else { return false }
    return true
  }

  /// Stops the embedding of the collection, which begins again with what is wanted by now.
  private mutating func interruptItems() -> [Effect] {
    guard work.running[.items] != nil else { return [] }
    work.end(.items)
    return [.cancel(.items)]
  }

  /// Has the tokens embedded of the query and the item that the inspector compares, of this one pair alone. They do not
  /// wait for the collection either.
  mutating func requestTokenVectors() -> [Effect] {
    let question = screen.geometry.isShown(.inspector) ? inspector.lateInteraction.question(subject) : nil
    guard let question, work.running[.query] == nil, !isStopped(question) else {
      guard work.running[.tokenVectors] != nil else { return [] }
      work.end(.tokenVectors)
      return [.cancel(.tokenVectors)]
    }
    let missing = question.sides.filter { inspector.lateInteraction[$0] == nil }
    if missing.isEmpty || work.running[.tokenVectors] == .tokenVectors(question) { return [] }
    work.begin(.tokenVectors, .tokenVectors(question))
    return [.embed(.tokens(missing))]
  }

  private func isStopped(_ question: LateInteractionQuestion) -> Bool {
    work.stopped[.tokenVectors]?.assignment == .tokenVectors(question)
  }

  /// Items that lack the same adapters go together; the rest follows when they are done.
  mutating func requestItems() -> [Effect] {
    if work.deferred.contains(.items) {
      if !needsItems { return [] }
      work.deferred.remove(.items)
    }
    let tasks = subject.shownTasks
    let assignment = Work.Assignment.items(tasks: tasks)
    if work.stopped[.items] != nil || work.running[.items] == assignment { return [] }
    let effects = interruptItems()
    guard let (missing, missingTasks) = missingItems(under: tasks) else { return effects }
    work.begin(.items, assignment)
    return effects + [.embed(.items(missing, tasks: missingTasks))]
  }

  /// The judged queries are embedded while the pane that evaluates them is looked at.
  mutating func requestJudgedQueries() -> [Effect] {
    guard let judged = subject.collection.judged, screen.geometry.isShown(.evaluate) else { return [] }
    let tasks = subject.shownTasks
    let assignment = Work.Assignment.judgedQueries(tasks: tasks)
    if work.stopped[.judgedQueries] != nil || work.running[.judgedQueries] == assignment { return [] }
    let effects: [Effect] = work.running[.judgedQueries] == nil ? [] : [.cancel(.judgedQueries)]
    let missing = judged.queries.compactMap(\.key).filter { key in
      tasks.contains { subject.vectors.judgedQuery(key, under: $0) == nil }
    }
    guard !missing.isEmpty else {
      work.end(.judgedQueries)
      return effects
    }
    work.begin(.judgedQueries, assignment)
    return effects + [.embed(.judgedQueries(missing, tasks: tasks))]
  }

  /// Whether what the user asks for, or looks at, is computed from the items' vectors.
  private var needsItems: Bool { subject.query != nil || ![.query, .adapters, .log].contains(screen.focus) }

  /// The items to be embedded next, and the adapters that all of them lack; `nil` if nothing is missing.
  private func missingItems(under tasks: [EmbeddingTask]) -> (items: [Int], tasks: [EmbeddingTask])? {
    let (vectors, items) = (subject.vectors, subject.items)
    let incomplete = tasks.filter { vectors.count(under: $0) < items.count }
    if incomplete.isEmpty { return nil }
    func lacking(_ item: Int) -> [EmbeddingTask] { incomplete.filter { vectors.item(item, under: $0) == nil } }
    let open = items.indices.filter { subject.failures[$0] == nil }
    guard let first = open.first(where: { !lacking($0).isEmpty }) else { return nil }
    let wanted = lacking(first)
    return (open.filter { lacking($0) == wanted }, wanted)
  }
}

import Embeddings

extension Slot {
  static let tables = Slot("tables")
  static let ranking = Slot("ranking")
}

extension Derivation {
  /// The items' vectors, gathered into tables.
  static let tables = Derivation(.tables, at: \.subject.tables) { state in
    let subject = state.subject
    let tasks = subject.shownTasks.filter { subject.vectors.count(under: $0) > 0 }
    if tasks.isEmpty { return .later }
    let count = tasks.reduce(0) { $0 + subject.vectors.count(under: $1) }
    // Gathering large collections after every few items would cost more than it shows.
    if state.work.running[.items] != nil, let answered = subject.tables.answered,
      answered.question == TablesQuestion(tasks: tasks), answered.revision > 1_000,
      count < answered.revision + answered.revision / 10
    {
      return .later
    }
    let vectors = subject.vectors.items
    return .answer(TablesQuestion(tasks: tasks), revision: count) { _ in ItemTables(tasks: tasks, of: vectors) }
  }

  /// The items by score.
  static let ranking = Derivation(.ranking, at: \.subject.ranking) { state in
    let subject = state.subject
    guard let reference = subject.reference else { return .nothing }
    guard let tables = subject.tables.answer, tables[subject.task] != nil,
      subject.vector(of: reference, under: subject.task) != nil
    else { return .later }
    let tasks = subject.shownTasks.filter {
      subject.vector(of: reference, under: $0) != nil && tables[$0] != nil
    }
    let question = RankingQuestion(
      reference: reference, current: subject.task, tasks: tasks, dimensions: subject.dimensions)
    let query = subject.vectors(of: reference, under: tasks)
    let identifiers = subject.identifiers
    return .answer(question, revision: tables.count(under: tasks)) { _ in
      ItemRanking(question, query: query, tables: tables, identifiers: identifiers)
    }
  }
}

import Embeddings

extension Slot {
  static let matrix = Slot("matrix")
  static let seriation = Slot("seriation")
  static let overview = Slot("overview")
  static let rectangle = Slot("rectangle")
  static let nearest = Slot("nearest pairs")
}

/// Which similarities are summed up.
struct RectangleQuestion: Hashable, Sendable {
  var arrangement: MatrixArrangement
  var rows: Range<Int>
  var columns: Range<Int>
}

/// Which pairs are listed: those nearest to a threshold.
struct NearestQuestion: Hashable, Sendable {
  var arrangement: MatrixArrangement
  var threshold: Float

  /// How many pairs are listed.
  static let limit = 100
}

extension Derivation {
  /// The items compared with each other, if they are few enough to be compared as a whole.
  static let matrix = Derivation(.matrix, at: \.similarity.matrix) { state in
    guard let question = state.similarity.matrixQuestion(state.subject), let tables = state.subject.tables.answer,
      let table = tables[question.task], !state.similarity.isTiled(question, table),
      !state.awaitsVectors(question, table)
    else { return .later }
    let key = Derived<MatrixQuestion, ItemMatrix>.Key(question: question, revision: table.items.count)
    let other = question.subtracted.flatMap { tables[$0] }
    return .answer(question, revision: key.revision, known: state.similarity.cache[key]) { _ in
      ItemMatrix(table, minus: other, question)
    }
  } then: { state, matrix, key in
    // Those of fewer vectors are never asked for again.
    state.similarity.cache.removeAll { older, _ in older.revision < key.revision }
    state.similarity.cache.insert(matrix, for: key, cost: matrix.byteCount)
  }

  /// The order in which similar items are neighbors. Differences of adapters are no similarities: while they are shown,
  /// the order stays.
  static let seriation = Derivation(.seriation, at: \.similarity.seriation) { state in
    let similarity = state.similarity
    guard similarity.order == .cluster, similarity.arrangement?.isTiled != true,
      let matrix = similarity.matrix.answered, similarity.matrix.isCurrent,
      matrix.question.subtracted == nil || similarity.seriation.answer == nil,
      let table = state.subject.tables.answer?[matrix.question.task],
      // Ordering takes memory and time that grow with the square of the items: never more of them than were compared.
      matrix.revision == table.items.count, !similarity.isTiled(matrix.question, table)
    else { return .later }
    return .answer(SeriationQuestion(matrix: matrix)) { _ in table.seriated(matrix.question) }
  }

  /// The whole matrix in as many values as the pane has places, if it has fewer places than values.
  static let overview = Derivation(.overview, at: \.similarity.overview) { state in
    let similarity = state.similarity
    guard similarity.rows != .query, similarity.zoom == .overview, let arrangement = similarity.arrangement,
      !arrangement.isTiled, let capacity = state.screen.geometry[.similarity], capacity.rows > 0, capacity.columns > 0,
      similarity.extent.rows > capacity.rows || similarity.extent.columns > capacity.columns,
      let source = state.shownMatrix.source
    else { return .later }
    let question = OverviewQuestion(arrangement: arrangement, rows: capacity.rows, columns: capacity.columns)
    return .answer(question) { _ in MatrixSummary(of: source, question) }
  }

  /// The statistics of the selected rectangle.
  static let rectangle = Derivation(.rectangle, at: \.similarity.rectangle) { state in
    let similarity = state.similarity
    guard let arrangement = similarity.arrangement, similarity.extent.rows > 0, let selection = similarity.selection,
      let source = state.shownMatrix.source
    else { return .later }
    let question = RectangleQuestion(arrangement: arrangement, rows: selection.rows, columns: selection.columns)
    return .answer(question) { _ in ValueStatistics(source, question) }
  }

  /// The pairs nearest to the threshold, while they are listed.
  static let nearest = Derivation(.nearest, at: \.similarity.nearest) { state in
    let similarity = state.similarity
    guard let arrangement = similarity.arrangement, similarity.extent.rows > 0, similarity.isListing,
      let source = state.shownMatrix.source
    else { return .later }
    let question = NearestQuestion(arrangement: arrangement, threshold: similarity.threshold)
    return .answer(question) { _ in NearestPairs(source, question) }
  } then: { state, _, _ in
    if state.similarity.isListing { state.similarity.selectListed(state.similarity.listRow, &state.subject) }
  }
}

extension SimilarityState {
  /// What is to be compared; `nil` for a query, whose scores the ranking has.
  func matrixQuestion(_ subject: Subject) -> MatrixQuestion? {
    if rows == .query { return nil }
    var question = MatrixQuestion(
      task: subject.task, dimensions: subject.dimensions, subtracted: isDifference ? subject.subtractedTask : nil)
    if rows == .sets { (question.rows, question.columns) = (rowSet, columnSet) }
    return question
  }

  /// Whether what is to be compared is too large to be computed whole.
  func isTiled(_ question: MatrixQuestion, _ table: ItemTable) -> Bool {
    max(question.rows?.items.count ?? table.items.count, question.columns?.items.count ?? table.items.count)
      > largestWhole
  }
}

extension ExplorerState {
  /// The similarities on the screen.
  var shownMatrix: ShownMatrix { ShownMatrix(similarity, subject) }

  /// Whether comparing waits for more vectors: a large collection is compared once all of them are there, two adapters
  /// once both have read the same items.
  func awaitsVectors(_ question: MatrixQuestion, _ table: ItemTable) -> Bool {
    if awaitsItems(table) { return true }
    guard let other = question.subtracted else { return false }
    return subject.tables.answer?[other]?.items != table.items
  }

  /// What rows and columns are to be made of; `nil` while nothing can be shown.
  var wantedArrangement: MatrixArrangement? {
    let ranking = subject.shownRanking == nil ? nil : subject.ranking.answered
    guard let question = similarity.matrixQuestion(subject) else {
      guard let ranking else { return nil }
      return MatrixArrangement(
        rows: .query, order: similarity.order, matrix: nil, revision: ranking.revision, isTiled: false,
        ranking: ranking, seriation: similarity.order == .cluster ? similarity.seriation.answered : nil)
    }
    var arrangement = MatrixArrangement(
      rows: similarity.rows, order: similarity.order, matrix: question, revision: 0, isTiled: false,
      ranking: similarity.order == .score ? ranking : nil)
    if let table = subject.tables.answer?[subject.task], similarity.isTiled(question, table) {
      if awaitsVectors(question, table) { return similarity.arrangement }
      arrangement.isTiled = true
      arrangement.revision = table.items.count
      if arrangement.order == .cluster { arrangement.order = .collection }
      return arrangement
    }
    guard let answered = similarity.matrix.answered else { return nil }
    (arrangement.matrix, arrangement.revision) = (answered.question, answered.revision)
    if arrangement.order == .cluster { arrangement.seriation = similarity.seriation.answered }
    return arrangement
  }
}

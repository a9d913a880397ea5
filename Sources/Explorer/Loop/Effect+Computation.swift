import Embeddings

extension Effect {
  /// What the effect computes from the state as it is now, where it is a computation: a pure function that answers with
  /// one action, and the slot it runs in.
  func computation(
    on state: ExplorerState, embedder: any Embedder
  ) -> (slot: Slot, run: @Sendable () -> Action)? {
    let identifiers = state.identifiers
    switch self {
    case .tokenize(let key): return (.tokens, { .tokenized(embedder.tokens(key.question), for: key) })
    case .tabulate(let key):
      let vectors = state.vectors.items
      return (.tables, { .tabulated(ItemTables(tasks: key.question.tasks, of: vectors), for: key) })
    case .rank(let key):
      guard let tables = state.tables.answer else { return nil }
      var anchor: [EmbeddingTask: SingleVector] = [:]
      for task in key.question.tasks { anchor[task] = state.anchorVector(key.question.anchor, under: task) }
      let query = anchor
      return (
        .ranking,
        { .ranked(ItemRanking(key.question, query: query, tables: tables, identifiers: identifiers), for: key) }
      )
    case .compare(let key):
      guard let tables = state.tables.answer, let table = tables[key.question.task] else { return nil }
      let other = key.question.subtracted.flatMap { tables[$0] }
      return (.matrix, { .compared(ItemMatrix(table, minus: other, key.question), for: key) })
    case .seriate(let key):
      let question = key.question.matrix.question
      guard let table = state.tables.answer?[question.task] else { return nil }
      return (.seriation, { .seriated(table.seriated(question), for: key) })
    case .reduce(let key):
      guard let source = state.pairSource else { return nil }
      return (.overview, { .reduced(MatrixSummary(of: source, key.question), for: key) })
    case .computeTiles(let arrangement, let places):
      guard let source = state.pairSource else { return nil }
      return (.tiles, { .tilesComputed(places.map { MatrixTile(source, at: $0) }, of: arrangement) })
    case .describeRectangle(let key):
      guard let source = state.pairSource else { return nil }
      return (.rectangle, { .rectangleDescribed(ValueStatistics(source, key.question), for: key) })
    case .findPairs(let key):
      guard let source = state.pairSource else { return nil }
      return (.pairs, { .pairsFound(NearestPairs(source, key.question), for: key) })
    case .project(let key):
      guard let table = state.tables.answer?[key.question.task] else { return nil }
      return (.map, { .projected(ItemMap(table, dimensions: key.question.dimensions), for: key) })
    case .sweep(let key):
      guard let tables = state.tables.answer else { return nil }
      let dimensions = state.model.matryoshkaDimensions
      var anchor: [EmbeddingTask: SingleVector] = [:]
      for task in key.question.tasks { anchor[task] = state.anchorVector(key.question.anchor, under: task) }
      let vectors = anchor
      return (
        .sweep,
        {
          let sweep = DimensionSweep(
            anchor: vectors, tasks: key.question.tasks, dimensions: dimensions, tables: tables, identifiers: identifiers
          )
          return .swept(sweep, for: key)
        }
      )
    case .interact(let key):
      let sides = key.question.sides
      guard let query = state.interaction[sides[0]], let item = state.interaction[sides[1]] else { return nil }
      let (first, second) = (state.request(for: sides[0]), state.request(for: sides[1]))
      return (
        .interaction,
        {
          let answer = Result { () throws(Interaction.Failure) in
            try Interaction(key.question, query: (query, first), item: (item, second), embedder: embedder)
          }
          return .interacted(answer, for: key)
        }
      )
    case .readPicture(let source):
      let decoder = state.pictureDecoder
      return (.picture, { .pictureRead(source, PictureCache.Entry(reading: source, with: decoder)) })
    case .export, .computeMatrix, .embedQuery, .embedItems, .embedTokens, .awaitQuitConfirmation, .cancel, .copy,
      .setMouse, .saveDisplay, .saveRecording, .suspend:
      return nil
    }
  }
}

extension Embedder {
  /// The prompt of a text, in tokens; what the model reads before the text is its reading of the empty text.
  func tokens(_ question: TokensQuestion) -> QueryTokens {
    let empty = tokenize("", role: question.query.role, task: question.task)
    return QueryTokens(
      prefix: empty.map(\.text).joined(),
      pieces: tokenize(question.query.text, role: question.query.role, task: question.task))
  }
}

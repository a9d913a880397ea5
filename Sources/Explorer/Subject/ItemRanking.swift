import Embeddings

/// What the items are ranked for.
struct RankingQuestion: Hashable, Sendable {
  var reference: Subject.Reference
  /// The adapter whose items are ranked.
  var current: EmbeddingTask
  /// The adapters shown, in the checkpoint's order.
  var tasks: [EmbeddingTask]
  var dimensions: Int
}

/// The items by their similarity with a query, under every adapter shown.
struct ItemRanking: Sendable {
  /// The collection's indices of the compared items, ascending; rankings count in positions of this list.
  let items: [Int]
  /// The rankings.
  let comparison: AdapterComparison
  /// The place of the current adapter in `comparison`; `nil` when nothing is ranked.
  let current: Int?
  /// The collection's indices in the order they are shown: by score, then those without one.
  let order: [Int]
  /// The collection's indices of the compared items, those first on whose rank the adapters disagree most.
  let disagreements: [Int]

  private let rows: [Int: Int]
  private let positions: [Int]

  /// Ranks the items of `tables` for the question, whose query has the vectors `query`.
  ///
  /// Adapters that have not read the same items as the current one are left out: their ranks could not be compared.
  init(
    _ question: RankingQuestion, query: [EmbeddingTask: SingleVector], tables: ItemTables, identifiers: [String]
  ) {
    let items = tables[question.current]?.items ?? []
    var tasks: [EmbeddingTask] = []
    var rankings: [Ranking] = []
    for task in question.tasks {
      guard let vector = query[task], let table = tables[task], table.items == items, !items.isEmpty else { continue }
      let scores = table.vectors.scores(of: vector, dimensions: question.dimensions)
      tasks.append(task)
      rankings.append(Ranking(scores: scores, identifiers: items.map { identifiers[$0] }))
    }
    self.items = items
    let comparison = AdapterComparison(tasks: tasks, rankings: rankings)
    self.comparison = comparison
    disagreements = tasks.count > 1 ? comparison.disagreements.map { items[$0] } : []
    current = tasks.firstIndex(of: question.current)
    rows = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($0.element, $0.offset) })
    let ranked = current.map { rankings[$0].order.map { items[$0] } } ?? []
    let isRanked = Set(ranked)
    order = ranked + identifiers.indices.filter { !isRanked.contains($0) }
    var positions = Array(repeating: 0, count: identifiers.count)
    for (position, item) in order.enumerated() { positions[item] = position }
    self.positions = positions
  }

  /// The place of an item in `order`.
  func position(of item: Int) -> Int { positions[item] }

  /// The score of an item under the adapter at `place` of the comparison.
  func score(of item: Int, under place: Int) -> Float? {
    rows[item].map { comparison.rankings[place].scores[$0] }
  }

  /// The rank of an item under the adapter at `place` of the comparison.
  func rank(of item: Int, under place: Int) -> Int? {
    rows[item].map { comparison.rankings[place].ranks[$0] }
  }

  /// How many places lie between the best and the worst rank of an item.
  func spread(of item: Int) -> Int {
    guard let row = rows[item] else { return 0 }
    let ranks = comparison.rankings.map { $0.ranks[row] }
    return (ranks.max() ?? 0) - (ranks.min() ?? 0)
  }

  /// How many places higher an item stands under the adapter at `place` than under the current one.
  func shift(of item: Int, under place: Int) -> Int? {
    guard let current, let row = rows[item] else { return nil }
    return comparison.shift(of: row, from: current, to: place)
  }
}

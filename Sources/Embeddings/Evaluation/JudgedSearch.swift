internal import Tensors

/// Many judged queries against all items, at every dimension: where the relevant items stand.
///
/// The inner products of a dimension are those of the one before plus what the components between them add, so that all
/// dimensions together cost little more than the longest. Queries are taken in blocks whose scores fit into 64 MB.
public struct JudgedSearch: Sendable {
  /// The queries' vectors.
  let queries: VectorTable
  /// The items' vectors.
  let items: VectorTable
  /// The items' identifiers, which decide ties.
  let identifiers: [String]
  /// What is relevant, by query.
  let judgments: [QueryJudgments]
  /// Rows of items that are in no ranking.
  let unranked: Set<Int>
  /// Which of several items with the same score ranks first.
  let ties: TieOrder

  /// The most scores that are held at once.
  private static let mostScores = 1 << 24
  /// The most multiplications between two looks whether the work was cancelled: some tens of milliseconds.
  private static let mostMultiplications = 1 << 32

  /// A search for each of `queries` among `items`.
  public init(
    queries: VectorTable, items: VectorTable, identifiers: [String], judgments: [QueryJudgments],
    unranked: Set<Int> = [], ties: TieOrder = .trec
  ) {
    precondition(queries.count == judgments.count, "\(judgments.count) judgments for \(queries.count) queries")
    precondition(items.count == identifiers.count, "\(identifiers.count) identifiers for \(items.count) items")
    self.queries = queries
    self.items = items
    self.identifiers = identifiers
    self.judgments = judgments
    self.unranked = unranked
    self.ties = ties
  }

  /// The rankings at each of `dimensions`, which ascend [dimensions, queries].
  ///
  /// - Parameter progress: is told after each block how many queries are done.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(queries · items · (the largest dimension + dimensions)).
  public func rankings(
    at dimensions: [Int], progress: (_ finished: Int) -> Void = { _ in }
  ) throws(CancellationError) -> [[JudgedRanking]] {
    precondition(
      zip(dimensions, dimensions.dropFirst()).allSatisfy(<) && (dimensions.last ?? 0) <= items.dimensions,
      "\(dimensions) do not ascend to at most \(items.dimensions)")
    let itemFactors = dimensions.map { items.reciprocalLengths(at: $0) }
    let queryFactors = dimensions.map { queries.reciprocalLengths(at: $0) }
    var rankings = dimensions.map { _ in [JudgedRanking]() }
    let size = max(
      1, min(Self.mostScores, Self.mostMultiplications / max(1, dimensions.last ?? 1)) / max(1, items.count))
    for start in stride(from: 0, to: queries.count, by: size) {
      let block = start..<min(start + size, queries.count)
      var products = Matrix(rows: block.count, columns: items.count)
      var width = 0
      for (place, dimension) in dimensions.enumerated() {
        if Task.isCancelled { throw CancellationError() }
        queries.addInnerProducts(of: block, with: items, components: width..<dimension, to: &products)
        width = dimension
        for query in block {
          rankings[place].append(
            ranking(of: query, products, row: query - start, queryFactors[place][query], itemFactors[place]))
        }
      }
      progress(block.upperBound)
    }
    return rankings
  }

  /// The ranking of a query whose products with all items are a row of `products`.
  private func ranking(
    of query: Int, _ products: borrowing Matrix, row: Int, _ factor: Float, _ itemFactors: [Float]
  ) -> JudgedRanking {
    var scores: [Int: Float] = [:]
    for item in judgments[query].grades.keys {
      // In the order of `forEachElement`, so that equal items have equal scores.
      scores[item] = products[row, item] * (factor * itemFactors[item])
    }
    var counter = RankCounter(judgments[query], unranked: unranked, identifiers: identifiers, ties: ties) {
      scores[$0] ?? 0
    }
    products.forEachElement(inRow: row, scaledBy: factor, itemFactors, atLeast: counter.floor) {
      counter.add($0, score: $1)
    }
    return counter.ranking
  }
}

/// Items in the order of their scores: the best first, ties by identifier, descending.
///
/// Source of the tie rule: `trec_eval`, which orders by score and then by document identifier, both descending.
public struct Ranking: Hashable, Sendable {
  /// The items' indices, the best first.
  public let order: [Int]
  /// The scores, by item index.
  public let scores: [Float]
  /// The rank of each item, by item index; the best has rank 1.
  public let ranks: [Int]

  /// Ranks items by `scores`; `identifiers` decide ties.
  ///
  /// - Complexity: O(n log n).
  public init(scores: [Float], identifiers: [String]) {
    precondition(
      scores.count == identifiers.count, "\(scores.count) scores for \(identifiers.count) identifiers")
    self.scores = scores
    order = scores.indices.sorted { first, second in
      if scores[first] != scores[second] { return scores[first] > scores[second] }
      return identifiers[second].utf8.lexicographicallyPrecedes(identifiers[first].utf8)
    }
    var ranks = Array(repeating: 0, count: scores.count)
    for (position, item) in order.enumerated() { ranks[item] = position + 1 }
    self.ranks = ranks
  }

  /// The first `count` items, the best first; all where there are fewer.
  public func top(_ count: Int) -> ArraySlice<Int> { order.prefix(count) }

  /// The share of the first `count` items that are also among the first `count` of `other`, whatever their order.
  ///
  /// Of fewer than `count` items all are compared; of none the share is 1.
  public func overlap(at count: Int, with other: Ranking) -> Double {
    let ours = Set(top(count))
    guard !ours.isEmpty else { return 1 }
    return Double(ours.intersection(other.top(count)).count) / Double(ours.count)
  }
}

import HeapModule

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
    order = scores.indices.map { Place(score: scores[$0], item: $0) }
      .sorted { $0.precedes($1, identifiers) }.map(\.item)
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

  /// The first `count` items of the ranking of `scores`, without ranking the others.
  ///
  /// - Complexity: O(n + m log count), where m are the items that are among the best of those before them.
  public static func nearest(_ count: Int, scores: [Float], identifiers: [String]) -> [Int] {
    precondition(
      scores.count == identifiers.count, "\(scores.count) scores for \(identifiers.count) identifiers")
    if count <= 0 { return [] }
    // The least of the best is on top: what does not come before it is passed over.
    var best = Heap<Candidate>()
    var least = -Float.infinity
    for item in scores.indices where scores[item] >= least || best.count < count {
      let candidate = Candidate(place: Place(score: scores[item], item: item), identifier: identifiers[item])
      if best.count < count {
        best.insert(candidate)
      } else if let last = best.max, candidate < last {
        best.replaceMax(with: candidate)
      }
      if best.count == count, let last = best.max { least = last.place.score }
    }
    return best.unordered.sorted().map(\.place.item)
  }
}

/// An item with its score, side by side for sorting.
private struct Place {
  let score: Float
  let item: Int

  /// Whether the item comes before another one.
  func precedes(_ other: Place, _ identifiers: [String]) -> Bool {
    if score != other.score { return score > other.score }
    return identifiers[other.item].utf8.lexicographicallyPrecedes(identifiers[item].utf8)
  }
}

/// An item among the best; the better one is the smaller.
private struct Candidate: Comparable {
  let place: Place
  let identifier: String

  static func < (first: Candidate, second: Candidate) -> Bool {
    if first.place.score != second.place.score { return first.place.score > second.place.score }
    return second.identifier.utf8.lexicographicallyPrecedes(first.identifier.utf8)
  }

  static func == (first: Candidate, second: Candidate) -> Bool {
    first.place.score == second.place.score && first.identifier == second.identifier
  }
}

/// An order of items in which similar ones are neighbors.
///
/// The items are joined by average linkage, and where two groups meet they are turned so that the more similar of their
/// ends touch. Equal similarities are decided by the lower index, so the same matrix always has the same order.
///
/// Sources: F. Murtagh, "A Survey of Recent Advances in Hierarchical Clustering Algorithms", The Computer Journal 26
/// (1983), for the chain of nearest neighbors; G. Gruvaeus and H. Wainer, "Two Additions to Hierarchical Cluster
/// Analysis", British Journal of Mathematical and Statistical Psychology 25 (1972), for turning the groups.
public struct Seriation: Hashable, Sendable {
  /// The items' indices, neighbors side by side.
  public let order: [Int]

  /// Orders the items whose similarities with each other are `similarities` [items, items], symmetric. Where the task is
  /// cancelled there is no order.
  ///
  /// - Complexity: O(items²) time and memory.
  public init(_ similarities: SimilarityMatrix) {
    precondition(
      similarities.rows == similarities.columns,
      "[\(similarities.rows), \(similarities.columns)] compares no items with each other")
    var groups = Groups(similarities)
    var chain: [Int] = []
    while groups.count > 1 {
      if Task.isCancelled { break }
      let last = chain.last ?? groups.first
      if chain.isEmpty { chain.append(last) }
      let before = chain.count > 1 ? chain[chain.count - 2] : nil
      let nearest = groups.nearest(to: last, preferring: before)
      if nearest == before {
        chain.removeLast(2)
        groups.join(min(last, nearest), max(last, nearest))
      } else {
        chain.append(nearest)
      }
    }
    order = groups.count > 1 ? [] : groups.members.first { !$0.isEmpty } ?? []
  }
}

/// The groups that items have been joined to; a group lives in the place of its lowest first item.
private struct Groups {
  /// The items of each group in their order; empty where the group has been joined to another.
  private(set) var members: [[Int]]
  /// How many groups there are.
  private(set) var count: Int

  private let items: SimilarityMatrix
  private var linkage: [Float]

  init(_ items: SimilarityMatrix) {
    self.items = items
    linkage = items.values
    count = items.rows
    members = (0..<items.rows).map { [$0] }
  }

  /// The first group.
  var first: Int { members.firstIndex { !$0.isEmpty } ?? 0 }

  /// The group most similar to `group`; of equally similar ones `preferred`, else the first.
  func nearest(to group: Int, preferring preferred: Int?) -> Int {
    var best = preferred ?? -1
    var similarity = preferred.map { linkage[group * members.count + $0] } ?? -.infinity
    for other in members.indices where other != group && !members[other].isEmpty {
      let candidate = linkage[group * members.count + other]
      if best < 0 || candidate > similarity { (best, similarity) = (other, candidate) }
    }
    return best
  }

  /// Joins `second` to `first`; similarities with the others are the mean over all pairs of items.
  mutating func join(_ first: Int, _ second: Int) {
    let (ours, theirs) = (Float(members[first].count), Float(members[second].count))
    for other in members.indices where other != first && other != second && !members[other].isEmpty {
      let mean =
        (ours * linkage[first * members.count + other] + theirs * linkage[second * members.count + other])
        / (ours + theirs)
      linkage[first * members.count + other] = mean
      linkage[other * members.count + first] = mean
    }
    members[first] = joined(members[first], members[second])
    members[second] = []
    count -= 1
  }

  /// The two rows of items end to end, turned so that the ends that touch are the most similar.
  private func joined(_ first: [Int], _ second: [Int]) -> [Int] {
    guard let head = first.first, let tail = first.last, let otherHead = second.first, let otherTail = second.last
    else { return first + second }
    let touching = [(tail, otherHead), (tail, otherTail), (head, otherHead), (head, otherTail)]
      .map { items[$0.0, $0.1] }
    var best = 0
    for turn in touching.indices where touching[turn] > touching[best] { best = turn }
    switch best {
    case 0: return first + second
    case 1: return first + second.reversed()
    case 2: return first.reversed() + second
    default: return second + first
    }
  }
}

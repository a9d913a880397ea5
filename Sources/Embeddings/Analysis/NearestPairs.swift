import HeapModule

/// The pairs whose similarity lies nearest to a threshold: those that a slightly different threshold would decide
/// otherwise. They are gathered one after the other, whatever their number.
public struct NearestPairs: Sendable {
  /// A pair with its similarity.
  public struct Pair: Hashable, Sendable {
    /// The row.
    public let row: Int
    /// The column.
    public let column: Int
    /// Their similarity.
    public let similarity: Float
  }

  /// The threshold.
  public let threshold: Float
  /// How many pairs are kept.
  public let limit: Int
  /// How many pairs there were.
  public private(set) var count = 0
  /// How many of them lie at the threshold or above.
  public private(set) var countAbove = 0

  private var nearest = Heap<Candidate>()
  private var farthest = Float.infinity

  /// No pairs yet; the `limit` nearest to `threshold` will be kept.
  public init(threshold: Float, limit: Int) {
    precondition(limit > 0, "\(limit) pairs cannot be kept")
    self.threshold = threshold
    self.limit = limit
  }

  /// Takes a pair in; a similarity that is no number is passed over.
  ///
  /// - Complexity: O(log limit) for a pair that is among the nearest so far, else O(1).
  public mutating func add(_ similarity: Float, row: Int, column: Int) {
    let distance = abs(similarity - threshold)
    if distance.isNaN { return }
    count += 1
    if similarity >= threshold { countAbove += 1 }
    if distance > farthest { return }
    let candidate = Candidate(
      pair: Pair(row: row, column: column, similarity: similarity), distance: distance)
    if nearest.count < limit {
      nearest.insert(candidate)
    } else if let last = nearest.max, candidate < last {
      nearest.replaceMax(with: candidate)
    }
    if nearest.count == limit, let last = nearest.max { farthest = last.distance }
  }

  /// The pairs that were kept, the most similar first.
  public var pairs: [Pair] {
    nearest.unordered.map(\.pair).sorted { first, second in
      if first.similarity != second.similarity { return first.similarity > second.similarity }
      return (first.row, first.column) < (second.row, second.column)
    }
  }

  /// A pair with its distance from the threshold; of equally distant ones that of the first row and column is nearer.
  private struct Candidate: Comparable {
    let pair: Pair
    let distance: Float

    static func < (first: Candidate, second: Candidate) -> Bool {
      if first.distance != second.distance { return first.distance < second.distance }
      return (first.pair.row, first.pair.column) < (second.pair.row, second.pair.column)
    }
  }
}

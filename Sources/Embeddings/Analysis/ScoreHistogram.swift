/// How many scores lie in each of several equal parts of their range.
public struct ScoreHistogram: Hashable, Sendable {
  /// The least and the greatest score.
  public let range: ClosedRange<Float>
  /// How many scores lie in each part, from the least to the greatest; a score between two counts for the upper.
  public let counts: [Int]

  /// The histogram of `scores`, those that are no numbers aside, in `bins` parts; `nil` where there is none.
  ///
  /// - Complexity: O(scores).
  public init?(_ scores: [Float], bins: Int) {
    precondition(bins > 0, "scores cannot be counted in \(bins) parts")
    let numbers = scores.filter(\.isFinite)
    guard let least = numbers.min(), let greatest = numbers.max() else { return nil }
    range = least...greatest
    var counts = Array(repeating: 0, count: bins)
    for score in numbers {
      let fraction = greatest > least ? (score - least) / (greatest - least) : 0
      counts[min(Int(fraction * Float(bins)), bins - 1)] += 1
    }
    self.counts = counts
  }

  /// The part a value lies in; beyond the range the nearest.
  public func bin(of value: Float) -> Int {
    let span = range.upperBound - range.lowerBound
    guard span > 0, value.isFinite else { return 0 }
    return min(max(Int((value - range.lowerBound) / span * Float(counts.count)), 0), counts.count - 1)
  }
}

/// What a score means: how those of related pairs, of hard negatives and of random pairs are distributed, and which
/// threshold separates them how well.
public struct Calibration: Sendable {
  /// Scores of one kind of pairs.
  public struct Sample: Hashable, Sendable {
    /// The scores, ascending.
    public let scores: [Float]

    /// A sample of scores.
    public init(_ scores: [Float]) { self.scores = scores.sorted() }

    /// The mean; `nil` of no scores.
    public var mean: Double? {
      scores.isEmpty ? nil : scores.reduce(0.0) { $0 + Double($1) } / Double(scores.count)
    }

    /// The standard deviation; `nil` of fewer than two scores.
    public var deviation: Double? {
      guard scores.count > 1, let mean else { return nil }
      let squares = scores.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
      return (squares / Double(scores.count - 1)).squareRoot()
    }

    /// The score below which that share of the sample lies, 0…1; `nil` of no scores.
    public func quantile(_ share: Double) -> Float? {
      scores.isEmpty ? nil : scores[Int((share * Double(scores.count - 1)).rounded())]
    }

    /// The share of the sample at a score or above; 0 of no scores.
    public func share(atLeast score: Float) -> Double {
      scores.isEmpty ? 0 : Double(scores.count - scores.partitioningIndex { $0 >= score }) / Double(scores.count)
    }
  }

  /// A threshold with what it lets through.
  public struct Threshold: Hashable, Sendable {
    /// The share of random pairs at the threshold or above that was allowed.
    public let falsePositiveRate: Double
    /// The lowest score that keeps to it.
    public let score: Float
    /// The share of related pairs at the threshold or above.
    public let recall: Double
  }

  /// Pairs that belong together.
  public let related: Sample
  /// For each query the items that score highest among those that are not relevant.
  public let hard: Sample
  /// Pairs drawn at random among those that are not relevant: the noise floor.
  public let random: Sample

  /// Hard negatives of each query.
  public static let hardPerQuery = 10
  /// Random pairs of all queries together, at least where there are as many.
  public static let randomPairs = 100_000
  /// The false positive rates for which thresholds are given.
  public static let falsePositiveRates = [0.1, 0.01, 0.001]

  /// A calibration of these samples.
  public init(related: [Float], hard: [Float], random: [Float]) {
    self.related = Sample(related)
    self.hard = Sample(hard)
    self.random = Sample(random)
  }

  /// Scores `queries` against `items`, all cut to `dimensions`.
  ///
  /// - Parameters:
  ///   - judgments: what is relevant for each query, and what is left out.
  ///   - unranked: rows that are no items to find.
  /// - Throws: `CancellationError`.
  /// - Complexity: O(queries · items · dimensions).
  public init(
    queries: VectorTable, items: VectorTable, judgments: [QueryJudgments], unranked: Set<Int> = [], dimensions: Int
  ) throws(CancellationError) {
    precondition(queries.count == judgments.count, "\(judgments.count) judgments for \(queries.count) queries")
    var generator = SeededGenerator(seed: 1)
    let perQuery = max(1, (Self.randomPairs + queries.count - 1) / max(1, queries.count))
    let identifiers = (0..<items.count).map { _ in "" }
    var (related, hard, random): ([Float], [Float], [Float]) = ([], [], [])
    for (query, judged) in judgments.enumerated() {
      if Task.isCancelled { throw CancellationError() }
      var scores = items.scores(of: queries.vector(query), dimensions: dimensions)
      let relevant = judged.grades.filter { $0.value > 0 }.keys.filter { !judged.excluded.contains($0) }.sorted()
      related += relevant.map { scores[$0] }
      let leftOut = Set(relevant).union(judged.excluded).union(unranked)
      let others = items.count - leftOut.count
      if others == 0 { continue }
      if others <= perQuery {
        for (item, score) in scores.enumerated() where !leftOut.contains(item) { random.append(score) }
      } else {
        var drawn = 0
        while drawn < perQuery {
          let item = generator.index(below: items.count)
          if leftOut.contains(item) { continue }
          random.append(scores[item])
          drawn += 1
        }
      }
      for item in leftOut { scores[item] = -.infinity }
      hard += Ranking.nearest(min(Self.hardPerQuery, others), scores: scores, identifiers: identifiers).map {
        scores[$0]
      }
    }
    self.init(related: related, hard: hard, random: random)
  }

  /// The probability that a related pair scores higher than one of `other`, ties counting half: the area under the curve
  /// of true and false positive rates; `nil` where one of both has no scores.
  ///
  /// Source: J. Hanley and B. McNeil, "The Meaning and Use of the Area under a Receiver Operating Characteristic (ROC)
  /// Curve", Radiology 143 (1982), 29–36.
  public func areaUnderCurve(against other: Sample) -> Double? {
    guard !related.scores.isEmpty, !other.scores.isEmpty else { return nil }
    var wins = 0.0
    for score in related.scores {
      let below = other.scores.partitioningIndex { $0 >= score }
      let upTo = other.scores.partitioningIndex { $0 > score }
      wins += Double(below) + Double(upTo - below) / 2
    }
    return wins / (Double(related.scores.count) * Double(other.scores.count))
  }

  /// The lowest of all scores at or above which at most that share of the random pairs lies; `nil` where there are too few
  /// of them to tell.
  public func threshold(falsePositiveRate rate: Double) -> Threshold? {
    let count = random.scores.count
    guard rate > 0, Double(count) * rate >= 1 else { return nil }
    let allowed = Int(Double(count) * rate)
    // The random pairs at this place and above are those that are allowed; equal ones below it are too many.
    var place = count - allowed
    while place < count, place > 0, random.scores[place] == random.scores[place - 1] { place += 1 }
    let score = place < count ? random.scores[place] : random.scores[count - 1].nextUp
    return Threshold(falsePositiveRate: rate, score: score, recall: related.share(atLeast: score))
  }
}

/// A ranking at every dimension the model may be cut to: what a shorter vector costs and what it saves.
public struct MatryoshkaSweep: Sendable {
  /// One dimension of the sweep.
  public struct Step: Sendable {
    /// Components that are kept.
    public let dimensions: Int
    /// Bytes of one vector as 32-bit floats.
    public let bytes: Int
    /// The items by their score at this dimension.
    public let ranking: Ranking
    /// The share of the ten best that are also among the ten best at the full dimension.
    public let overlapAt10: Double
    /// Kendall's τ-b with the scores at the full dimension; `nil` where no order is given.
    public let kendallTau: Double?
    /// How long it took this machine to compute the scores.
    public let searchTime: Duration
  }

  /// The steps, in ascending order of dimensions.
  public let steps: [Step]

  /// Ranks `items` for `query` at each of `dimensions`.
  ///
  /// - Parameters:
  ///   - dimensions: ascending; the last is what the others are compared with.
  ///   - identifiers: of the items; they decide ties.
  public init(query: SingleVector, items: VectorTable, identifiers: [String], dimensions: [Int]) {
    let clock = ContinuousClock()
    let searches = dimensions.map { dimension in
      var scores: [Float] = []
      let time = clock.measure { scores = items.scores(of: query, dimensions: dimension) }
      return (ranking: Ranking(scores: scores, identifiers: identifiers), time: time)
    }
    steps = zip(dimensions, searches).map { dimension, search in
      let (ranking, full) = (search.ranking, searches[searches.count - 1].ranking)
      return Step(
        dimensions: dimension, bytes: dimension * MemoryLayout<Float>.size, ranking: ranking,
        overlapAt10: ranking.overlap(at: 10, with: full),
        kendallTau: Embeddings.kendallTau(ranking.scores, full.scores), searchTime: search.time)
    }
  }
}

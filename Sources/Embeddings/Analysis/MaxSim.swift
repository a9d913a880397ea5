import Tensors

/// Late interaction: each token of a query finds the token of an item that it is most similar to, and the sum of these
/// similarities is the score.
///
/// Source: Khattab and Zaharia, "ColBERT" (2020), section 3.3.
public struct MaxSim: Hashable, Sendable {
  /// What one token of the query adds to the score.
  public struct Contribution: Hashable, Sendable {
    /// The token of the query.
    public let token: Int
    /// The token of the item it found; the first of several that are equally similar.
    public let match: Int
    /// Their similarity.
    public let similarity: Float
  }

  /// One for each token of the query, in its order.
  public let contributions: [Contribution]

  /// The late interaction of tokens whose similarities are `similarities` [query tokens, item tokens].
  public init(_ similarities: SimilarityMatrix) {
    precondition(similarities.columns > 0, "an item without tokens has no late interaction")
    contributions = (0..<similarities.rows).map { token in
      var match = 0
      for candidate in 1..<similarities.columns where similarities[token, candidate] > similarities[token, match] {
        match = candidate
      }
      return Contribution(token: token, match: match, similarity: similarities[token, match])
    }
  }

  /// The late interaction of `query` with `item`, both of one model.
  ///
  /// - Complexity: O(query tokens · item tokens · dimensions).
  public init(query: MultiVector, item: MultiVector) { self.init(SimilarityMatrix(rows: query, columns: item)) }

  /// The score of `query` with each of `items` [items], all of one model and none without tokens, on all cores.
  ///
  /// - Complexity: O(query tokens · tokens of all items · dimensions).
  public static func scores(of query: MultiVector, in items: [MultiVector]) -> [Float] {
    precondition(
      items.allSatisfy { $0.dimensions == query.dimensions },
      "tokens of \(query.dimensions) components have no late interaction with tokens of others")
    let tokens = Matrix(rows: query.tokens, columns: query.dimensions, values: query.values)
    let maxima = tokens.greatestProducts(with: items.map(\.values))
    return items.indices.map { item in
      Float(maxima.array(rows: item..<item + 1).reduce(0.0) { $0 + Double($1) })
    }
  }

  /// The sum of all contributions.
  public var score: Float { Float(contributions.reduce(0.0) { $0 + Double($1.similarity) }) }

  /// The score for each token of the query, which does not grow with the query's length; 0 of an empty query.
  public var meanScore: Float { contributions.isEmpty ? 0 : score / Float(contributions.count) }
}

extension SimilarityMatrix {
  /// The inner product of every token of `rows` with every token of `columns`: the cosines, as tokens have unit length.
  ///
  /// - Complexity: O(row tokens · column tokens · dimensions).
  public init(rows: MultiVector, columns: MultiVector) {
    precondition(
      rows.dimensions == columns.dimensions,
      "tokens of \(rows.dimensions) and of \(columns.dimensions) components have no similarity")
    let left = Matrix(rows: rows.tokens, columns: rows.dimensions, values: rows.values)
    let right = Matrix(rows: columns.tokens, columns: columns.dimensions, values: columns.values)
    self.init(rows: rows.tokens, columns: columns.tokens, values: left.innerProducts(with: right).array)
  }
}

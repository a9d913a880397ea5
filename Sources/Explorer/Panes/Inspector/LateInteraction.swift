import Embeddings
import Imaging

/// One side of a late interaction under a task: whatever has a vector for each token.
struct TokenSide: Hashable, Sendable {
  /// What is embedded.
  enum Content: Hashable, Sendable {
    /// A query.
    case query(QueryKey)
    /// An item, by its index.
    case item(Int)
  }

  var content: Content
  var task: EmbeddingTask
}

/// A query and an item that are compared token by token.
struct LateInteractionQuestion: Hashable, Sendable {
  var query: QueryKey
  var item: Int
  var task: EmbeddingTask

  /// The query, then the item.
  var sides: [TokenSide] {
    [TokenSide(content: .query(query), task: task), TokenSide(content: .item(item), task: task)]
  }
}

/// The vectors of one side's tokens, and where they lie in it if it is a picture.
struct TokenVectors: Hashable, Sendable {
  let vectors: MultiVector
  let image: ImageReading?

  /// What stands for each token on the screen: its text, or its cell of the picture.
  ///
  /// - Parameter text: the tokens of a text.
  func names(_ text: QueryTokens?) -> [String] {
    guard let image else {
      let pieces = text?.pieces.prefix(vectors.tokens).map(\.text) ?? []
      return pieces + Array(repeating: "?", count: vectors.tokens - pieces.count)
    }
    return (0..<vectors.tokens).map { token in
      guard image.tokenRange.contains(token), image.grid.columns > 0 else { return "prompt" }
      let cell = token - image.tokenRange.lowerBound
      return "row \(cell / image.grid.columns + 1) column \(cell % image.grid.columns + 1)"
    }
  }

  /// The tokens that are not the prompt's: those of the words, or the cells of the picture.
  ///
  /// - Parameter text: the tokens of a text.
  func ownTokens(_ text: QueryTokens?) -> Range<Int> {
    if let image { return image.tokenRange }
    guard let text else { return 0..<vectors.tokens }
    return Array(text.pieces.prefix(vectors.tokens)).ownTokens(behind: text.prefix)
  }
}

/// How the tokens of a query find those of an item.
struct LateInteraction: Sendable {
  /// Why two things are not compared token by token.
  struct Failure: Error, Hashable {
    let sentence: String
  }

  /// The tokens of the query.
  let queryTokens: [String]
  /// The query's own tokens or cells, without those of the prompt around them.
  let ownTokens: Range<Int>
  /// The tokens of the item, or the cells of its picture.
  let itemTokens: [String]
  /// Every token with every token [query tokens, item tokens].
  let similarities: SimilarityMatrix
  /// What each token of the query finds.
  let maxSim: MaxSim
  /// Where in the picture; `nil` of a text.
  let map: SimilarityMap?

  /// More similarities than this (64 MB) are not computed: that is two very large pictures.
  static let limit = 1 << 24

  /// Compares `query` with `item`, whose tokens have these names; `ownTokens` of the query's are not its prompt's.
  init(
    query: TokenVectors, _ queryTokens: [String], ownTokens: Range<Int>, item: TokenVectors, _ itemTokens: [String]
  ) throws(Failure) {
    let (rows, columns) = (query.vectors.tokens, item.vectors.tokens)
    guard rows > 0, columns > 0, rows * columns <= Self.limit else {
      throw Failure(
        sentence: "\(rows) × \(columns) tokens are not compared one by one; the limit is \(Self.limit) pairs.")
    }
    self.queryTokens = queryTokens
    self.ownTokens = ownTokens
    self.itemTokens = itemTokens
    similarities = SimilarityMatrix(rows: query.vectors, columns: item.vectors)
    maxSim = MaxSim(similarities)
    let computed = similarities
    do {
      map = try item.image.map { (image) throws(SimilarityMap.Failure) in try SimilarityMap(computed, image: image) }
    } catch {
      throw Failure(sentence: error.description)
    }
  }
}

extension LateInteraction {
  /// Compares the two sides, whose requests name the tokens of texts.
  init(
    _ question: LateInteractionQuestion, query: (TokenVectors, EmbeddingRequest),
    item: (TokenVectors, EmbeddingRequest), embedder: any Embedder
  ) throws(Failure) {
    func tokens(_ request: EmbeddingRequest) -> QueryTokens? {
      guard case .text(let text, let role) = request.content else { return nil }
      return embedder.tokens(TokensQuestion(query: QueryKey(text: text, role: role), task: question.task))
    }
    let words = tokens(query.1)
    try self.init(
      query: query.0, query.0.names(words), ownTokens: query.0.ownTokens(words), item: item.0,
      item.0.names(tokens(item.1)))
  }
}

internal import Imaging

/// The vectors of one side's tokens, and where they lie in it if it is a picture.
public struct TokenVectors: Hashable, Sendable {
  /// A vector for each token.
  public let vectors: MultiVector
  /// How the picture was read; `nil` of a text.
  public let image: ImageReading?

  /// Token vectors from their parts.
  public init(vectors: MultiVector, image: ImageReading? = nil) {
    self.vectors = vectors
    self.image = image
  }

  /// The cell of the picture that a token stands for, from 0; `nil` of a text and of the prompt around a picture.
  public func cell(of token: Int) -> (row: Int, column: Int)? {
    guard let image, image.grid.columns > 0, image.tokenRange.contains(token) else { return nil }
    let cell = token - image.tokenRange.lowerBound
    return (cell / image.grid.columns, cell % image.grid.columns)
  }

  /// What people read for each token: its text, or its cell of the picture, counted from 1.
  ///
  /// - Parameter prompt: the tokens of a text.
  public func names(_ prompt: PromptTokens?) -> [String] {
    guard image == nil else {
      return (0..<vectors.tokens).map { token in
        cell(of: token).map { "row \($0.row + 1) column \($0.column + 1)" } ?? "prompt"
      }
    }
    let pieces = prompt?.pieces.prefix(vectors.tokens).map(\.text) ?? []
    return pieces + Array(repeating: "?", count: vectors.tokens - pieces.count)
  }

  /// The tokens that are not the prompt's: those of the words, or the cells of the picture.
  ///
  /// - Parameter prompt: the tokens of a text.
  public func ownTokens(_ prompt: PromptTokens?) -> Range<Int> {
    if let image { return image.tokenRange }
    guard let prompt else { return 0..<vectors.tokens }
    return Array(prompt.pieces.prefix(vectors.tokens)).ownTokens(behind: prompt.prefix)
  }
}

/// A query and an item compared token by token: what each token of the query finds.
public struct LateInteraction: Sendable {
  /// Why two things are not compared token by token.
  public struct Failure: Error, Hashable, CustomStringConvertible {
    /// One sentence: what, where, what to do.
    public let description: String
  }

  /// The tokens of the query, as people read them.
  public let queryTokens: [String]
  /// The query's own tokens or cells, without those of the prompt around them.
  public let ownTokens: Range<Int>
  /// The tokens of the item, or the cells of its picture, as people read them.
  public let itemTokens: [String]
  /// How the item was read, if it is a picture.
  public let image: ImageReading?
  /// Every token with every token [query tokens, item tokens].
  public let similarities: SimilarityMatrix
  /// What each token of the query finds.
  public let maxSim: MaxSim
  /// Where in the picture; `nil` of a text.
  public let similarityMap: SimilarityMap?

  private let item: TokenVectors

  /// More similarities than this (64 MB) are not computed: that is two very large pictures.
  public static let limit = 1 << 24

  /// Compares `query` with `item`.
  ///
  /// - Parameters:
  ///   - queryPrompt: the query's tokens, if it is a text.
  ///   - itemPrompt: the item's tokens, if it is a text.
  /// - Complexity: O(query tokens · item tokens · dimensions).
  public init(
    query: TokenVectors, _ queryPrompt: PromptTokens?, item: TokenVectors, _ itemPrompt: PromptTokens?
  ) throws(Failure) {
    let (rows, columns) = (query.vectors.tokens, item.vectors.tokens)
    guard rows > 0, columns > 0, rows * columns <= Self.limit else {
      throw Failure(
        description: "\(rows) × \(columns) tokens are not compared one by one; the limit is \(Self.limit) pairs.")
    }
    queryTokens = query.names(queryPrompt)
    ownTokens = query.ownTokens(queryPrompt)
    itemTokens = item.names(itemPrompt)
    image = item.image
    self.item = item
    let similarities = SimilarityMatrix(rows: query.vectors, columns: item.vectors)
    self.similarities = similarities
    maxSim = MaxSim(similarities)
    do {
      similarityMap = try item.image.map { (image) throws(SimilarityMap.Failure) in
        try SimilarityMap(similarities, image: image)
      }
    } catch {
      throw Failure(description: error.description)
    }
  }

  /// The cell of the item's picture that one of its tokens stands for, from 0; `nil` of a text and of the prompt around a
  /// picture.
  public func cell(of itemToken: Int) -> (row: Int, column: Int)? { item.cell(of: itemToken) }
}

public import Imaging

/// A similarity map, as ColPali names it: where in a picture each token of a query finds something similar.
///
/// For each token it holds one similarity for each cell of the picture's grid.
public struct SimilarityMap: Hashable, Sendable {
  /// Why there is no similarity map.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The picture's grid has another number of cells than the picture has tokens.
    case wrongGrid(TokenGrid, imageTokens: Int)
    /// The picture's tokens are not all among the item's.
    case tokensOutside(Range<Int>, itemTokens: Int)

    /// One sentence: what, where, what to do.
    public var description: String {
      switch self {
      case .wrongGrid(let grid, let imageTokens):
        "a picture of \(imageTokens) image tokens does not lie over \(grid.rows) × \(grid.columns) cells; embed it again"
      case .tokensOutside(let range, let itemTokens):
        "the image tokens \(range.lowerBound)…\(range.upperBound - 1) are not among the item's \(itemTokens); "
          + "embed it again"
      }
    }
  }

  /// The cells of the picture.
  public let grid: TokenGrid
  /// The number of the query's tokens.
  public let tokens: Int
  /// The similarities [tokens, grid.rows · grid.columns], row-major.
  public let values: [Float]

  /// The similarity map of a query over a picture, from the similarities of all their tokens [query tokens, item tokens].
  ///
  /// - Throws: `Failure` when the reading does not fit the item's tokens.
  public init(_ similarities: SimilarityMatrix, image: ImageReading) throws(Failure) {
    let range = image.tokenRange
    guard image.grid.count == range.count else { throw .wrongGrid(image.grid, imageTokens: range.count) }
    guard range.lowerBound >= 0, range.upperBound <= similarities.columns else {
      throw .tokensOutside(range, itemTokens: similarities.columns)
    }
    grid = image.grid
    tokens = similarities.rows
    values = (0..<similarities.rows).flatMap { token in
      similarities.values[
        (token * similarities.columns + range.lowerBound)..<(token * similarities.columns + range.upperBound)]
    }
  }

  /// The similarity map of `query` over the picture whose multi-vector is `item`.
  ///
  /// - Throws: `Failure` when the reading does not fit the item's tokens.
  public init(query: MultiVector, item: MultiVector, image: ImageReading) throws(Failure) {
    try self.init(SimilarityMatrix(rows: query, columns: item), image: image)
  }

  /// The similarities of one token over the picture [grid.rows · grid.columns].
  public func values(ofToken token: Int) -> [Float] {
    precondition((0..<tokens).contains(token), "token \(token) is none of \(tokens)")
    return Array(values[(token * grid.count)..<((token + 1) * grid.count)])
  }

  /// The mean over the tokens `range`, which is not empty [grid.rows · grid.columns].
  public func mean(overTokens range: Range<Int>) -> [Float] {
    combined(range, from: 0) { $0 + $1 }.map { $0 / Float(range.count) }
  }

  /// The largest similarity of any of the tokens `range`, which is not empty [grid.rows · grid.columns].
  public func maximum(overTokens range: Range<Int>) -> [Float] { combined(range, from: -.infinity, max) }

  private func combined(_ range: Range<Int>, from start: Float, _ combine: (Float, Float) -> Float) -> [Float] {
    precondition(
      !range.isEmpty && range.lowerBound >= 0 && range.upperBound <= tokens, "tokens \(range) are none of \(tokens)")
    return (0..<grid.count).map { cell in
      range.reduce(start) { combine($0, values[$1 * grid.count + cell]) }
    }
  }

  /// The smallest and the largest similarity of all tokens, so that the colors of all tokens can be compared; `nil` of
  /// an empty query.
  public var range: ClosedRange<Float>? {
    guard let smallest = values.min(), let largest = values.max() else { return nil }
    return smallest...largest
  }
}

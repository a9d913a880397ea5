import Imaging
import Testing

@testable import Embeddings

@Suite struct LateInteractionTests {
  private let query = MultiVector(dimensions: 2, values: [1, 0, 0.6, 0.8])
  private let item = MultiVector(dimensions: 2, values: [0, 1, 1, 0, -1, 0, 0.8, 0.6])

  private func reading(rows: Int, columns: Int, tokens: Range<Int>) -> ImageReading {
    ImageReading(
      width: 28 * columns, height: 28 * rows, grid: TokenGrid(rows: rows, columns: columns), tokenRange: tokens)
  }

  private func isClose(_ found: [Float], _ expected: [Float]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-6 }
  }

  @Test func everyTokenIsComparedWithEveryToken() {
    let similarities = SimilarityMatrix(rows: query, columns: item)
    #expect(similarities.rows == 2 && similarities.columns == 4)
    #expect(isClose(similarities.values, [0, 1, -1, 0.8, 0.8, 0.6, -0.6, 0.96]))
  }

  @Test func theScoreIsTheSumOfEachQueryTokensBestMatch() {
    let interaction = MaxSim(query: query, item: item)
    #expect(interaction.contributions.map(\.token) == [0, 1])
    #expect(interaction.contributions.map(\.match) == [1, 3])
    #expect(isClose(interaction.contributions.map(\.similarity), [1, 0.96]))
    #expect(isClose([interaction.score, interaction.meanScore], [1.96, 0.98]))
  }

  @Test func theScoreIsNotSymmetric() {
    #expect(isClose([MaxSim(query: item, item: query).score], [0.8 + 1 - 0.6 + 0.96]))
  }

  @Test func theFirstOfEqualMatchesCounts() {
    let similarities = SimilarityMatrix(rows: 1, columns: 3, values: [0.5, 0.7, 0.7])
    #expect(MaxSim(similarities).contributions.map(\.match) == [1])
  }

  @Test func aQueryWithoutTokensScoresNothing() {
    let nothing = MaxSim(SimilarityMatrix(rows: 0, columns: 3, values: []))
    #expect(nothing.score == 0 && nothing.meanScore == 0)
  }

  @Test func aMapHoldsTheImageTokensOfEachQueryTokenAlone() throws {
    let map = try SimilarityMap(query: query, item: item, image: reading(rows: 1, columns: 2, tokens: 1..<3))
    #expect(map.tokens == 2)
    #expect(isClose(map.values(ofToken: 0), [1, -1]))
    #expect(isClose(map.values(ofToken: 1), [0.6, -0.6]))
    #expect(isClose(map.mean(overTokens: 0..<2), [0.8, -0.8]))
    #expect(isClose(map.maximum(overTokens: 0..<2), [1, -0.6]))
    #expect(isClose(map.maximum(overTokens: 1..<2), [0.6, -0.6]))
    // One range for all tokens, so that their maps can be compared.
    #expect(map.range == -1...1)
  }

  @Test func aGridThatDoesNotFitTheImageTokensIsAnError() {
    #expect(throws: SimilarityMap.Failure.wrongGrid(TokenGrid(rows: 2, columns: 2), imageTokens: 2)) {
      _ = try SimilarityMap(query: query, item: item, image: reading(rows: 2, columns: 2, tokens: 1..<3))
    }
    #expect(throws: SimilarityMap.Failure.tokensOutside(2..<6, itemTokens: 4)) {
      _ = try SimilarityMap(query: query, item: item, image: reading(rows: 2, columns: 2, tokens: 2..<6))
    }
  }

  @Test func ownTokensAreThoseThatReachBeyondThePrompt() {
    // "Query: a cat": the blank that ends the prompt belongs to the token of "a".
    let ends = [5, 6, 8, 12]
    let pieces = zip([0] + ends, ends).map { TokenPiece(id: 0, text: "", range: $0..<$1) }
    #expect(pieces.ownTokens(behind: "Query: ") == 2..<4)
    #expect(Array(pieces.prefix(2)).ownTokens(behind: "Query: ") == 0..<2)
    #expect([TokenPiece]().ownTokens(behind: "Query: ").isEmpty)
  }
}

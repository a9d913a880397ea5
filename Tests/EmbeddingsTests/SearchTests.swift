import Embeddings
import TestSupport
import Testing

@Suite struct SearchTests {
  private func randomVectors(_ count: Int, dimensions: Int, seed: UInt64) -> [SingleVector] {
    var generator = SplitMix(state: seed)
    return (0..<count).map { _ in SingleVector((0..<dimensions).map { _ in generator.unit() - 0.5 }) }
  }

  @Test func theNearestOfManyAreTheFirstOfTheRanking() {
    let items = randomVectors(300, dimensions: 70, seed: 11)
    // Every vector three times: ties at every place.
    let table = VectorTable(items + items + items)
    let identifiers = (0..<900).map { "item-\($0 * 7 % 900)" }
    for dimensions in [16, 70] {
      let scores = table.scores(of: items[5], dimensions: dimensions)
      let ranking = Ranking(scores: scores, identifiers: identifiers)
      for count in [0, 1, 10, 100, 900, 2_000] {
        #expect(Ranking.nearest(count, scores: scores, identifiers: identifiers) == Array(ranking.top(count)))
      }
    }
  }

  @Test func scoresOfOneQueryAreThoseOfAMatrixOfOneRow() {
    let items = VectorTable(randomVectors(130, dimensions: 200, seed: 12))
    let query = randomVectors(1, dimensions: 200, seed: 13)
    for dimensions in [1, 63, 64, 65, 200] {
      let matrix = SimilarityMatrix(rows: VectorTable(query), columns: items, dimensions: dimensions)
      for (one, other) in zip(items.scores(of: query[0], dimensions: dimensions), matrix.values) {
        #expect(abs(one - other) < 1e-6)
      }
    }
    #expect(VectorTable([]).scores(of: query[0], dimensions: 64) == [])
  }

  @Test func lateInteractionWithManyItemsIsThatWithEach() {
    var generator = SplitMix(state: 14)
    func tokens(_ count: Int) -> MultiVector {
      MultiVector(dimensions: 128, values: (0..<count * 128).map { _ in generator.unit() - 0.5 })
    }
    let query = tokens(7)
    let items = [1, 63, 64, 65, 130, 3].map(tokens)
    for (score, item) in zip(MaxSim.scores(of: query, in: items), items) {
      #expect(abs(score - MaxSim(query: query, item: item).score) < 1e-3)
    }
    #expect(MaxSim.scores(of: query, in: []).isEmpty)
  }
}

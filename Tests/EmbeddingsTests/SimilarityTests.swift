import Embeddings
import TestSupport
import Testing

@Suite struct SimilarityTests {
  private func randomVectors(_ count: Int, dimensions: Int, seed: UInt64) -> [SingleVector] {
    var generator = SplitMix(state: seed)
    return (0..<count).map { _ in
      SingleVector((0..<dimensions).map { _ in generator.unit() - 0.5 }).truncated(to: dimensions)
    }
  }

  @Test func aMatrixHoldsTheCosinesOfTruncatedVectors() {
    let rows = randomVectors(5, dimensions: 64, seed: 1)
    let columns = randomVectors(7, dimensions: 64, seed: 2)
    for dimensions in [8, 16, 64] {
      let matrix = SimilarityMatrix(rows: VectorTable(rows), columns: VectorTable(columns), dimensions: dimensions)
      for row in 0..<5 {
        for column in 0..<7 {
          let exact = rows[row].truncated(to: dimensions)
            .cosineSimilarity(to: columns[column].truncated(to: dimensions))
          #expect(abs(matrix[row, column] - exact) < 1e-6)
        }
      }
    }
  }

  @Test func truncationSlicesAndNormalizesAgain() {
    let vector = SingleVector([3, 4, 12])
    #expect(vector.truncated(to: 2).values == [0.6, 0.8])
  }

  @Test func theEnergyOfBlocksIsWhatACutLeaves() {
    #expect(SingleVector([3, 4, 12]).norm == 13)
    let vector = SingleVector([1, -1, 3, 1])
    let expected: [Double] = [0.0625, 0.0625, 0.8125]
    #expect(SingleVector([1, 1, 3, 2, 1]).energyShares(upTo: [1, 2, 4]) == expected)
    #expect(vector.energyShares(upTo: [2]) == [2.0 / 12])
    #expect(SingleVector([0, 0]).energyShares(upTo: [1, 2]) == [0, 0])
  }

  @Test func aVectorOfZerosHasNoDirection() {
    #expect(SingleVector([0, 0]).truncated(to: 2).values == [0, 0])
    #expect(SingleVector([0, 0]).cosineSimilarity(to: SingleVector([1, 0])) == 0)
  }

  @Test func theDifferenceOfTwoAdaptersIsPerCell() {
    let first = SimilarityMatrix(rows: 1, columns: 2, values: [0.5, 0.25])
    let second = SimilarityMatrix(rows: 1, columns: 2, values: [0.25, 0.5])
    #expect(first.difference(from: second).values == [0.25, -0.25])
    #expect(first.range == 0.25...0.5)
  }

  @Test func theFullDimensionOfASweepAgreesWithItself() {
    let items = randomVectors(30, dimensions: 64, seed: 3)
    let sweep = MatryoshkaSweep(
      query: items[4], items: VectorTable(items), identifiers: (0..<30).map(String.init), dimensions: [8, 16, 64])
    #expect(sweep.steps.map(\.dimensions) == [8, 16, 64])
    #expect(sweep.steps.map(\.bytes) == [32, 64, 256])
    #expect(sweep.steps[2].overlapAt10 == 1)
    #expect(sweep.steps[2].kendallTau == 1)
    #expect(sweep.steps.allSatisfy { $0.ranking.order.first == 4 })
    #expect((sweep.steps[0].kendallTau ?? 1) < 1)
  }

  @Test func comparingAdaptersFindsTheBiggestDisagreementFirst() {
    let identifiers = ["a", "b", "c"]
    let comparison = AdapterComparison(
      tasks: [EmbeddingTask("one"), EmbeddingTask("two")],
      rankings: [
        Ranking(scores: [3, 2, 1], identifiers: identifiers), Ranking(scores: [1, 2, 3], identifiers: identifiers),
      ])
    #expect(comparison.shift(of: 2, from: 0, to: 1) == 2)
    #expect(comparison.shift(of: 0, from: 0, to: 1) == -2)
    #expect(comparison.kendallTau == [[1, -1], [-1, 1]])
    #expect(comparison.disagreements == [0, 2, 1])
  }
}

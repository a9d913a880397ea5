import Embeddings
import TestSupport
import Testing

@Suite struct ArrangementTests {
  /// Points on a line: the nearer two are, the more similar.
  private func similarities(of places: [Float]) -> SimilarityMatrix {
    SimilarityMatrix(
      rows: places.count, columns: places.count,
      values: places.flatMap { first in places.map { 1 - abs(first - $0) / 100 } })
  }

  @Test func seriationPutsPointsOfALineInTheirOrder() {
    let places: [Float] = [7, 1, 9, 3, 30, 0, 34, 31, 60]
    let order = Seriation(similarities(of: places)).order
    let sorted = places.sorted()
    let found = order.map { places[$0] }
    #expect(found == sorted || found == sorted.reversed())
  }

  @Test func seriationKeepsEveryItemAndIsTheSameEveryTime() {
    var generator = SplitMix(state: 5)
    let vectors = (0..<60).map { _ in SingleVector((0..<16).map { _ in generator.unit() - 0.5 }) }
    let matrix = SimilarityMatrix(rows: VectorTable(vectors), columns: VectorTable(vectors), dimensions: 16)
    let order = Seriation(matrix).order
    #expect(order.sorted() == Array(0..<60))
    #expect(Seriation(matrix).order == order)
    func neighbors(_ order: [Int]) -> Float { zip(order, order.dropFirst()).reduce(0) { $0 + matrix[$1.0, $1.1] } }
    #expect(neighbors(order) > neighbors(Array(0..<60)) + 5)
  }

  @Test func seriationOfEqualNoneAndMissingSimilaritiesStillEnds() {
    #expect(Seriation(SimilarityMatrix(rows: 0, columns: 0, values: [])).order == [])
    #expect(Seriation(SimilarityMatrix(rows: 1, columns: 1, values: [1])).order == [0])
    for value in [Float(1), 0, .nan] {
      let matrix = SimilarityMatrix(rows: 9, columns: 9, values: Array(repeating: value, count: 81))
      #expect(Seriation(matrix).order.sorted() == Array(0..<9))
    }
  }

  @Test func theFirstComponentIsTheDirectionInWhichVectorsDifferMost() {
    // An arc of unit vectors in the plane of the first two axes, with a little of the third.
    let angles = (0..<40).map { Float($0) / 40 - 0.5 }
    let vectors = angles.enumerated().map { index, angle in
      SingleVector([1, angle, index % 2 == 0 ? 0.05 : -0.05, 0])
    }
    let components = PrincipalComponents(VectorTable(vectors), dimensions: 4)
    #expect(components.x == components.x.sorted(), "the second axis is the first component, and its sign is fixed")
    #expect(components.shareOfX > 0.9)
    #expect(components.shareOfY > 0 && components.shareOfX + components.shareOfY < 1.000_001)
    let shared = zip(components.x, components.y).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(shared) < 1e-6)
  }

  @Test func componentsHaveTheSameBitsEveryTime() {
    var generator = SplitMix(state: 11)
    let vectors = (0..<25).map { _ in SingleVector((0..<32).map { _ in generator.unit() - 0.5 }) }
    let first = PrincipalComponents(VectorTable(vectors), dimensions: 16)
    #expect(first == PrincipalComponents(VectorTable(vectors), dimensions: 16))
    #expect(first != PrincipalComponents(VectorTable(vectors), dimensions: 32))
  }

  @Test func componentsOfFewOrEqualVectorsAreZeros() {
    #expect(PrincipalComponents(VectorTable([]), dimensions: 0).x.isEmpty)
    let one = SingleVector([0.6, 0.8])
    let same = PrincipalComponents(VectorTable([one, one, one]), dimensions: 2)
    #expect(same.x.allSatisfy { abs($0) < 1e-12 } && same.y.allSatisfy { abs($0) < 1e-12 })
    let two = PrincipalComponents(VectorTable([SingleVector([1, 0]), SingleVector([0, 1])]), dimensions: 2)
    #expect(abs(abs(two.x[0] - two.x[1]) - 2.0.squareRoot()) < 1e-9)
    #expect(two.y.allSatisfy { abs($0) < 1e-9 })
  }

  @Test func aHistogramCountsEveryScoreOnce() throws {
    let histogram = try #require(ScoreHistogram([0, 0.1, 0.5, 0.99, 1, .nan], bins: 2))
    #expect(histogram.counts == [2, 3])
    #expect(histogram.range == 0...1)
    #expect(histogram.bin(of: -3) == 0 && histogram.bin(of: 0.5) == 1 && histogram.bin(of: 7) == 1)
    #expect(ScoreHistogram([], bins: 3) == nil)
    #expect(ScoreHistogram([2, 2], bins: 3)?.counts == [2, 0, 0])
  }
}

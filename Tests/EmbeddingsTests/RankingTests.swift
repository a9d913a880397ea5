import Embeddings
import TestSupport
import Testing

@Suite struct RankingTests {
  @Test func theBestScoreComesFirst() {
    let ranking = Ranking(scores: [0.1, 0.9, 0.5], identifiers: ["a", "b", "c"])
    #expect(ranking.order == [1, 2, 0])
    #expect(ranking.ranks == [3, 1, 2])
  }

  @Test func tiesAreOrderedByIdentifierDescending() {
    let ranking = Ranking(scores: [0.5, 0.5, 0.5, 0.7], identifiers: ["b", "a", "c", "z"])
    #expect(ranking.order == [3, 2, 0, 1])
  }

  @Test func equalIdentifiersKeepTheOrderATotalOne() {
    let ranking = Ranking(scores: [0.5, 0.5], identifiers: ["same", "same"])
    #expect(ranking.order.sorted() == [0, 1])
  }

  @Test func overlapCountsSharedItemsWhateverTheirOrder() {
    let identifiers = ["a", "b", "c", "d"]
    let first = Ranking(scores: [4, 3, 2, 1], identifiers: identifiers)
    let second = Ranking(scores: [3, 4, 1, 2], identifiers: identifiers)
    #expect(first.overlap(at: 2, with: second) == 1)
    #expect(first.overlap(at: 3, with: second) == 2.0 / 3)
    #expect(first.overlap(at: 10, with: second) == 1)
  }
}

@Suite struct RankCorrelationTests {
  @Test func theSameOrderGivesOneAndTheReverseMinusOne() {
    #expect(kendallTau([1, 2, 3, 4], [10, 20, 30, 40]) == 1)
    #expect(kendallTau([1, 2, 3, 4], [4, 3, 2, 1]) == -1)
  }

  @Test func aConstantListGivesNoOrder() {
    #expect(kendallTau([1, 1, 1], [1, 2, 3]) == nil)
    #expect(kendallTau([1], [1]) == nil)
    #expect(kendallTau([], []) == nil)
  }

  @Test("Kendall's τ-b agrees with the count over all pairs, ties included")
  func tauAgreesWithTheDefinition() {
    var generator = SplitMix(state: 7)
    for length in [2, 3, 10, 57] {
      for _ in 0..<20 {
        let first = (0..<length).map { _ in Float(generator.next() % 8) }
        let second = (0..<length).map { _ in Float(generator.next() % 8) }
        let fast = kendallTau(first, second)
        let slow = tauByDefinition(first, second)
        if let fast, let slow {
          #expect(abs(fast - slow) < 1e-12)
        } else {
          #expect(fast == nil && slow == nil)
        }
      }
    }
  }

  private func tauByDefinition(_ first: [Float], _ second: [Float]) -> Double? {
    var balance = 0
    var orderedInFirst = 0
    var orderedInSecond = 0
    for a in first.indices {
      for b in first.indices where b > a {
        let x = (first[a] < first[b] ? 1 : 0) - (first[a] > first[b] ? 1 : 0)
        let y = (second[a] < second[b] ? 1 : 0) - (second[a] > second[b] ? 1 : 0)
        balance += x * y
        orderedInFirst += x * x
        orderedInSecond += y * y
      }
    }
    guard orderedInFirst > 0, orderedInSecond > 0 else { return nil }
    return Double(balance) / (Double(orderedInFirst) * Double(orderedInSecond)).squareRoot()
  }
}

import TestSupport
import Testing

@testable import Embeddings

@Suite struct NearestPairsTests {
  @Test(arguments: [1, 3, 7, 12, 100])
  func theNearestAreKeptAndOfEquallyDistantOnesTheFirst(limit: Int) {
    // Six distances of two pairs each, above and below the threshold, in several orders.
    let all = (0..<12).map { place in
      NearestPairs.Pair(
        row: place / 4, column: place % 4, similarity: 0.5 + (place % 2 == 0 ? 1 : -1) * Float(place / 2) / 8)
    }
    let wanted = all.sorted {
      (abs($0.similarity - 0.5), $0.row, $0.column) < (abs($1.similarity - 0.5), $1.row, $1.column)
    }
    var generator = SplitMix(state: 5)
    for _ in 0..<20 {
      var pairs = NearestPairs(threshold: 0.5, limit: limit)
      pairs.add(.nan, row: 9, column: 9)
      for pair in all.shuffled(using: &generator) { pairs.add(pair.similarity, row: pair.row, column: pair.column) }
      #expect(Set(pairs.pairs) == Set(wanted.prefix(limit)))
      #expect(pairs.pairs.map(\.similarity) == pairs.pairs.map(\.similarity).sorted(by: >))
      #expect(pairs.count == 12 && pairs.countAbove == all.count { $0.similarity >= 0.5 })
    }
  }
}

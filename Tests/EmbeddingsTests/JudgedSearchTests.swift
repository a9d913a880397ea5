import Embeddings
import TestSupport
import Testing

struct JudgedSearchTests {
  /// Vectors of random components.
  private static func table(_ count: Int, _ dimensions: Int, seed: UInt64) -> (VectorTable, [SingleVector]) {
    var generator = SplitMix(state: seed)
    let vectors = (0..<count).map { _ in
      SingleVector((0..<dimensions).map { _ in Float.random(in: -1...1, using: &generator) })
    }
    return (VectorTable(vectors), vectors)
  }

  /// The ranks of one block and of many are those of searching query by query at every dimension.
  @Test(arguments: [(7, 900, 96), (90, 130, 600), (1, 3, 5)])
  func ranksAreThoseOfASearchForEachQuery(_ queryCount: Int, _ itemCount: Int, _ width: Int) throws {
    let (queries, queryVectors) = Self.table(queryCount, width, seed: 1)
    let (items, _) = Self.table(itemCount, width, seed: 2)
    let identifiers = (0..<itemCount).map { "item \($0)" }
    let judgments = (0..<queryCount).map { query in
      QueryJudgments(grades: [query % itemCount: 2, (query * 31 + 1) % itemCount: 1], excluded: [itemCount - 1])
    }
    let dimensions = [max(1, width / 5), max(2, width / 2), width]
    let found = try JudgedSearch(
      queries: queries, items: items, identifiers: identifiers, judgments: judgments, unranked: [0]
    ).rankings(at: dimensions)
    #expect(found.count == 3 && found.allSatisfy { $0.count == queryCount })
    for (place, dimension) in dimensions.enumerated() {
      for query in 0..<queryCount {
        let scores = items.scores(of: queryVectors[query], dimensions: dimension)
        let expected = JudgedRanking(scores: scores, identifiers: identifiers, judgments[query], unranked: [0])
        // Another order of the sums may exchange neighbors, which random scores hardly have.
        #expect(found[place][query] == expected)
      }
    }
  }

  @Test func itemsOfEqualVectorsAreTied() throws {
    let (queries, _) = Self.table(3, 64, seed: 3)
    let (_, vectors) = Self.table(40, 64, seed: 4)
    let twice = VectorTable(vectors + vectors)
    let identifiers = (0..<80).map { $0 < 40 ? "a\($0)" : "b\($0)" }
    let found = try JudgedSearch(
      queries: queries, items: twice, identifiers: identifiers,
      judgments: (0..<3).map { _ in QueryJudgments(grades: [5: 1, 45: 1]) }
    ).rankings(at: [16, 64])
    for ranking in found.joined() {
      #expect(ranking.relevant.map(\.item) == [45, 5])
      #expect(ranking.relevant[1].rank == ranking.relevant[0].rank + 1)
    }
  }

  @Test func aCancelledSearchEnds() async {
    let (queries, _) = Self.table(4, 8, seed: 5)
    let search = JudgedSearch(
      queries: queries, items: queries, identifiers: ["a", "b", "c", "d"],
      judgments: (0..<4).map { QueryJudgments(grades: [$0: 1]) })
    let task = Task {
      // Waits until the cancellation below has come.
      while !Task.isCancelled { await Task.yield() }
      return try search.rankings(at: [8])
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}

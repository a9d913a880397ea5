import Embeddings
import TestSupport
import Testing

struct EvaluationTests {
  private static let retrieval = EmbeddingTask("retrieval")

  /// A ranking whose only relevant item stands at that rank.
  private static func ranking(_ rank: Int) -> JudgedRanking {
    var scores = [Float](repeating: 1, count: rank - 1)
    scores += [0.5]
    return JudgedRanking(
      scores: scores, identifiers: scores.indices.map(String.init), QueryJudgments(grades: [rank - 1: 1]))
  }

  /// Cells in which every query has its relevant item at these ranks.
  private static func evaluation(_ ranks: [[Int]]) -> Evaluation {
    Evaluation(
      queries: ranks[0].indices.map { "q\($0)" },
      cells: Evaluation.cells(
        of: retrieval, dimensions: ranks.indices.map { 128 << $0 }, rankings: ranks.map { $0.map(ranking) }))
  }

  @Test func theCheapestOfWhatIsLevelIsNamed() throws {
    let good = (0..<40).map { $0 % 4 == 0 ? 2 : 1 }
    // One query in forty is worse: no difference that these queries show. All of them worse: one that they do.
    var level = good
    level[3] = 2
    let summary = EvaluationSummary(Self.evaluation([good.map { $0 + 3 }, level, good]), .usual)
    #expect(summary.best == 2 && summary.cheapest == 1)
    #expect(summary.rows.map(\.isLevel) == [false, true, true])
    #expect(try #require(summary.rows[0].lossInterval).lowerBound > 0.3)
    #expect(try #require(summary.rows[1].lossInterval).contains(0))
    #expect(summary.rows[2].loss == 0 && summary.rows[2].lossInterval == 0...0)
  }

  @Test func aSingleQueryTellsNothingOfOthers() {
    let summary = EvaluationSummary(Self.evaluation([[3], [1]]), .usual)
    #expect(summary.rows.allSatisfy { $0.interval == nil && $0.lossInterval == nil })
    #expect(summary.rows.map(\.isLevel) == [false, true] && summary.best == 1 && summary.cheapest == 1)
  }

  @Test func theWorstQueriesComeFirst() {
    let summary = EvaluationSummary(Self.evaluation([[1, 5, 2, 5]]), .usual)
    #expect(summary.worstFirst(in: 0) == [1, 3, 2, 0])
  }

  @Test func nothingIsTheBestOfNothing() {
    let summary = EvaluationSummary(Evaluation(queries: [], cells: []), .usual)
    #expect(summary.best == nil && summary.cheapest == nil && summary.rows.isEmpty)
  }

  @Test func intervalsCoverTheMeanAboutAsOftenAsTheySay() throws {
    var generator = SplitMix(state: 8)
    var covered = 0
    for round in 0..<200 {
      let values = (0..<50).map { _ in Double.random(in: 0...1, using: &generator) }
      let interval = try #require(Bootstrap([values], draws: 400, seed: UInt64(round)).interval(of: 0))
      if interval.contains(0.5) { covered += 1 }
    }
    // 95 of 100 are wanted; of 200 rounds fewer than 176 are less likely than one in ten thousand.
    #expect((176...200).contains(covered))
  }

  @Test func intervalsAreTheSameEverywhere() throws {
    let values = (0..<20).map { Double($0 * $0 % 7) / 7 }
    let bootstrap = Bootstrap([values, values.map { 1 - $0 }])
    #expect(bootstrap.means == [values.reduce(0, +) / 20, values.map { 1 - $0 }.reduce(0, +) / 20])
    #expect(bootstrap.interval(of: 0) == Bootstrap([values]).interval(of: 0))
    // Of a cell and itself nothing differs, whatever is drawn.
    #expect(bootstrap.interval(of: 1, minus: 1) == 0...0)
    let interval = try #require(bootstrap.interval(of: 0))
    #expect(interval.lowerBound < bootstrap.means[0] && bootstrap.means[0] < interval.upperBound)
  }
}

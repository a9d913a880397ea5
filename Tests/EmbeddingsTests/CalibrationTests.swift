import Embeddings
import TestSupport
import Testing

struct CalibrationTests {
  @Test func samplesAreSummedUp() throws {
    let sample = Calibration.Sample([0.4, 0.1, 0.3, 0.2])
    #expect(sample.scores == [0.1, 0.2, 0.3, 0.4])
    let (mean, deviation) = (try #require(sample.mean), try #require(sample.deviation))
    #expect(abs(mean - 0.25) < 1e-7 && abs(deviation - 0.1290994449) < 1e-7)
    #expect(sample.quantile(0) == 0.1 && sample.quantile(1) == 0.4 && sample.share(atLeast: 0.3) == 0.5)
    let empty = Calibration.Sample([])
    #expect(empty.mean == nil && empty.deviation == nil && empty.quantile(0.5) == nil && empty.share(atLeast: 0) == 0)
    #expect(Calibration.Sample([1]).deviation == nil)
  }

  /// By counting all pairs.
  @Test func theAreaIsTheShareOfPairsInOrder() throws {
    var generator = SplitMix(state: 3)
    let related = (0..<40).map { _ in Float(Int.random(in: 2...12, using: &generator)) }
    let random = (0..<70).map { _ in Float(Int.random(in: 0...10, using: &generator)) }
    let calibration = Calibration(related: related, hard: [], random: random)
    let wins = related.reduce(0.0) { sum, score in
      sum + random.reduce(0.0) { $0 + (score > $1 ? 1 : score == $1 ? 0.5 : 0) }
    }
    let area = try #require(calibration.areaUnderCurve(against: calibration.random))
    #expect(abs(area - wins / 2800) < 1e-12)
    #expect(calibration.areaUnderCurve(against: calibration.hard) == nil)
  }

  @Test(arguments: [0.1, 0.01, 0.001])
  func aThresholdLetsNoMoreThroughThanAllowed(_ rate: Double) throws {
    var generator = SplitMix(state: 4)
    // Coarse scores have many ties.
    let random = (0..<5000).map { _ in Float(Int.random(in: 0...500, using: &generator)) / 500 }
    let calibration = Calibration(related: [0.2, 0.95, 1.5], hard: [], random: random)
    let threshold = try #require(calibration.threshold(falsePositiveRate: rate))
    #expect(calibration.random.share(atLeast: threshold.score) <= rate)
    // One score lower would let too many through.
    let lower = try #require(calibration.random.scores.last { $0 < threshold.score })
    #expect(calibration.random.share(atLeast: lower) > rate)
    #expect(threshold.recall == calibration.related.share(atLeast: threshold.score))
  }

  @Test func ofTooFewPairsNoRateIsTold() {
    let calibration = Calibration(related: [1], hard: [], random: (0..<99).map { Float($0) })
    #expect(calibration.threshold(falsePositiveRate: 0.01) == nil)
    #expect(calibration.threshold(falsePositiveRate: 0.1) != nil)
    let equal = Calibration(related: [1], hard: [], random: Array(repeating: 0.5, count: 100))
    #expect(equal.threshold(falsePositiveRate: 0.1)?.score == Float(0.5).nextUp)
  }

  @Test func pairsAreTakenAsJudged() throws {
    let vectors = [[1, 0], [0.8, 0.6], [0, 1], [-1, 0]].map { SingleVector($0.map { Float($0) }) }
    let items = VectorTable(vectors)
    let calibration = try Calibration(
      queries: VectorTable([vectors[0]]), items: items,
      judgments: [QueryJudgments(grades: [1: 2, 2: 0], excluded: [0])], dimensions: 2)
    #expect(calibration.related.scores.count == 1 && abs(calibration.related.scores[0] - 0.8) < 1e-6)
    // What is left over is both: the highest of the others, and all of them.
    #expect(calibration.hard.scores == calibration.random.scores && calibration.random.scores.count == 2)
    let other = try Calibration(
      queries: VectorTable([vectors[0]]), items: items, judgments: [QueryJudgments(grades: [1: 1])], unranked: [3],
      dimensions: 2)
    #expect(other.random.scores.count == 2)
  }
}

import Embeddings
import Files
import StrictJSON
import TestSupport
import Testing

/// Metrics against `trec_eval`'s own code and `ranx`: scores with ties, grades from −1 to 3, relevant documents that are
/// not ranked, queries without any.
struct MetricTests {
  @Test func valuesAreThoseOfTheReferences() throws {
    let bytes = try FileContents.read(Goldens.fixtures + "/goldens/metrics.json", limit: ReadingLimit.picture)
    let cases = try #require(try JSONValue(parsing: bytes).object?["cases"]?.array)
    #expect(cases.count == 40)
    var compared: Set<String> = []
    for (number, value) in cases.enumerated() {
      let one = try #require(value.object)
      let documents = try #require(one["documents"]?.array).compactMap(\.string)
      let scores = try #require(one["scores"]?.array).compactMap { $0.double.map(Float.init) }
      let grades = try #require(one["grades"]?.object).members.map { ($0.name, $0.value.integer ?? 0) }
      let judgments = QueryJudgments(
        grades: Dictionary(
          uniqueKeysWithValues: grades.compactMap { id, grade in
            documents.firstIndex(of: id).map { ($0, grade) }
          }), gradesWithoutItem: grades.filter { !documents.contains($0.0) }.map(\.1))
      let ranking = JudgedRanking(scores: scores, identifiers: documents, judgments)
      for member in try #require(one["values"]?.object).members {
        let metric = try #require(Metric(name: member.name), "\(member.name)")
        let (found, expected) = (metric.value(of: ranking), try #require(member.value.double))
        // Sums of at most 20 quotients in double precision, in another order.
        #expect(abs(found - expected) < 1e-12, "query \(number), \(metric): \(found), not \(expected)")
        compared.insert(member.name)
      }
    }
    #expect(compared.count == 45)
  }

  @Test(arguments: ["ndcg@10", "ndcg_exp@5", "map", "mrr", "recall@100", "precision@1", "hit_rate@3", "ndcg"])
  func aMetricIsCalledAsItIsNamed(_ name: String) throws {
    #expect(try #require(Metric(name: name)).description == name)
  }

  @Test(
    arguments: [
      "", "ndcg@", "ndcg@0", "ndcg@-1", "ndcg@+3", "ndcg@1.5", "ndcg@3@4", "precision", "hit_rate", "NDCG@10", "f1@10",
      "ndcg@99999999999999999999",
    ])
  func whatIsNoMetricIsNone(_ name: String) { #expect(Metric(name: name) == nil) }

  @Test func tiesAreOrderedAsAsked() {
    let judgments = QueryJudgments(grades: [1: 1])
    let rank = { (ties: TieOrder) in
      JudgedRanking(scores: [1, 1, 1], identifiers: ["c", "b", "a"], judgments, ties: ties).relevant.map(\.rank)
    }
    #expect(rank(.trec) == [2] && rank(.collection) == [2] && rank(.worst) == [3])
    let other = JudgedRanking(
      scores: [1, 1, 1], identifiers: ["a", "b", "c"], QueryJudgments(grades: [0: 2]), ties: .collection)
    #expect(other.relevant.map(\.rank) == [1])
    #expect(
      JudgedRanking(scores: [1, 1, 1], identifiers: ["a", "b", "c"], QueryJudgments(grades: [0: 2])).relevant.map(
        \.rank)
        == [3])
  }

  @Test func whatIsLeftOutPrecedesNothing() {
    let ranking = { (excluded: Set<Int>, unranked: Set<Int>) in
      JudgedRanking(
        scores: [0.9, 0.8, 0.7, 0.6], identifiers: ["a", "b", "c", "d"],
        QueryJudgments(grades: [2: 1, 0: 2], excluded: excluded), unranked: unranked)
    }
    #expect(ranking([], []).relevant.map(\.rank) == [1, 3])
    #expect(ranking([], [1]).relevant.map(\.rank) == [1, 2])
    // What is relevant and left out cannot be found, and still counts.
    #expect(ranking([0], []).relevant.map(\.rank) == [2] && ranking([0], []).grades == [2, 1])
  }
}

import Foundation
import TestSupport
import Testing

/// `calibrate`, run as a person would run it.
@Suite struct CalibrateTests {
  private func rows(_ arguments: [String], saying words: String? = nil) async throws -> [[String: Any]] {
    let run = try await Program.run(["calibrate"] + arguments + ["--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    if let words { #expect(run.errors.contains(words), "\(run.errors)") }
    let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    return try #require(document["rows"] as? [[String: Any]])
  }

  private func number(_ row: [String: Any], _ name: String) throws -> Double {
    try #require(row[name] as? Double, "\(name)")
  }

  @Test func relatedPairsOfTheSamplesScoreHigherThanOthers() async throws {
    for row in try await rows([]) {
      #expect(try number(row, "related_mean") > number(row, "hard_mean") - 0.2)
      #expect(try number(row, "hard_mean") > number(row, "random_mean"))
      #expect(try number(row, "auc_random") > 0.85 && number(row, "auc_hard") < number(row, "auc_random"))
      let thresholds = try ["10", "1", "0_1"].map { try number(row, "threshold_fpr_\($0)") }
      let recalls = try ["10", "1", "0_1"].map { try number(row, "recall_fpr_\($0)") }
      #expect(thresholds == thresholds.sorted() && recalls == recalls.sorted(by: >))
    }
  }

  @Test func labelsTellWhereNothingWasJudged() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      text,label
      Lava flows from a volcano.,volcano
      A volcano erupts.,volcano
      Bread needs salt.,bread
      Bake the bread in the oven.,bread
      Alone.,other
      """, to: "items.csv")
    let path = folder.path + "/items.csv"
    let labelled = try await rows([path, "--task", "retrieval"], saying: "items of one label count as related")
    // Four items with a partner each; three that are not related to each of them.
    #expect(labelled[0]["related_pairs"] as? Int == 4 && labelled[0]["random_pairs"] as? Int == 12)
    #expect(labelled[0]["threshold_fpr_1"] is NSNull)
    let neighbors = try await rows(
      ["--text", "one", "--text", "two", "--text", "three", "--task", "code"], saying: "nearest neighbor")
    #expect(neighbors[0]["related_pairs"] as? Int == 3 && neighbors[0]["random_pairs"] as? Int == 3)
  }

  @Test func peopleReadSentences() async throws {
    let run = try await Program.run(["calibrate", "--task", "retrieval"])
    #expect(run.status == 0 && run.output.contains("of random pairs score"))
    #expect(run.output.contains("area under the curve"))
    let refused = try await Program.run(["calibrate", "--text", "a", "--split", "test"])
    #expect(refused.status == 66 && refused.output.isEmpty)
  }
}

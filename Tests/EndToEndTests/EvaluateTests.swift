import Foundation
import TestSupport
import Testing

/// `evaluate`, run as a person would run it.
@Suite struct EvaluateTests {
  private func document(_ arguments: [String]) async throws -> [String: Any] {
    let run = try await Program.run(["evaluate"] + arguments + ["--format", "json"])
    #expect(run.status == 0, "\(run.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  /// A folder as BEIR has it: two documents about volcanoes and bread, a query for each, and one that is called as a
  /// document is.
  private func makeSet(in folder: TemporaryFolder) throws {
    try folder.write(
      """
      {"_id": "lava", "text": "Lava flows from a volcano when it erupts."}
      {"_id": "bread", "text": "Bread dough needs salt, yeast and warm water."}
      {"_id": "bees", "text": "Bees fly from flower to flower and carry pollen."}
      """, to: "corpus.jsonl")
    try folder.write(
      """
      {"_id": "q1", "text": "Why do volcanoes erupt?"}
      {"_id": "q2", "text": "How do I bake bread?"}
      {"_id": "bees", "text": "Bees fly from flower to flower and carry pollen."}
      """, to: "queries.jsonl")
    try folder.write("query-id\tcorpus-id\tscore\nq1\tlava\t1\nq2\tbread\t2\nq2\tgone\t1\n", to: "qrels/dev.tsv")
    try folder.write("query-id\tcorpus-id\tscore\nbees\tbees\t1\nq1\tlava\t1\n", to: "qrels/test.tsv")
  }

  @Test func theSamplesAreEvaluatedAtEveryDimension() async throws {
    let document = try await document(["--metric", "hit_rate@10", "--metric", "mrr"])
    let rows = try #require(document["rows"] as? [[String: Any]])
    #expect(rows.count == 2 * 3 * 3)
    for row in rows {
      let numbers = try ["low", "value", "high"].map { try #require(row[$0] as? Double) }
      #expect(numbers == numbers.sorted() && numbers[1] > 0.3)
      #expect(row["bytes"] as? Int == (row["dimensions"] as? Int).map { 4 * $0 })
    }
    for metric in ["hit_rate@10", "mrr"] {
      #expect(rows.count { $0["metric"] as? String == metric && $0["level"] as? String == "best" } == 1)
    }
  }

  @Test func aSetOfBEIRIsRankedWithoutItsQueries() async throws {
    let folder = try TemporaryFolder()
    try makeSet(in: folder)
    let run = try await Program.run([
      "evaluate", folder.path, "--split", "dev", "--metric", "recall@100", "--per-query", "--format", "jsonl", "--task",
      "retrieval",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("1 judged items are not in the collection") && run.errors.contains("\"gone\""))
    let rows = try run.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(rows.map { $0["query"] as? String } == ["query:q2", "query:q1"])
    // What is not in the collection cannot be found, and still counts.
    #expect(rows.map { $0["value"] as? Double } == [0.5, 1] && rows[0]["relevant"] as? Int == 2)
  }

  @Test func aDocumentThatIsCalledAsTheQueryIsNotRankedForIt() async throws {
    let folder = try TemporaryFolder()
    try makeSet(in: folder)
    let document = try await document([folder.path, "--metric", "hit_rate@100", "--task", "retrieval"])
    #expect(document["judgments"] as? String == "test" && document["items"] as? Int == 3)
    let rows = try #require(document["rows"] as? [[String: Any]])
    #expect(rows.allSatisfy { $0["value"] as? Double == 0.5 })
  }

  @Test func runsAreThoseThatTheNumbersComeFrom() async throws {
    let folder = try TemporaryFolder()
    try makeSet(in: folder)
    let runs = folder.path + "/runs/new"
    let run = try await Program.run(["evaluate", folder.path, "--task", "retrieval", "--run-out", runs])
    #expect(run.status == 0, "\(run.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: runs).sorted()
    #expect(names == ["retrieval-128.trec", "retrieval-32.trec", "retrieval-64.trec"])
    let lines = try String(contentsOfFile: runs + "/retrieval-128.trec", encoding: .utf8).split(separator: "\n")
    // Two queries: one over three documents, the other over two, as one is called as it is.
    #expect(lines.count == 5)
    #expect(lines.filter { $0.hasPrefix("query:q1 ") }.first?.contains(" lava 1 ") == true)
    #expect(!lines.contains { $0.hasPrefix("query:bees Q0 bees ") })
  }

  @Test func judgmentsMayBeNamedBesideTheCollection() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Lava flows from a volcano.", to: "notes/lava.txt")
    try folder.write("Bread needs salt.", to: "notes/bread.txt")
    let (lava, bread) = (folder.path + "/notes/lava.txt", folder.path + "/notes/bread.txt")
    try folder.write("1\tvolcano\n2\tdough\n", to: "queries.tsv")
    try folder.write("1 0 \(lava) 1\n2 0 \(bread) 3\n2 0 \(bread) 1\n", to: "qrels.txt")
    let run = try await Program.run([
      "evaluate", folder.path + "/notes", "--queries", folder.path + "/queries.tsv", "--qrels",
      folder.path + "/qrels.txt", "--task", "retrieval", "--late-interaction", "--format", "markdown",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("1 line was left out") && run.errors.contains("line 3"))
    #expect(run.lines.count == 2 + 3 + 1 && run.lines.allSatisfy { $0.hasPrefix("| ") && $0.hasSuffix(" |") })
    #expect(run.lines.last?.contains("late interaction") == true)
    let strict = try await Program.run([
      "evaluate", folder.path + "/notes", "--strict", "--qrels", folder.path + "/qrels.txt",
    ])
    #expect(strict.status == 65 && strict.output.isEmpty)
  }

  @Test(
    arguments: [
      (["--metric", "ndcg@0"], 64, "ndcg@0"), (["--split", "train"], 64, "queries.jsonl"),
      (["--chunk", "sentence"], 64, "--chunk"), (["--dimensions", "64"], 64, "--per-query"),
      (["--per-query", "--dimensions", "65"], 64, "65"), (["--text", "a"], 66, "--queries"),
      (["--qrels", "/nonexistent"], 66, "/nonexistent"), (["--ties", "none"], 64, "worst"),
    ])
  func whatCannotBeEvaluatedIsSaid(_ arguments: [String], _ status: Int, _ word: String) async throws {
    let run = try await Program.run(["evaluate"] + arguments)
    #expect(run.status == status && run.output.isEmpty, "\(run.output)")
    #expect(run.errors.contains(word), "\(run.errors)")
  }

  @Test func judgmentsOfNothingThatIsThereAreRefused() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a 0 b 1\n", to: "qrels.txt")
    let run = try await Program.run(["evaluate", "--text", "one", "--qrels", folder.path + "/qrels.txt"])
    #expect(run.status == 65 && run.errors.contains("judges no query that is there"))
  }
}

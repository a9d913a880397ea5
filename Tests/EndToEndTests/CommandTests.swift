import Foundation
import TestSupport
import Testing

/// The headless commands on the bundled model, run as a person would run them.
@Suite struct CommandTests {
  private func object(_ line: some StringProtocol) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(String(line).utf8)) as? [String: Any])
  }

  @Test func embedWritesOneLinePerItemAndTaskInTheOrderGiven() async throws {
    let run = try await Program.run([
      "embed", "--task", "code", "--task", "retrieval", "--text", "one", "--text", "two", "--role", "passage",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let lines = try run.lines.map { try object($0) }
    #expect(lines.map { $0["id"] as? String } == ["0", "0", "1", "1"])
    #expect(lines.map { $0["task"] as? String } == ["code", "retrieval", "code", "retrieval"])
    #expect(lines.allSatisfy { $0["prompt"] as? String == "Passage: " && $0["kind"] as? String == "text" })
    for line in lines {
      let vector = try #require(line["embedding"] as? [Double])
      #expect(line["dimensions"] as? Int == vector.count)
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
  }

  @Test func membersOfALineStandInTheDocumentedOrder() async throws {
    let run = try await Program.run(["embed", "--text", "one", "--multi-vector"])
    let line = String(try #require(run.lines.first))
    let names = [
      "id", "kind", "label", "task", "role", "prompt", "tokens", "dimensions", "embedding", "multi_vector", "model",
      "fingerprint",
    ]
    let places = names.compactMap { line.range(of: "\"\($0)\":")?.lowerBound }
    #expect(places.count == names.count && places == places.sorted())
    let tokens = try #require(try object(line)["multi_vector"] as? [[Double]])
    #expect(try object(line)["tokens"] as? Int == tokens.count)
  }

  @Test func textMatchingIsAlwaysReadAsAQuery() async throws {
    let run = try await Program.run(["embed", "--task", "text-matching", "--role", "passage", "--text", "one"])
    #expect(try object(try #require(run.lines.first))["prompt"] as? String == "Query: ")
  }

  @Test func anItemsOwnTaskAndRoleWinOverTheOptions() async throws {
    let input = """
      {"id": "a", "text": "one", "task": "code.passage"}
      {"id": "b", "text": "one"}
      {"id": "c", "text": "one", "role": "passage"}
      """
    let run = try await Program.run(
      ["embed", "--task", "retrieval.query", "--task", "code.passage", "-"], input: input)
    #expect(run.status == 0, "\(run.errors)")
    let lines = try run.lines.map { try object($0) }
    #expect(lines.map { $0["task"] as? String } == ["code", "retrieval", "code", "retrieval", "code"])
    #expect(lines.map { $0["role"] as? String } == ["passage", "query", "passage", "passage", "passage"])
    let tokens = try await Program.run(["tokenize", "--task", "retrieval", "--format", "jsonl", "-"], input: input)
    let rows = try tokens.lines.map { try object($0) }
    for (id, task) in [("a", "code"), ("b", "retrieval"), ("c", "retrieval")] {
      let own = rows.filter { $0["id"] as? String == id }
      #expect(!own.isEmpty && own.allSatisfy { $0["task"] as? String == task }, "\(id)")
    }
    let items = "{\"text\": \"one\", \"role\": \"query\"}\n{\"text\": \"one\"}\n"
    let search = try object(try await Program.run(["search", "one", "-", "--format", "json"], input: items).output)
    let scores = (search["rows"] as? [[String: Any]])?.compactMap { $0["score"] as? Double } ?? []
    #expect(scores.count == 2 && Set(scores).count == 2, "\(scores)")
  }

  @Test func numpyOutputIsOneArrayWithItsIdentifiersBeside() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.npy"
    let run = try await Program.run(["embed", "--text", "one", "--text", "two", "--format", "npy", "--output", path])
    #expect(run.status == 0, "\(run.errors)")
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(data.prefix(8) == Data([0x93] + Array("NUMPY".utf8) + [1, 0]))
    let header = Int(data[8]) + Int(data[9]) << 8
    #expect((10 + header).isMultiple(of: 64))
    let text = String(decoding: data[10..<(10 + header)], as: UTF8.self)
    let dimensions = (data.count - 10 - header) / 8
    #expect(text.contains("'shape': (2, \(dimensions))") && text.contains("'<f4'"))
    let identifiers = try String(contentsOfFile: path + ".ids.jsonl", encoding: .utf8).split(separator: "\n")
    #expect(try identifiers.map { try object($0)["id"] as? String } == ["0", "1"])
  }

  @Test func tokenizeShowsThePromptAsTheModelReadsIt() async throws {
    let run = try await Program.run(["tokenize", "--text", "hello", "--role", "passage", "--format", "jsonl"])
    let lines = try run.lines.map { try object($0) }
    #expect(lines.compactMap { $0["token"] as? String }.joined() == "Passage: hello")
    #expect(lines.map { $0["token_index"] as? Int } == Array(0..<lines.count))
    #expect(lines.allSatisfy { $0["token_id"] is Int && $0["role"] as? String == "passage" })
  }

  @Test func searchRanksTheWholeCollectionBestFirst() async throws {
    let run = try await Program.run(["search", "volcano", "--format", "json", "-k", "3"])
    #expect(run.status == 0, "\(run.errors)")
    let results = try #require(try object(run.output)["rows"] as? [[String: Any]])
    let scores = results.compactMap { $0["score"] as? Double }
    #expect(results.map { $0["rank"] as? Int } == [1, 2, 3])
    #expect(scores.count == 3 && scores == scores.sorted(by: >))
  }

  @Test func lateInteractionRanksByTheScoresThatMaxSimShows() async throws {
    let texts = ["--text", "bread needs salt", "--text", "a volcano erupts"]
    let run = try await Program.run(["search", "volcano", "--late-interaction", "--format", "json"] + texts)
    let results = try #require(try object(run.output)["rows"] as? [[String: Any]])
    #expect(results.count == 2 && run.status == 0, "\(run.errors)")
    for result in results {
      let text = result["id"] as? String == "0" ? "bread needs salt" : "a volcano erupts"
      let alone = try object(try await Program.run(["maxsim", "volcano", "--text", text, "--format", "json"]).output)
      let (score, exact) = (result["score"] as? Double ?? .nan, alone["score"] as? Double ?? .infinity)
      #expect(abs(score - exact) < 1e-4)
    }
    let cut = try await Program.run(["search", "x", "--late-interaction", "--dimensions", "32"] + texts)
    #expect(cut.status == 64 && cut.errors.contains("--late-interaction"))
  }

  @Test func similarityIsSymmetricWithOnesOnTheDiagonal() async throws {
    let run = try await Program.run(["similarity", "--text", "a cat", "--text", "a dog", "--format", "json"])
    let rows = try #require(try object(run.output)["rows"] as? [[String: Any]])
    let values = rows.map { row in ["0", "1"].compactMap { row[$0] as? Double } }
    #expect(abs(values[0][0] - 1) < 1e-5 && abs(values[1][1] - 1) < 1e-5)
    #expect(abs(values[0][1] - values[1][0]) < 1e-6 && values[0][1] < 0.9999)
  }

  @Test func similarityComparesACollectionWithAnother() async throws {
    let folder = try TemporaryFolder()
    try folder.write("{\"id\":\"b1\",\"text\":\"a horse\"}\n", to: "b.jsonl")
    let arguments = ["similarity", "--text", "a cat", "--text", "a horse", "--against", folder.path + "/b.jsonl"]
    let matrix = try object(try await Program.run(arguments + ["--format", "json"]).output)
    let rows = try #require(matrix["rows"] as? [[String: Any]])
    let values = rows.compactMap { $0["b1"] as? Double }
    #expect(rows.map { $0["id"] as? String } == ["0", "1"] && rows.allSatisfy { $0.count == 2 })
    #expect(values.count == 2 && abs(values[1] - 1) < 1e-5 && values[0] < 0.9999)
    let table = try await Program.run(arguments)
    #expect(table.output.contains("2 × 1 items") && table.output.contains("1  b1"), "\(table.output)")
  }

  @Test func sweepAndCompareCoverEveryDimensionAndTask() async throws {
    let info = try object(try await Program.run(["info", "--format", "json"]).output)
    let sweep = try object(try await Program.run(["sweep", "volcano", "-k", "1", "--format", "json"]).output)
    let steps = try #require(sweep["rows"] as? [[String: Any]])
    #expect(steps.compactMap { $0["dimensions"] as? Int } == info["dimensions"] as? [Int])
    #expect(steps.last?["overlap_at_10"] as? Double == 1)
    // People read a line for each dimension, however many items are asked for.
    let table = try await Program.run(["sweep", "volcano", "-k", "3", "--format", "table"]).output
    let dimensions = Set(steps.compactMap { ($0["dimensions"] as? Int).map(String.init) })
    let lines = table.split(separator: "\n").filter { line in
      line.split(separator: " ").contains { dimensions.contains(String($0)) }
    }
    #expect(lines.count == steps.count, "\(table)")
    let comparison = try object(try await Program.run(["compare", "volcano", "--format", "json"]).output)
    let tasks = try #require(info["tasks"] as? [[String: Any]]).compactMap { $0["task"] as? String }
    let row = try #require((comparison["rows"] as? [[String: Any]])?.first)
    for task in tasks.map({ $0.replacing("-", with: "_") }) {
      #expect(row["rank_\(task)"] is Int && row["score_\(task)"] is Double, "\(row)")
    }
    let taus = comparison.filter { $0.key.hasPrefix("kendall_tau_") && $0.value is Double }
    #expect(taus.count == tasks.count * (tasks.count - 1) / 2)
  }

  @Test func samplesAreWrittenOutOnceAndReplacedOnlyOnRequest() async throws {
    let folder = try TemporaryFolder()
    let target = folder.path + "/new/samples"
    let first = try await Program.run(["samples", target])
    #expect(first.status == 0, "\(first.errors)")
    #expect(FileManager.default.fileExists(atPath: target + "/images/red-house.png"))
    let queries = target + "/queries.jsonl"
    let original = try String(contentsOfFile: queries, encoding: .utf8)
    try folder.write("mine", to: "new/samples/queries.jsonl")
    let second = try await Program.run(["samples", target])
    #expect(second.status == 74 && second.errors.contains("--force"), "\(second.errors)")
    #expect(try String(contentsOfFile: queries, encoding: .utf8) == "mine")
    let third = try await Program.run(["samples", target, "--force"])
    #expect(third.status == 0, "\(third.errors)")
    #expect(try String(contentsOfFile: queries, encoding: .utf8) == original)
  }

  @Test func whatSamplesPrintsToTryOpensTheSamples() async throws {
    let folder = try TemporaryFolder()
    let target = folder.path + "/my samples"
    let written = try await Program.run(["samples", target])
    #expect(written.errors.contains("jinascope explore '\(target)'"), "\(written.errors)")
    let script = ":item en-volcano\n:item red-house\n:save-display \(folder.path)/screen.txt\n"
    let explored = try await Program.run(["explore", "--collection", target, "--script", "-"], input: script)
    #expect(explored.status == 0, "\(explored.errors)")
    #expect(try String(contentsOfFile: folder.path + "/screen.txt", encoding: .utf8).contains("of 326 items"))
    let texts = try await Program.run(["tokenize", target, "--format", "jsonl"])
    let first = try texts.lines.map { try object($0) }.filter { $0["token_index"] as? Int == 0 }
    #expect(texts.status == 0 && first.count == 280, "\(texts.errors)")
  }

  @Test func aFileOfAFolderThatIsNotUTF8IsLeftOutAndTold() async throws {
    let folder = try TemporaryFolder()
    try folder.write("good", to: "notes/a.txt")
    try folder.write([0xFF], to: "notes/b.txt")
    let told = "1 file was left out: \(folder.path)/notes/b.txt, line 1, byte 1 is not UTF-8"
    for arguments in [["tokenize"], ["embed"], ["similarity"], ["explore", "--script", "-", "--collection"]] {
      let run = try await Program.run(arguments + [folder.path + "/notes"], input: ":help\n")
      #expect(run.status == 0 && run.errors.contains(told), "\(arguments): \(run.errors)")
    }
  }

  @Test func tablesShowControlCharactersAndNeverSendThem() async throws {
    let input = "{\"id\": \"a\\u001b[31mred\\u0007\", \"text\": \"x \\u001b]0;title\\u0007 y\"}\n"
    for command in [
      ["search", "q\u{1b}[0m"], ["sweep", "q"], ["compare", "q"], ["similarity"], ["maxsim", "q\u{1b}[0m"],
      ["tokenize"],
    ] {
      let run = try await Program.run(command + ["-"], input: input)
      #expect(run.status == 0, "\(run.errors)")
      let sent = (run.output + run.errors).unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" }
      #expect(sent.isEmpty, "\(command)")
    }
  }

  @Test func helloAndDoctorEndWell() async throws {
    let hello = try await Program.run(["hello"])
    #expect(hello.status == 0, "\(hello.errors)")
    #expect(hello.output.contains("the same text twice             1.000"))
    #expect(hello.output.contains("6 × 9 cells") && hello.output.contains("'a red house' and the picture"))
    let doctor = try await Program.run(["doctor"])
    #expect(doctor.status == 0, "\(doctor.output)")
    let libraries = doctor.output.split(separator: "\n").first { $0.hasPrefix("[ok] libraries: ") }
    #expect(libraries?.contains("libpng 1") == true && libraries?.contains("ncurses") == true, "\(doctor.output)")
  }
}

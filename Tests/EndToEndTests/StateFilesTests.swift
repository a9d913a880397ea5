import Foundation
import TestSupport
import Testing

/// What the explorer keeps from one start to the next: for its user's eyes alone, and nothing of it lost.
@Suite struct StateFilesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("Lava rises from the deep.", to: "texts/a.txt")
    try folder.write("Bread needs salt.", to: "texts/b.txt")
  }

  /// Asks these questions in a dialogue, under the shell's command `before`.
  @discardableResult
  private func ask(_ lines: [String], _ options: [String] = [], before: String = ":") async throws -> Program.Outcome {
    let arguments =
      ["-c", "\(before); exec \"$@\"", "-", Program.path, "explore", "--accessible", "--collection"]
      + [folder.path + "/texts"] + options
    return try await Program.runProcess(
      "/bin/sh", arguments, input: (lines + [":quit"]).joined(separator: "\n") + "\n",
      environment: [
        "XDG_STATE_HOME": folder.path + "/state", "HF_HUB_CACHE": "/nonexistent", "JINASCOPE_CACHE": "false",
        "JINASCOPE_MODEL": "",
        "XDG_CONFIG_HOME": "/nonexistent",
      ])
  }

  private var history: [String] {
    get throws {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/state/jinascope/history.json"))
      return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String])
    }
  }

  private var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state/jinascope").filter {
        $0.hasSuffix("json") || $0.contains("damaged")
      }.sorted()
    }
  }

  private func expectPrivacy() throws {
    #expect(try folder.permissions(of: "state/jinascope") == 0o700)
    for name in try names { #expect(try folder.permissions(of: "state/jinascope/" + name) == 0o600, "\(name)") }
  }

  @Test(arguments: ["umask 0", "umask 022", "umask 0277"])
  func onlyTheUserCanLookIn(_ mask: String) async throws {
    let run = try await ask(["lava"], before: mask)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try history == ["lava"] && names == ["history.json", "session.json"])
    try expectPrivacy()
  }

  @Test func whatOthersMadeReadableIsMadePrivate() async throws {
    try folder.write("[\"old\"]", to: "state/jinascope/history.json")
    try folder.write("{}", to: "state/jinascope/session.json")
    for name in ["", "/history.json", "/session.json"] {
      try folder.setPermissions(0o777, of: "state/jinascope" + name)
    }
    try await ask(["lava"])
    #expect(try history == ["old", "lava"])
    try expectPrivacy()
  }

  @Test func instancesAtOnceKeepAllQueries() async throws {
    try await ask(["first"])
    try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
      for number in 1...6 { group.addTask { try await ask(["question \(number)"]) } }
      for try await run in group { #expect(run.status == 0, "\(run.errors)") }
    }
    let kept = try history
    #expect(kept.first == "first" && Set(kept) == Set(["first"] + (1...6).map { "question \($0)" }), "\(kept)")
  }

  @Test func whatIsForgottenHereIsForgotten() async throws {
    try await ask(["one", "two"])
    try await ask(["three", ":clear-history", "four"])
    #expect(try history == ["four"])
    try await ask(["five", "four"])
    #expect(try history == ["five", "four"])
  }

  @Test(arguments: ["[\"torn", "{}", "[1]", "\u{0}\u{1}", ""])
  func aDamagedFileIsSetAside(_ content: String) async throws {
    try folder.write(content, to: "state/jinascope/history.json")
    try folder.write("[" + content, to: "state/jinascope/session.json")
    let run = try await ask(["lava"])
    #expect(run.status == 0 && (run.output + run.errors).contains("history.json.damaged"), "\(run.output)")
    #expect(try history == ["lava"])
    for (name, content) in [("history", content), ("session", "[" + content)] {
      let kept = folder.path + "/state/jinascope/\(name).json.damaged"
      #expect(try String(contentsOfFile: kept, encoding: .utf8) == content)
    }
    // The second one does not replace the first.
    try folder.write("again", to: "state/jinascope/history.json")
    try await ask(["bread"])
    #expect(try names.filter { $0.contains("history.json.damaged") }.count == 2)
  }

  @Test func withoutHistoryNoneIsReadOrWritten() async throws {
    try await ask(["secret"], ["--no-history"])
    #expect(try names == ["session.json"])
    try await ask(["kept"])
    try await ask(["secret"], ["--no-history"])
    #expect(try history == ["kept"])
  }

  @Test func aFreshStartForgetsThePlaceAndKeepsTheHistory() async throws {
    try await ask(["lava", ":dimension 64"])
    let place = try String(contentsOfFile: folder.path + "/state/jinascope/session.json", encoding: .utf8)
    #expect(place.contains("\"dimension\":64"), "\(place)")
    try await ask(["bread"], ["--fresh"])
    let fresh = try String(contentsOfFile: folder.path + "/state/jinascope/session.json", encoding: .utf8)
    #expect(!fresh.contains("\"dimension\":64"), "\(fresh)")
    #expect(try history == ["lava", "bread"])
  }

  /// The files of judgments, with what is in them.
  private var judgments: [String: String] {
    get throws {
      let path = folder.path + "/state/jinascope/judgments"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      return try Dictionary(
        uniqueKeysWithValues: names.map { ($0, try String(contentsOfFile: path + "/" + $0, encoding: .utf8)) })
    }
  }

  @Test func whatWasJudgedIsThereAtTheNextStart() async throws {
    let first = try await ask(["what is hot", ":item a.txt", ":judge"], before: "umask 0")
    #expect(first.status == 0 && first.output.contains("a.txt is relevant"), "\(first.errors)\(first.output)")
    let file = try #require(try judgments.first)
    let id = folder.path + "/texts/a.txt"
    let line = try #require(try JSONSerialization.jsonObject(with: Data(file.value.utf8)) as? [String: Any])
    #expect(line["query"] as? String == "what is hot" && line["relevant"] as? [String: Int] == [id: 1])
    #expect(try folder.permissions(of: "state/jinascope/judgments") == 0o700)
    #expect(try folder.permissions(of: "state/jinascope/judgments/" + file.key) == 0o600)

    // Another collection has a file of its own; this one goes on where it was.
    _ = try await ask(["what is hot", ":item b.txt", ":grade 0", ":save-judgments \(folder.path)/all.jsonl"])
    let saved = try String(contentsOfFile: folder.path + "/all.jsonl", encoding: .utf8)
    #expect(saved.contains("a.txt\":1") && saved.contains("b.txt\":0"))
    let evaluated = try await Program.run(
      ["evaluate", folder.path + "/texts", "--queries", folder.path + "/all.jsonl", "--task", "retrieval"])
    #expect(evaluated.status == 0 && evaluated.output.contains("ndcg@10"), "\(evaluated.errors)")
    _ = try await ask(["what is hot", ":item a.txt", ":judge", ":judge", ":item b.txt", ":judge"])
    #expect(try judgments.isEmpty)
  }

  @Test func instancesKeepTheJudgmentsOfEachOther() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<4 {
        group.addTask { try await ask(["question \(number)", ":item a.txt", ":judge", ":item b.txt", ":judge"]) }
      }
      try await group.waitForAll()
    }
    let lines = try #require(try judgments.first).value.split(separator: "\n")
    #expect(lines.count == 4 && lines.allSatisfy { $0.contains("a.txt\":1") && $0.contains("b.txt\":1") })
  }

  @Test func damagedJudgmentsAreSetAside() async throws {
    _ = try await ask(["what is hot", ":item a.txt", ":judge"])
    let name = try #require(try judgments.first).key
    try folder.write("{\"query\": \"old\", \"relevant\": [\"x\"]}\nno JSON\n", to: "state/jinascope/judgments/" + name)
    let run = try await ask(["what is hot", ":item a.txt", ":judge"])
    #expect(run.status == 0 && (run.output + run.errors).contains("is damaged"), "\(run.errors)\(run.output)")
    let files = try judgments
    #expect(files[name]?.contains("what is hot") == true && files[name + ".damaged"]?.contains("no JSON") == true)
  }
}

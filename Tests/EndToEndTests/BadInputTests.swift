import Foundation
import TestSupport
import Testing

/// Bad input: one clear sentence on standard error, the documented status, nothing lost.
@Suite struct BadInputTests {
  /// What is run, the status it ends with, and words its sentence must hold.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    var input: String? = nil
    let status: Int32
    let words: [String]
    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(arguments: [
    Mistake(
      arguments: ["embed", "--task", "poetry", "--text", "x"], status: 64,
      words: ["poetry", "retrieval", "text-matching", "code"]),
    Mistake(arguments: ["embed", "--dimensions", "100", "--text", "x"], status: 64, words: ["100", "64"]),
    Mistake(
      arguments: ["embed", "--task", "code.query", "--role", "passage", "--text", "x"], status: 64,
      words: ["code.query", "passage"]),
    Mistake(arguments: ["embed"], status: 64, words: ["--text"]),
    Mistake(arguments: ["embed", "--format", "npy", "--text", "x"], status: 64, words: ["--output"]),
    Mistake(arguments: ["embed", "no-such-file.jsonl"], status: 66, words: ["no-such-file.jsonl"]),
    Mistake(
      arguments: ["embed", "-", "--strict"], input: "{\"text\": \"ok\"}\nnot json\n", status: 65, words: ["line 2"]),
    Mistake(arguments: ["embed", "-"], input: "{\"text\": \"\\ud800\"}\n", status: 65, words: ["line 1"]),
    Mistake(
      arguments: ["embed", "-"], input: "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"a\",\"text\":\"y\"}\n", status: 65,
      words: ["a", "line 2"]),
    Mistake(
      arguments: ["embed", "-"], input: "{\"id\":\"a\",\"text\":\"x\",\"task\":\"poetry\"}\n", status: 65,
      words: ["poetry", "line 1"]),
    Mistake(arguments: ["embed", "-"], input: "", status: 65, words: ["nothing to embed"]),
    Mistake(arguments: ["info", "/no/such/model"], status: 66, words: ["/no/such/model"]),
    Mistake(
      arguments: ["embed", "--text", "x", "--output", "/no/such/folder/out.jsonl"], status: 74,
      words: ["/no/such/folder"]),
    Mistake(arguments: ["explore"], status: 64, words: ["terminal", "search"]),
    Mistake(arguments: ["explore", "--accessible", "/no/such/folder"], status: 66, words: ["/no/such/folder"]),
    Mistake(arguments: ["search", "x", "-k", "0"], status: 64, words: ["-k"]),
  ])
  func aMistakeIsOneSentenceAndAStatus(_ mistake: Mistake) async throws {
    let run = try await Program.run(mistake.arguments, input: mistake.input)
    #expect(run.status == mistake.status, "\(run.errors)")
    for word in mistake.words { #expect(run.errors.contains(word), "no “\(word)” in: \(run.errors)") }
    #expect(run.output.isEmpty)
  }

  @Test func aFullDiskLeavesTheExistingFileAsItWas() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.jsonl"
    try folder.write("precious", to: "out.jsonl")
    // A file-size limit stands in for a full disk: the write fails in the same way, on any machine.
    let command = "ulimit -f 1; trap '' XFSZ; exec \"$@\""
    let run = try await Program.runProcess(
      "/usr/bin/env",
      ["bash", "-c", command, "-", Program.path, "embed", "--output", path]
        + (0..<60).flatMap { ["--text", "text number \($0)"] })
    #expect(run.status == 74, "\(run.errors)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.jsonl"])
  }

  @Test func aTruncatedShardIsNamed() async throws {
    let folder = try TemporaryFolder()
    let model = try folder.copy(Goldens.directory(of: "tiny-published"), to: "model")
    let shard = try #require(
      try FileManager.default.contentsOfDirectory(atPath: model).filter { $0.hasSuffix("safetensors") }.min())
    let bytes = try Data(contentsOf: URL(fileURLWithPath: model + "/" + shard))
    try folder.write(bytes.dropLast(100), to: "model/" + shard)
    let run = try await Program.run(["embed", "--model", model, "--text", "x"])
    #expect(run.status == 65, "\(run.errors)")
    #expect(run.errors.contains(shard))
    try folder.remove("model/" + shard)
    let missing = try await Program.run(["embed", "--model", model, "--text", "x"])
    #expect(missing.status == 66, "\(missing.errors)")
    #expect(missing.errors.contains(shard))
  }
}

import Foundation
import TestSupport
import Testing

/// Vectors that are remembered between starts of the program.
@Suite struct CacheTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var environment: [String: String] { ["JINASCOPE_CACHE": "", "XDG_CACHE_HOME": folder.path + "/cache"] }

  private func run(_ line: String, _ added: [String: String] = [:]) async throws -> Program.Outcome {
    try await Program.shell(
      "cd '\(folder.path)'; \"$P\" \(line)", environment: environment.merging(added) { _, new in new })
  }

  /// What the log says was computed.
  private func computed(_ line: String, _ added: [String: String] = [:]) async throws -> (
    log: Int, run: Program.Outcome
  ) {
    let run = try await run("\(line) --model bundled --log-level debug", added)
    return (run.errors.split(separator: "\n").count { $0.contains("engine: computed") }, run)
  }

  @Test func theSecondRunComputesNothingAndSaysTheSame() async throws {
    try folder.write("{\"id\":\"a\",\"text\":\"lava\"}\n{\"id\":\"b\",\"text\":\"a cat\"}\n", to: "items.jsonl")
    for line in [
      "search volcano items.jsonl", "search volcano items.jsonl --late-interaction", "compare volcano items.jsonl",
      "sweep volcano items.jsonl", "similarity items.jsonl --format csv", "maxsim volcano --text lava",
      "embed items.jsonl", "embed items.jsonl --multi-vector --task retrieval --task code",
    ] {
      let plain = try await computed(line + " --no-cache")
      let first = try await computed(line)
      let second = try await computed(line)
      #expect(plain.log > 0 && second.log == 0, "\(line): \(second.log)")
      // A sweep tells how long its searches took.
      guard !line.hasPrefix("sweep") else { continue }
      #expect(first.run.output == plain.run.output && second.run.output == plain.run.output, "\(line)")
      #expect(second.run.status == 0)
    }
  }

  @Test func anotherPrecisionIsComputedAnew() async throws {
    for (options, isComputed) in [
      ("", true), ("", false), ("--precision fast", true), ("--weights int8", true), ("--precision fast", false),
      ("--threads 1 --batch-tokens 64 --low-memory", false),
    ] {
      let run = try await computed("embed --text lava \(options)")
      #expect((run.log > 0) == isComputed, "\(options)")
    }
  }

  @Test func whoeverWantsNoneWritesNone() async throws {
    for (line, added) in [
      ("embed --text lava --no-cache", [:]), ("embed --text lava", ["JINASCOPE_CACHE": "false"]),
      ("explore --script /dev/null", [:]), ("tokenize --text lava", [:]), ("hello", [:]),
    ] as [(String, [String: String])] {
      let run = try await run(line, added)
      #expect(run.status == 0, "\(line): \(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/cache"), "\(line)")
    }
    #expect(try await run("embed --text lava --cache there").status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.path + "/there/embeddings.v1.sqlite"))
  }

  @Test func theCommandsLookAfterIt() async throws {
    _ = try await run("embed --text lava --text water --task retrieval --task code --model bundled")
    let list = try await run("cache list")
    #expect(list.output.split(separator: "\n").count == 3, "\(list.output)")
    #expect(try await run("cache").output.contains("vectors  4 of 1 models"))
    #expect(try await run("cache verify").status == 0)
    #expect(try await run("cache clear --task code").output == "2 vectors forgotten\n")
    #expect(try await run("cache clear").output == "2 vectors forgotten\n")
    try folder.write("no database", to: "cache/jinascope/embeddings.v1.sqlite")
    let damaged = try await run("embed --text lava --model bundled")
    #expect(damaged.status == 0 && damaged.errors.contains("is damaged and is kept as"), "\(damaged.errors)")
    #expect(try await run("embed --text lava --no-cache --cache there").status == 64)
    #expect(try await run("embed --text lava --cache-size 0").status == 64)
  }

  @Test func aFolderThatCannotBeWrittenEndsTheRememberingAlone() async throws {
    try folder.write("a file", to: "file")
    let run = try await run("embed --text lava --model bundled --cache file/below")
    #expect(run.status == 0 && run.output.contains("embedding"))
    #expect(run.errors.contains("vectors are not remembered"), "\(run.errors)")
  }

  /// At most what was computed in the last two seconds is lost, and the file is never damaged.
  @Test func aKilledProcessLosesLittleAndDamagesNothing() async throws {
    let count = Int(ProcessInfo.processInfo.environment["JINASCOPE_KILLS"] ?? "") ?? 4
    var random = SplitMix(state: 25)
    let lines = (0..<4000).map { "{\"id\":\"\($0)\",\"text\":\"word \($0)\"}\n" }.joined()
    try folder.write(lines, to: "items.jsonl")
    var known = 0
    var kills = 0
    while kills < count || (known == 0 && kills < count + 4) {
      // On a slow machine nothing is written in the first seconds: it is killed later and later until something is.
      let patience = known == 0 ? 3 * Double(kills) : 0
      kills += 1
      let seconds = patience + Double(3000 + Int(random.next() % 3000)) / 1000
      let run = try await Program.shell(
        "cd '\(folder.path)'; timeout -s KILL \(seconds) \"$P\" embed items.jsonl --model bundled --output out.jsonl",
        environment: environment)
      #expect(run.status == 137 || run.status == 0, "\(run.errors)")
      #expect(try await self.run("cache verify").status == 0)
      let list = try await self.run("cache list").output.split(separator: "\n").dropFirst()
      let now = list.first.map { $0.split(separator: " ")[3] }.flatMap { Int($0) } ?? 0
      #expect(now >= known)
      known = now
    }
    #expect(known > 0, "nothing was written before the last kill")
  }
}

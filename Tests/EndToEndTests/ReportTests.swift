import Foundation
import StrictJSON
import TestSupport
import Testing

/// What the explorer exports and what its twin command prints: the same names, types and values.
@Suite struct ReportTests {
  /// A JSON document of a report.
  private struct Document {
    let facts: [String: String]
    let rows: [JSONObject]

    init(_ bytes: [UInt8]) throws {
      let object = try #require(try JSONValue(parsing: bytes).object)
      rows = try #require(object["rows"]?.array).map { try #require($0.object) }
      facts = Dictionary(
        uniqueKeysWithValues: object.members.filter { $0.name != "rows" }.map { ($0.name, "\($0.value)") })
    }
  }

  private func bytes(of path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

  private static let query = "why do volcanoes explode"

  /// What the explorer exports after these lines of a script, and what the command prints.
  private func both(_ script: String, _ command: [String]) async throws -> (explorer: Document, command: Document) {
    let folder = try TemporaryFolder()
    let run = try await Program.run(
      ["explore", "--script", "-"], input: script + "\n:export \(folder.path)/export.json\n")
    #expect(run.status == 0, "\(run.errors)")
    let printed = try await Program.run(command + ["--format", "json"])
    #expect(printed.status == 0, "\(printed.errors)")
    return (
      try Document(try bytes(of: folder.path + "/export.json")), try Document(Array(printed.output.utf8))
    )
  }

  /// Expects the same names in the same order, the same types, and the same values; measured times may differ.
  private func expectEqual(
    _ first: [JSONObject], _ second: [JSONObject], tolerance: Double = 1e-5, source: SourceLocation = #_sourceLocation
  ) {
    #expect(first.count == second.count && !first.isEmpty, sourceLocation: source)
    for (one, other) in zip(first, second) {
      #expect(one.members.map(\.name) == other.members.map(\.name), sourceLocation: source)
      for (left, right) in zip(one.members, other.members) where left.name != "search_ms" {
        if let number = left.value.double, let wanted = right.value.double {
          #expect(abs(number - wanted) <= tolerance, "\(left.name) of \(one.members)", sourceLocation: source)
          #expect((left.value.integer != nil) == (right.value.integer != nil), "\(left.name)", sourceLocation: source)
        } else {
          #expect("\(left.value)" == "\(right.value)", "\(left.name)", sourceLocation: source)
        }
      }
    }
  }

  @Test func aRankingIsTheSameOnBothSides() async throws {
    let (explorer, command) = try await both(
      "\(Self.query)\n:focus-items", ["search", Self.query, "-k", "1000"])
    expectEqual(explorer.rows, command.rows)
    #expect(explorer.facts == command.facts)
  }

  @Test func aSweepIsTheSameOnBothSides() async throws {
    let best = try await both("\(Self.query)\n:focus-items", ["search", Self.query, "-k", "1"]).command
    let id = try #require(best.rows.first?["id"]?.string)
    let (explorer, command) = try await both(
      "\(Self.query)\n:focus-dimensions", ["sweep", Self.query, "-k", "1000"])
    expectEqual(explorer.rows, command.rows.filter { $0["id"]?.string == id })
    #expect(explorer.facts == command.facts)
  }

  @Test func aComparisonIsTheSameOnBothSides() async throws {
    let (explorer, command) = try await both(
      "\(Self.query)\n:compare text-matching\n:compare code\n:focus-compare\n:switch-order",
      ["compare", Self.query, "-k", "1000"])
    expectEqual(explorer.rows, command.rows)
    #expect(explorer.facts == command.facts)
  }

  @Test func aMatrixIsTheSameOnBothSides() async throws {
    let (explorer, command) = try await both(
      "\(Self.query)\n:focus-similarity", ["similarity", "--role", "passage"])
    expectEqual(explorer.rows, command.rows)
  }

  @Test func lateInteractionIsTheSameOnBothSides() async throws {
    let folder = try TemporaryFolder()
    try folder.write("Lava rises and gas expands.", to: "lava.txt")
    let file = folder.path + "/lava.txt"
    let run = try await Program.run(
      ["explore", "--collection", file, "--script", "-"],
      input: "\(Self.query)\n:focus-inspector\n:late-interaction\n:export \(folder.path)/late.json\n")
    #expect(run.status == 0, "\(run.errors)")
    let explorer = try Document(try bytes(of: folder.path + "/late.json"))
    let printed = try await Program.run(["maxsim", Self.query, file, "--format", "json"])
    let command = try Document(Array(printed.output.utf8))
    expectEqual(explorer.rows, command.rows)
    #expect(explorer.facts == command.facts)
  }

  @Test func tokensAreTheSameOnBothSides() async throws {
    let (explorer, command) = try await both("\(Self.query)\n:focus-query", ["tokenize", "--text", Self.query])
    #expect(explorer.rows.map { $0.members.map(\.name) } == command.rows.map { $0.members.map(\.name) })
    for name in ["task", "role", "token_index", "token_id", "token"] {
      #expect(explorer.rows.map { "\($0[name] ?? .null)" } == command.rows.map { "\($0[name] ?? .null)" })
    }
    #expect(explorer.facts == command.facts)
  }

  @Test func vectorsAreTheSameOnBothSides() async throws {
    let folder = try TemporaryFolder()
    let run = try await Program.run(
      ["explore", "--script", "-"], input: ":focus-items\n:export \(folder.path)/a.vectors.jsonl\n")
    #expect(run.status == 0, "\(run.errors)")
    let samples = folder.path + "/samples"
    _ = try await Program.run(["samples", samples])
    let printed = try await Program.run(["embed", samples, "--task", "retrieval", "--role", "passage"])
    func lines(_ text: some StringProtocol) throws -> [JSONObject] {
      try text.split(separator: "\n").map { try #require(try JSONValue(parsing: Array(String($0).utf8)).object) }
    }
    let exported = try lines(String(decoding: try bytes(of: folder.path + "/a.vectors.jsonl"), as: UTF8.self))
    let embedded = try lines(printed.output)
    #expect(exported.count == embedded.count && exported.count > 100)
    for (one, other) in zip(exported, embedded) {
      // The command says its version too.
      #expect(one.members.map(\.name) == other.members.map(\.name).filter { $0 != "version" })
      for name in ["id", "kind", "label", "task", "role", "prompt", "tokens", "dimensions", "grid"] {
        #expect("\(one[name] ?? .null)" == "\(other[name] ?? .null)", "\(name)")
      }
      let numbers = [one, other].map { $0["embedding"]?.array?.compactMap(\.double) ?? [] }
      #expect(numbers[0].count == numbers[1].count && !numbers[0].isEmpty)
      #expect(zip(numbers[0], numbers[1]).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }
}

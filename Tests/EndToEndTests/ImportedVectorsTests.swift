import Foundation
import TestSupport
import Testing

/// Vectors that were computed before, in the commands.
@Suite struct ImportedVectorsTests {
  private let folder: TemporaryFolder

  init() async throws {
    folder = try TemporaryFolder()
    try folder.write("id,text\na,Volcanoes explode\nb,Bread needs salt\nc,Lava rises\n", to: "t.csv")
  }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  /// The ids in the order of a ranking.
  private func ids(_ run: Program.Outcome) -> [String] {
    run.output.split(separator: "\n").dropFirst().map {
      String($0.split(separator: "\t", omittingEmptySubsequences: false)[1])
    }
  }

  @Test func whatWasEmbeddedIsRankedWithoutAModel() async throws {
    let direct = try await Program.run(["search", "--like", "c", path("t.csv"), "--format", "tsv"])
    #expect(direct.status == 0 && ids(direct).first == "c", "\(direct.errors)")
    for (format, name) in [("npy", "v.npy"), ("safetensors", "v.safetensors"), ("jsonl", "v.vectors.jsonl")] {
      let made = try await Program.run([
        "embed", path("t.csv"), "--role", "passage", "--format", format, "--output", path(name),
      ])
      #expect(made.status == 0, "\(made.errors)")
      let run = try await Program.run(["search", "--like", "c", path(name), "--format", "tsv"])
      #expect(run.status == 0 && ids(run) == ids(direct), "\(run.errors)")
      #expect(!run.errors.contains("no model was named"))
    }
    // The model that made them embeds a text beside them, without a warning.
    let text = try await Program.run(["search", "why do volcanoes explode", path("v.npy"), "--format", "tsv"])
    #expect(text.status == 0 && ids(text).first == "a" && !text.errors.contains("cannot be known"), "\(text.errors)")
    for command in [["sweep", "--like", "a"], ["compare", "--like", "a"], ["similarity"], ["embed"]] {
      let run = try await Program.run(command + [path("v.safetensors")])
      #expect(run.status == 0 && !run.output.isEmpty, "\(command): \(run.errors)")
    }
  }

  @Test func aVectorOfWhichNobodyKnowsTheRoleHasNone() async throws {
    try folder.write(
      #"{"id": "a", "embedding": [0.6, 0.8]}"# + "\n" + #"{"id": "b", "role": "passage", "embedding": [1, 0]}"#,
      to: "v.jsonl")
    let run = try await Program.run(["embed", path("v.jsonl")])
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.lines.count == 2 && run.lines[0].contains("\"role\":null") && run.lines[1].contains("\"role\":\"passage\""))
  }

  @Test func aLineThatIsNoItemIsLeftOut() async throws {
    let lines = "{\"text\": \"ok\"}\nnot json\n"
    let run = try await Program.run(["embed", "-"], input: lines)
    #expect(run.status == 0 && run.lines.count == 1)
    #expect(run.errors.contains("1 line was left out: standard input, line 2"), "\(run.errors)")
  }

  @Test func aModelOfAnotherDimensionIsRefused() async throws {
    try folder.write("0.6\t0.8\n1\t0\n", to: "vectors.tsv")
    let run = try await Program.run(["search", "x", path("vectors.tsv")])
    #expect(run.status == 64 && run.errors.contains("the items' vectors have 2 components"), "\(run.errors)")
    #expect(try await Program.run(["search", "--like", "0", path("vectors.tsv")]).status == 0)
    let missing = try await Program.run(["search", "--like", "9", path("vectors.tsv")])
    #expect(missing.status == 64 && missing.errors.contains("\"9\""))
    let tokens = try await Program.run(["tokenize", path("vectors.tsv")])
    #expect(tokens.status == 64 && tokens.errors.contains("without its text"))
    let nothing = try await Program.run(["search"])
    #expect(nothing.status == 64 && nothing.errors.contains("--like"))
  }

  @Test func rowsThatAreNoneAreToldAndStrictReadingRefusesThem() async throws {
    try folder.write("id,text\na,b\nc\n", to: "r.csv")
    let run = try await Program.run(["search", "b", path("r.csv")])
    #expect(run.status == 0 && run.errors.contains("1 line was left out: \(path("r.csv")), line 3"), "\(run.errors)")
    #expect(try await Program.run(["search", "b", path("r.csv"), "--strict"]).status == 65)
  }
}

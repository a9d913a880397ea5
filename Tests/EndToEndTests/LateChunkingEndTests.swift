import Foundation
import StrictJSON
import TestSupport
import Testing

/// Parts of documents on the command line, and how the explorer remembers that there are some.
@Suite struct LateChunkingEndTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("A volcano erupts.\n\nIts lava is hot.\n\nBread needs salt.\n", to: "d.md")
  }

  private var document: String { folder.path + "/d.md" }

  /// The lines that `embed` prints, as id, tokens and vector.
  private func embed(
    _ arguments: [String], configuration: String = ""
  ) async throws -> (lines: [String: (tokens: Int, vector: [Double])], run: Program.Outcome) {
    try folder.write(configuration, to: "config.toml")
    let run = try await Program.run(
      ["embed", document, "--role", "passage", "--chunk", "paragraph", "--config", folder.path + "/config.toml"]
        + arguments)
    var lines: [String: (tokens: Int, vector: [Double])] = [:]
    for line in run.lines {
      let object = try #require(try JSONValue(parsing: Array(line.utf8)).object)
      let id = try #require(object["id"]?.string)
      lines[String(id.suffix(2))] = (
        object["tokens"]?.integer ?? 0, try #require(object["embedding"]?.array).compactMap(\.double)
      )
    }
    return (lines, run)
  }

  @Test func partsAreEmbeddedInsideOfTheirDocumentWhereThatIsAsked() async throws {
    let model = ["--model", Fixture.path("checkpoints/tiny-published")]
    let apart = try await embed(model)
    let late = try await embed(model + ["--late-chunking"])
    #expect(apart.run.status == 0 && late.run.status == 0, "\(late.run.errors)")
    #expect(apart.lines.count == 3 && Set(late.lines.keys) == ["#1", "#2", "#3"])
    for (id, line) in late.lines {
      #expect(line.vector != apart.lines[id]?.vector && line.tokens < apart.lines[id]?.tokens ?? 0, "\(id)")
    }
    #expect(late.run.output.contains("\"chunks\":\"late\"") && !apart.run.output.contains("\"chunks\""))
    // A setting asks for it too, and the command line has the last word.
    let configured = try await embed(model, configuration: "late-chunking = true\n")
    #expect(configured.run.output == late.run.output)
    let refused = try await embed(model + ["--no-late-chunking"], configuration: "late-chunking = true\n")
    #expect(refused.run.output == apart.run.output)
    let whole = try await Program.run(["embed", document, "--late-chunking"])
    #expect(whole.status == 64 && whole.errors.contains("--chunk"), "\(whole.errors)")
  }

  @Test func partsBehindTheWindowAreLeftOutByName() async throws {
    let model = ["--model", try folder.checkpoint("tiny-published", window: 16), "--late-chunking"]
    let cut = try await embed(model)
    #expect(cut.run.status == 0, "\(cut.run.errors)")
    #expect(cut.lines["#1"] != nil && cut.lines["#3"] == nil)
    #expect(cut.run.errors.contains("\(document)#3: it begins at token"), "\(cut.run.errors)")
    // By itself it is read.
    #expect(try await embed(["--model", folder.path + "/tiny-published-16"]).lines["#3"] != nil)
  }

  /// Opens the explorer's dialogue and quits.
  private func explore(_ arguments: [String]) async throws -> Program.Outcome {
    try await Program.runProcess(
      Program.path, ["explore", "--accessible"] + arguments, input: ":focus items\n:quit\n",
      environment: [
        "XDG_STATE_HOME": folder.path + "/state", "HF_HUB_CACHE": "/nonexistent", "JINASCOPE_CACHE": "false",
        "JINASCOPE_MODEL": "", "XDG_CONFIG_HOME": "/nonexistent",
      ])
  }

  @Test func theSameCollectionOpensInTheSameWayAgain() async throws {
    try folder.write("key,words\na,Lava rises\nb,Salt\n", to: "t.csv")
    let first = try await explore([document, "--chunk", "paragraph", "--late-chunking"])
    #expect(first.status == 0 && first.output.contains("3 items"), "\(first.output)\(first.errors)")
    for arguments in [[], [document]] {
      let again = try await explore(arguments)
      #expect(again.output.contains("3 items") && again.output.contains("as last time (paragraph)"), "\(again.output)")
    }
    #expect(try await explore([document, "--chunk", "none"]).output.contains("1 items"))
    #expect(try await explore([]).output.contains("1 items"))
    let table = try await explore([folder.path + "/t.csv", "--text-column", "words", "--id-column", "key"])
    #expect(table.status == 0, "\(table.errors)")
    let columns = try await explore([])
    #expect(columns.status == 0 && columns.output.contains("2 items"), "\(columns.output)\(columns.errors)")
    // What was said of one collection is not said of another.
    let other = try await explore([document])
    #expect(other.output.contains("1 items") && !other.output.contains("as last time"))
  }

  @Test func vectorsThatNoModelMadeOpenWithoutOne() async throws {
    try folder.write("0.6\t0.8\n1\t0\n", to: "vectors.tsv")
    func log(_ inputs: [String]) async throws -> String {
      let file = folder.path + "/log.txt"
      let run = try await explore(inputs + ["--log-level", "debug", "--log-file", file, "--fresh"])
      #expect(run.status == 0, "\(run.errors)")
      defer { try? FileManager.default.removeItem(atPath: file) }
      return (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    }
    #expect(try await !log([folder.path + "/vectors.tsv"]).contains("opened"))
    #expect(try await log([document]).contains("opened"))
    let made = try await Program.run(["embed", document, "--format", "npy", "--output", folder.path + "/v.npy"])
    #expect(made.status == 0)
    #expect(try await log([folder.path + "/v.npy"]).contains("opened"))
  }
}

import Foundation
import TestSupport
import Testing

/// Standard streams that are closed, full, or read by nobody: remarks may get lost, results and statuses may not.
@Suite struct StreamTests {
  /// What standard error can be, as bash says it.
  static let lostErrors = ["2>&-", "2>/dev/full", "2> >(exec <&-; sleep 5)", "2</dev/null"]

  /// A command with a remark or a message, and its status.
  struct Command: CustomTestStringConvertible, Sendable {
    let line: String
    let status: Int32
    var testDescription: String { line }
  }

  @Test(arguments: [
    Command(line: "search volcano --format csv --text lava", status: 0),
    Command(line: "embed --text x --log-level trace --dimensions 64", status: 0),
    Command(line: "embed no-such-file.jsonl", status: 66),
    Command(line: "embed --no-such-option", status: 64),
    Command(line: "samples \"$F/samples\"", status: 0),
    Command(line: "config show --config /no/such/file", status: 66),
    Command(line: "--help", status: 0),
  ])
  func whatIsLostOnStandardErrorChangesNothingElse(_ command: Command) async throws {
    let folder = try TemporaryFolder()
    let expected = try await Program.shell("F=\(folder.path)/a; \"$P\" \(command.line)")
    #expect(expected.status == command.status, "\(expected.errors)")
    for (index, lost) in Self.lostErrors.enumerated() where command.line.hasPrefix("search") || index < 2 {
      let run = try await Program.shell("F=\(folder.path)/\(index); \"$P\" \(command.line) \(lost)")
      #expect(run.status == command.status, "\(lost)")
      #expect(run.output == expected.output, "\(lost)")
    }
  }

  /// Everything that prints.
  static let printing = [
    "--help", "--version", "help embed", "embed --help", "--generate-completion-script bash",
    "search volcano --text lava",
    "search volcano --text lava --format json", "search volcano --text lava --format trec",
    "compare volcano --text lava", "sweep volcano --text lava",
    "similarity --text a --text b", "maxsim volcano --text lava", "embed --text x", "tokenize --text x", "info",
    "info --format json", "models", "config path", "config show", "doctor",
  ]

  @Test(arguments: printing.indices) func aResultThatCannotBePrintedIsAFailure(index: Int) async throws {
    let lost = [">&-", ">/dev/full", "1</dev/null"]
    let line = Self.printing[index]
    for lost in line == "--help" ? lost : [lost[index % lost.count]] {
      let run = try await Program.shell("\"$P\" \(line) \(lost)")
      #expect(run.status == 74, "\(line) \(lost): \(run.errors)")
      #expect(run.errors.contains("standard output"), "\(line) \(lost): \(run.errors)")
    }
  }

  @Test(arguments: [
    "--help", "search volcano --text lava --format json --model bundled", "embed --text x --model bundled",
  ])
  func aReaderThatGoesAwayEndsTheProgramInSilence(line: String) async throws {
    let run = try await Program.shell("\"$P\" \(line) | (exec <&-); sleep 0.2; echo ${PIPESTATUS[0]}")
    #expect(run.errors == "")
    let direct = try await Program.shell(
      "{ \"$P\" \(line); echo $? >&2; } 2>&2 > >(exec <&-; sleep 3) | cat; sleep 0.1")
    #expect(direct.errors.hasSuffix("141\n"), "\(direct.errors)")
  }

  @Test func closedStreamsAreNotTakenByFiles() async throws {
    let folder = try TemporaryFolder()
    let run = try await Program.shell(
      "\"$P\" embed --text x --output \(folder.path)/a.jsonl <&- >&- 2>&-; echo $?")
    #expect(run.output == "0\n")
    let file = try String(contentsOfFile: folder.path + "/a.jsonl", encoding: .utf8)
    #expect(file.hasPrefix("{\"id\"") && file.hasSuffix("}\n"))
    let input = try await Program.shell("timeout 20 \"$P\" embed - <&-")
    #expect(input.status == 74, "\(input.errors)")
    #expect(input.errors.contains("standard input"))
    let others = try await Program.shell("\"$P\" embed --text x --dimensions 64 <&-")
    #expect(others.status == 0, "\(others.errors)")
  }

  // MARK: Pipes and devices

  @Test func whatIsNamedMayBeAPipe() async throws {
    let folder = try TemporaryFolder()
    try folder.write("{\"id\":\"a\",\"text\":\"lava\"}\n", to: "items.jsonl")
    try folder.write("volcano", to: "text.txt")
    try folder.write("3\n:save-display \(folder.path)/screen.txt\n", to: "script")
    try folder.write("threads = 1\n", to: "config.toml")
    for (line, words) in [
      ("embed /dev/stdin < items.jsonl", "\"id\":\"a\""), ("cat items.jsonl | \"$P\" embed /dev/stdin", "\"id\":\"a\""),
      ("embed <(cat items.jsonl)", "\"id\":\"a\""), ("embed - < items.jsonl", "\"id\":\"a\""),
      ("(sleep 0.5; cat items.jsonl > p.jsonl)& mkfifo p.jsonl; \"$P\" embed p.jsonl", "\"id\":\"a\""),
      ("(sleep 0.5; cat text.txt > p.txt)& mkfifo p.txt; \"$P\" embed p.txt", "\"id\":\"p.txt\""),
      ("config show --config <(cat config.toml)", "threads"), ("config show --config /dev/null", "threads"),
      ("explore --collection items.jsonl --script <(cat script) && cat screen.txt", "Query"),
      ("explore --collection items.jsonl --script /dev/stdin < script && cat screen.txt", "Query"),
      ("embed --text x --log-file /dev/null", "embedding"), ("embed --text x --output >(cat)| cat", "embedding"),
      ("mkfifo out; (sleep 0.5; cat out)& \"$P\" embed --text x --output out; wait", "embedding"),
    ] {
      let whole = line.contains("$P") ? line : "\"$P\" \(line)"
      let run = try await Program.shell("cd '\(folder.path)'; \(whole)")
      #expect(run.status == 0, "\(line): \(run.errors)")
      #expect(
        run.output.replacing("\": ", with: "\":").contains(words), "\(line): \(run.output.prefix(300)) \(run.errors)")
    }
  }

  /// What would hang, or fill the memory.
  @Test func endlessAndSilentFilesEndInASentence() async throws {
    let folder = try TemporaryFolder()
    try folder.makePipe("pipe")
    try folder.makePipe("pipe.png")
    try folder.write("{\"image\":\"/dev/zero\"}\n", to: "zero.jsonl")
    try folder.write("{\"image\":\"pipe\"}\n", to: "silent.jsonl")
    let model = try folder.copy(Goldens.directory(of: "tiny-published"), to: "model")
    for name in ["config.json", "tokenizer.json", "README.md"] {
      let copy = try folder.copy(model, to: "model-" + name)
      try? folder.remove("model-\(name)/\(name)")
      try folder.makePipe("model-\(name)/\(name)")
      #expect(!copy.isEmpty)
    }
    try folder.makeFolder("listed")
    try folder.makePipe("listed/collection.json")
    try folder.write("a", to: "listed/a.txt")
    try folder.makeFolder("state/jinascope")
    for (line, statuses) in [
      ("embed zero.jsonl --allow-outside", [66]), ("embed zero.jsonl", [65]), ("embed silent.jsonl", [66]),
      ("embed pipe.png", [66]), ("embed /dev/zero", [65]),
      ("embed - < /dev/zero", [65]), ("embed --text x --config /dev/zero", [65]), ("embed listed", [66]),
      ("embed --text x --log-file pipe", [74]), ("embed --text x --model model-config.json", [66]),
      ("embed --text x --model model-tokenizer.json", [66]), ("embed --text x --model model-README.md", [0]),
      ("explore --script /dev/zero", [65]), ("maxsim x zero.jsonl --png out.png --allow-outside", [66]),
      ("embed --text x --log-file /dev/full --log-level trace", [0]), ("embed --text x --output /dev/full", [74]),
    ] as [(String, [Int32])] {
      // Bounded in memory, too: 600 MB of address space beside what the program maps.
      let run = try await Program.shell("cd '\(folder.path)'; timeout 60 \"$P\" \(line)")
      #expect(statuses.contains(run.status), "\(line): \(run.status) \(run.errors)")
    }
  }

  @Test func aLineOfAGigabyteTakesLittleMemory() async throws {
    let measured = try await Program.shell(
      """
      { printf '{"text":"'; head -c 1000000000 /dev/zero | tr '\\0' a; printf '"}\\n'; } |
      { "$P" embed - & pid=$!; peak=0
        while kill -0 $pid 2>/dev/null; do
          now=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null); [ "${now:-0}" -gt $peak ] && peak=$now; sleep 0.05
        done; wait $pid; echo "$? $peak"; }
      """)
    let numbers = measured.output.split(separator: " ").compactMap {
      Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
    #expect(numbers.first == 65, "\(measured.output) \(measured.errors)")
    #expect(measured.errors.contains("line 1"))
    // Kilobytes; the program with its model takes about 150 MB.
    #expect((numbers.last ?? .max) < 400_000, "\(measured.output)")
  }
}

import Foundation
import TestSupport
import Testing

/// The explorer played from a script, on the bundled model and samples.
@Suite struct ScriptTests {
  private func play(_ script: String, _ arguments: [String] = [], in folder: TemporaryFolder) async throws
    -> Program.Outcome
  {
    try folder.write(script, to: "script")
    return try await Program.run(["explore", "--script", folder.path + "/script"] + arguments)
  }

  private func text(_ name: String, in folder: TemporaryFolder) throws -> String {
    try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
  }

  @Test func aSavedDisplayShowsTheFinishedWork() async throws {
    let folder = try TemporaryFolder()
    let run = try await play(
      """
      # A question, and the answer at a lower dimension.
      volcano
      :dimension 64
      :save-display \(folder.path)/screen.txt
      :save-display \(folder.path)/screen.ansi
      """, ["--size", "120x40"], in: folder)
    #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
    let screen = try text("screen.txt", in: folder)
    #expect(screen.split(separator: "\n", omittingEmptySubsequences: false).count == 41)
    #expect(screen.contains("64 d · 1 of 326 items") && screen.contains("> volcano"))
    #expect(!screen.contains("\u{1B}"))
    #expect(try text("screen.ansi", in: folder).contains("\u{1B}[0;38;2;"))
  }

  @Test func theSameScriptShowsTheSameEveryTime() async throws {
    let folder = try TemporaryFolder()
    let script = "water<Esc>2j<Space>4=\n:save-display \(folder.path)/screen.txt"
    var screens: [String] = []
    for _ in 0..<2 {
      #expect(try await play(script, ["--size", "200x60", "--color", "mono"], in: folder).status == 0)
      screens.append(try text("screen.txt", in: folder))
    }
    #expect(screens[0] == screens[1])
  }

  @Test func theThemeIsThatOfTheCommandLine() async throws {
    let folder = try TemporaryFolder()
    try folder.write("lava", to: "a.txt")
    var displays: Set<String> = []
    for theme in ["dark", "light"] {
      let run = try await play(
        ":save-display \(folder.path)/screen.ansi", [folder.path + "/a.txt", "--theme", theme], in: folder)
      #expect(run.status == 0, "\(run.errors)")
      displays.insert(try text("screen.ansi", in: folder))
    }
    #expect(displays.count == 2)
  }

  @Test func twoCollectionsAreComparedWithEachOther() async throws {
    let folder = try TemporaryFolder()
    try folder.write("{\"id\":\"a1\",\"text\":\"a cat\"}\n{\"id\":\"a2\",\"text\":\"a dog\"}\n", to: "a.jsonl")
    try folder.write("{\"id\":\"b1\",\"text\":\"a horse\"}\n", to: "b.jsonl")
    let run = try await play(
      "<Esc>4\n:export \(folder.path)/matrix.csv\n:save-display \(folder.path)/screen",
      ["--collection", folder.path + "/a.jsonl", "--against", folder.path + "/b.jsonl", "--size", "120x40"],
      in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try text("screen", in: folder).contains("2×1 a.jsonl × b.jsonl"))
    let rows = try text("matrix.csv", in: folder).split(separator: "\n")
    #expect(rows.count == 3 && rows[0] == "id,b1" && rows[1].hasPrefix("a1,0."))
    let alone = try await Program.run(["explore", "--against", "b.jsonl", "--script", "-"], input: "")
    #expect(alone.status == 64 && alone.errors.contains("--against needs"))
  }

  @Test func whatIsNamedIsOpened() async throws {
    let folder = try TemporaryFolder()
    try folder.write("lava", to: "notes/a.txt")
    try folder.write("bread", to: "more/b.md")
    let (notes, more) = (folder.path + "/notes", folder.path + "/more")
    let script = "<Esc>3\n:export \(folder.path)/items.csv\n"
    for arguments in [[notes], ["explore", notes], ["explore", "--collection", notes]] {
      let run = try await Program.run(arguments + ["--script", "-"], input: script)
      #expect(run.status == 0, "\(arguments): \(run.errors)")
      #expect(try text("items.csv", in: folder).contains("a.txt"))
    }
    let both = try await Program.run([notes, more, "--script", "-"], input: script)
    #expect(both.status == 0, "\(both.errors)")
    #expect(try text("items.csv", in: folder).split(separator: "\n").count == 3)
    let compared = try await Program.run(
      [notes, "--against", more, "--script", "-", "--size", "120x40"],
      input: "<Esc>4\n:save-display \(folder.path)/screen\n")
    #expect(compared.status == 0, "\(compared.errors)")
    #expect(try text("screen", in: folder).contains("1×1 notes × more"))
    let word = try await Program.run(["serch", "--script", "-"], input: script)
    #expect(
      word.status == 64 && word.errors.contains("there is no command, file or folder \"serch\""), "\(word.errors)")
    let twice = try await Program.run([notes, "--collection", more, "--script", "-"], input: script)
    #expect(twice.status == 64, "\(twice.errors)")
    let missing = try await Program.run([notes, folder.path + "/none", "--script", "-"], input: script)
    #expect(missing.status == 66 && missing.errors.contains("/none does not exist"), "\(missing.errors)")
  }

  @Test func aRecordingIsAScript() async throws {
    let folder = try TemporaryFolder()
    let first = try await play(
      ":record \(folder.path)/recording\nfire and water\n<Esc>3jj\n:save-display \(folder.path)/first\nq", in: folder)
    #expect(first.status == 0, "\(first.errors)")
    let recording = try text("recording", in: folder)
    #expect(recording == "fire<Space>and<Space>water\n<Esc>\n3\nj\nj\nq\n")
    let second = try await play(
      recording.replacing("q\n", with: ":save-display \(folder.path)/second\n"), in: folder)
    #expect(second.status == 0, "\(second.errors)")
    let screens = try (text("first", in: folder), text("second", in: folder))
    #expect(screens.0 == screens.1)
  }

  @Test func aBadLineIsNamedByItsNumber() async throws {
    let folder = try TemporaryFolder()
    let unknown = try await play("a\n:no-such-command", in: folder)
    #expect(unknown.status == 65)
    #expect(unknown.errors.contains("line 2: \"no-such-command\" is not a command"))
    let notOffered = try await play(":dimension 65", in: folder)
    #expect(notOffered.status == 65 && notOffered.errors.contains("line 1: dimension \"65\" does not exist"))
    let missing = try await Program.run(["explore", "--script", "/nonexistent/script"])
    #expect(missing.status == 66)
    let notWritten = try await play("\n:save-display /nonexistent/folder/screen", in: folder)
    #expect(notWritten.status == 65 && notWritten.errors.contains("line 2: cannot write"), "\(notWritten.errors)")
    let size = try await Program.run(["explore", "--script", "-", "--size", "wide"], input: "")
    #expect(size.status == 64)
  }
}

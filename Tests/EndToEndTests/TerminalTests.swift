import Foundation
import Testing

/// The explorer in a real terminal.
@Suite(.serialized) struct TerminalTests {
  /// The terminal's settings without its size.
  private static let settings = "stty -a | sed 's/rows.*columns[^;]*//'"

  /// A terminal with the explorer on the bundled model and samples, once its first screen stands.
  private func explorer(columns: Int = 120, rows: Int = 40) async throws -> TmuxSession {
    let terminal = try await TmuxSession(columns: columns, rows: rows)
    try await terminal.enterLine("\(Self.settings) > before; '\(Program.path)' explore")
    try await terminal.wait(for: "1 Query")
    return terminal
  }

  /// A terminal with the explorer on a collection that it embeds for a long time.
  private func busyExplorer() async throws -> TmuxSession {
    let terminal = try await TmuxSession()
    let text = String(repeating: "Rain falls on the land and rivers carry it to the sea. ", count: 20)
    let items = (0..<400).map { "{\"id\":\"item-\($0)\",\"text\":\"\(text) \($0)\"}\n" }.joined()
    try terminal.write(items, to: "items.jsonl")
    // The runtime's own report of a crash takes long, and is none of this program's.
    try await terminal.enterLine(
      "\(Self.settings) > before; SWIFT_BACKTRACE=enable=no '\(Program.path)' explore --threads 1 --collection items.jsonl"
    )
    try await terminal.wait("a job") { $0.contains("items ") && $0.contains("%") && $0.contains("tokens/s") }
    return terminal
  }

  /// Expects that the shell is back, on its own screen, without mouse, and with the settings it had.
  private func expectGivenBack(_ terminal: TmuxSession) async throws {
    try await terminal.waitForState("#{pane_current_command}", "bash")
    #expect(try await terminal.state("#{alternate_on} #{mouse_any_flag}") == "0 0")
    // Written so that the line that is typed does not hold what is waited for.
    try await terminal.enterLine("clear; \(Self.settings) > after; cmp before after && echo given''back")
    try await terminal.wait(for: "givenback")
  }

  /// Leaves the query's field. A key right behind Esc would be Alt with that key, so the field must have given up the
  /// focus first.
  private func leaveTheText(_ terminal: TmuxSession) async throws {
    try await terminal.press("Escape")
    try await terminal.wait(for: "━ i edit ━")
  }

  @Test func theTerminalIsGivenBackWhenTheUserQuits() async throws {
    let terminal = try await explorer()
    #expect(try await terminal.state("#{alternate_on}") == "1")
    try await leaveTheText(terminal)
    try await terminal.press("q")
    try await expectGivenBack(terminal)
  }

  @Test func aTypedQueryChangesTheRanking() async throws {
    let terminal = try await explorer()
    try await terminal.wait(for: "326 items")
    try await terminal.type("volcano")
    let first = try await terminal.wait("a ranking") { $0.contains("volcano") && $0.contains("0.") }
    try await terminal.type(" 火山")
    try await terminal.wait("another ranking") { $0 != first && $0.contains("火山") }
  }

  @Test func theNextStartIsWhereTheLastEnded() async throws {
    let terminal = try await explorer()
    try await terminal.wait(for: " items")
    try await terminal.type("volcano")
    try await terminal.press("Enter")
    try await leaveTheText(terminal)
    try await terminal.type(":dimension 64")
    try await terminal.press("Enter")
    try await terminal.wait(for: "64 d · ")
    try await terminal.type("q")
    try await expectGivenBack(terminal)
    try await terminal.enterLine("clear; '\(Program.path)'")
    try await terminal.wait(for: "64 d · ")
    try await terminal.press("Up")
    try await terminal.wait(for: "> volcano")
    try await leaveTheText(terminal)
    try await terminal.type("q")
    try await expectGivenBack(terminal)
    try await terminal.enterLine("clear; echo broken > state/jinascope/session.json; '\(Program.path)'")
    try await terminal.wait(for: "session.json.damaged")
  }

  @Test func filesThatChangeAreReadAgain() async throws {
    let terminal = try await TmuxSession()
    for (name, text) in [("notes/sea.txt", "The sea is salt."), ("notes/rain.txt", "It rains.")] {
      try terminal.write(text, to: name)
    }
    try await terminal.enterLine("'\(Program.path)' explore notes --watch")
    try await terminal.wait(for: "of 2 items")
    try terminal.write("The moon pulls the sea.", to: "notes/moon.txt")
    try await terminal.wait(for: "Read again: 1 new.")
    try await terminal.wait(for: "1 of 3 ─")
    try terminal.write([0x61, 0xFF], to: "notes/sea.txt")
    try await terminal.wait(for: "1 file could not be read again and stays as it was")
    try await leaveTheText(terminal)
    try terminal.write("The sea is deep.", to: "notes/sea.txt")
    try await terminal.wait(for: "Read again: 1 changed.")
  }

  @Test func terminationGivesTheTerminalBack() async throws {
    let terminal = try await explorer()
    let process = try await terminal.state("#{pane_pid}")
    _ = try await Program.runProcess("/usr/bin/env", ["pkill", "-TERM", "-P", process])
    try await expectGivenBack(terminal)
  }

  @Test func tenKilobytesArePastedAsOneStep() async throws {
    let terminal = try await explorer()
    try await terminal.wait(for: "326 items")
    try await terminal.paste(String(repeating: "water 水 ", count: 1000) + "end of it")
    try await terminal.wait(for: "end of it")
    try await terminal.wait("thousands of tokens") { $0.contains(/[0-9]{4,} tokens/) }
    try await terminal.press("C-_")
    try await terminal.wait(for: "type a question")
  }

  @Test func theTerminalMayChangeItsSizeWhileAJobRuns() async throws {
    let terminal = try await busyExplorer()
    for step in 0..<20 {
      let (columns, rows) = (20 + step * 37 % 190, 5 + step * 23 % 60)
      try await terminal.resize(columns: columns, rows: rows)
    }
    try await terminal.resize(columns: 30, rows: 8)
    try await terminal.wait(for: "40×10 is needed")
    try await terminal.resize(columns: 120, rows: 40)
    try await terminal.wait("the whole screen") { $0.contains("1 Query") && $0.contains("tokens/s") }
    try await terminal.press("C-c")
    try await terminal.wait(for: "Cancelled")
    try await leaveTheText(terminal)
    try await terminal.type("q")
    try await expectGivenBack(terminal)
  }

  @Test func aSuspendedExplorerComesBackWhole() async throws {
    let terminal = try await busyExplorer()
    try await terminal.type("water")
    try await terminal.wait(for: "> water")
    try await terminal.press("C-z")
    try await expectGivenBack(terminal)
    try await terminal.resize(columns: 100, rows: 30)
    try await terminal.enterLine("clear; fg")
    try await terminal.wait("the screen") { $0.contains("> water") && $0.contains("1 Query") }
    #expect(try await terminal.state("#{alternate_on} #{mouse_any_flag}") == "1 1")
    let process = try await terminal.state("#{pane_pid}")
    _ = try await Program.runProcess("/usr/bin/env", ["pkill", "-HUP", "-P", process])
    try await expectGivenBack(terminal)
  }

  @Test(arguments: ["SEGV", "ABRT"])
  func aCrashGivesTheTerminalBack(signal: String) async throws {
    let terminal = try await busyExplorer()
    let process = try await terminal.state("#{pane_pid}")
    _ = try await Program.runProcess("/usr/bin/env", ["pkill", "-" + signal, "-P", process])
    try await terminal.wait(for: "its last messages are in")
    try await expectGivenBack(terminal)
  }

  @Test func theAccessibleDialogueNeedsNoScreen() async throws {
    let terminal = try await TmuxSession()
    try await terminal.enterLine("TERM=dumb '\(Program.path)' --accessible --fresh")
    try await terminal.wait(for: ":help lists")
    try await terminal.enterLine("volcano")
    try await terminal.enterLine(":focus items")
    try await terminal.wait(for: "selected: 1, ")
    #expect(try await terminal.state("#{alternate_on} #{mouse_any_flag}") == "0 0")
    try await terminal.enterLine(":quit")
    try await terminal.waitForState("#{pane_current_command}", "bash")
  }
}

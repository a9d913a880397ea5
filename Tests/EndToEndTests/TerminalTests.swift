import Foundation
import Testing

/// The explorer in a real terminal.
@Suite(.serialized) struct TerminalTests {
  /// A terminal with the explorer on the bundled model and samples, once its first screen stands.
  private func explorer(columns: Int = 120, rows: Int = 40) async throws -> TmuxSession {
    let terminal = try await TmuxSession(columns: columns, rows: rows)
    try await terminal.enterLine(
      "stty -a > before; '\(Program.path)' explore; stty -a > after; cmp before after && echo same")
    try await terminal.wait(for: "Query")
    return terminal
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
    try await terminal.wait(for: "same")
    #expect(try await terminal.state("#{alternate_on} #{mouse_any_flag}") == "0 0")
  }

  @Test func aTypedQueryChangesTheRanking() async throws {
    let terminal = try await explorer()
    try await terminal.wait(for: "126 items")
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
    try await terminal.wait(for: "same")
    try await terminal.enterLine("clear; '\(Program.path)'")
    try await terminal.wait(for: "64 d · ")
    try await terminal.press("Up")
    try await terminal.wait(for: "> volcano")
    try await leaveTheText(terminal)
    try await terminal.type("q")
    try await terminal.wait(for: "ready>")
    try await terminal.enterLine("clear; echo broken > state/jinascope/session.json; '\(Program.path)'")
    try await terminal.wait(for: "session.json was left out")
  }

  @Test func terminationGivesTheTerminalBack() async throws {
    let terminal = try await explorer()
    let process = try await terminal.state("#{pane_pid}")
    _ = try await Program.runProcess("/usr/bin/env", ["pkill", "-TERM", "-P", process])
    try await terminal.wait(for: "same")
    #expect(try await terminal.state("#{alternate_on} #{mouse_any_flag}") == "0 0")
  }
}

import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Earlier names of commands")
struct CommandAliasTests {
  @Test("An earlier name still runs in a script and on a key", arguments: Command.aliases.sorted { $0.key < $1.key })
  func earlierNamesAreUnderstood(alias: (key: String, value: String)) throws {
    #expect(Command(rawValue: alias.key) == nil, "it is the name of no command today")
    let line = try CommandLine(alias.key)
    #expect(line.text == alias.value)
    _ = try ExplorerScript(":\(alias.key)", name: "script")
    var preferences = ExplorerPreferences()
    try preferences.bind("<F5>", in: "everywhere", to: alias.key)
    #expect(preferences.keymap.line(for: .init(.function(5)), in: .pane(.items))?.text == alias.value)
  }

  @Test func anEarlierNameDoesWhatTheCommandDoesToday() throws {
    var harness = ExplorerHarness()
    harness.perform(.line("focus-map"))
    #expect(harness.state.screen.focus == .map)
    harness.perform(.line(":switch-role"))
    #expect(harness.state.query.role == .passage)
    harness.perform(.line("focus nowhere"))
    #expect(harness.state.commands.error == .notOffered(.focus, found: "nowhere", valid: Pane.allCases.map(\.name)))
  }
}

import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Preferences")
struct PreferencesTests {
  private func harness(_ change: (inout ExplorerPreferences) throws -> Void) throws -> ExplorerHarness {
    var preferences = ExplorerPreferences()
    try change(&preferences)
    var harness = ExplorerHarness(preferences: preferences)
    try harness.type("<Esc>")
    return harness
  }

  @Test func theStartIsAsTheUserWants() throws {
    let harness = try harness {
      $0.theme = .light
      $0.colormap = .inferno
      $0.task = EmbeddingTask("code")
      $0.role = .passage
      $0.dimensions = 32
    }
    #expect(harness.state.screen.themeName == .light && harness.state.similarity.colormap == .inferno)
    #expect(
      harness.state.subject.task.name == "code" && harness.state.query.role == .passage
        && harness.state.subject.dimensions == 32)
  }

  @Test func aSessionComesBeforeThePreferences() throws {
    var harness = try harness { $0.dimensions = 32 }
    var session = ExplorerSession()
    session.dimensions = 64
    harness.state.restore(session)
    #expect(harness.state.subject.dimensions == 64)
  }

  @Test func aKeyRunsWhatTheUserWantsAndTheHelpSaysSo() throws {
    var harness = try harness {
      try $0.bind("x", in: "items", to: "dimension 32")
      try $0.bind("<F2>", in: "everywhere", to: "next-adapter")
      try $0.bind("j", in: "outside-text", to: "none")
      try $0.bind("s", in: "items", to: "export")
    }
    try harness.type("3x")
    #expect(harness.state.subject.dimensions == 32)
    let row = harness.state.subject.selectedRow
    try harness.type("j<Down>")
    #expect(harness.state.subject.selectedRow == row + 1)
    try harness.type("i<F2>")
    #expect(harness.state.subject.task.name == "text-matching")
    try harness.type("<F1>/next adapter")
    #expect(harness.picture.text.contains("F2  Ctrl-N"))
    try harness.type("<Esc><Esc><Esc>3s")
    #expect(harness.state.commands.menu?.field.text.hasPrefix("export ") == true)
  }

  @Test(
    "What cannot be is refused with a sentence",
    arguments: [
      ("x", "nowhere", "copy", "there is no place \"nowhere\""), ("<Foo>", "items", "copy", "\"<Foo>\" is not a key"),
      ("xy", "items", "copy", "\"xy\" is not a key"), ("x", "text", "copy", "x types a character in a text"),
      ("x", "items", "fly", "\"fly\" is not a command"), ("x", "items", "copy that", ":copy takes no argument"),
    ])
  func refused(key: String, scope: String, command: String, beginning: String) throws {
    var preferences = ExplorerPreferences()
    let error = try #require(throws: KeyBindingError.self) { try preferences.bind(key, in: scope, to: command) }
    #expect("\(error)".hasPrefix(beginning))
  }
}

import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Preferences")
struct PreferencesTests {
  private func bench(_ change: (inout ExplorerPreferences) throws -> Void) throws -> Bench {
    var preferences = ExplorerPreferences()
    try change(&preferences)
    var bench = Bench(preferences: preferences)
    try bench.type("<Esc>")
    return bench
  }

  @Test func theStartIsAsTheUserWants() throws {
    let bench = try bench {
      $0.theme = .light
      $0.colormap = .inferno
      $0.task = EmbeddingTask("code")
      $0.role = .passage
      $0.dimensions = 32
    }
    #expect(bench.state.screen.themeName == .light && bench.state.similarity.colormap == .inferno)
    #expect(
      bench.state.subject.task.name == "code" && bench.state.query.role == .passage
        && bench.state.subject.dimensions == 32)
  }

  @Test func aSessionComesBeforeThePreferences() throws {
    var bench = try bench { $0.dimensions = 32 }
    var session = ExplorerSession()
    session.dimensions = 64
    bench.state.restore(session)
    #expect(bench.state.subject.dimensions == 64)
  }

  @Test func aKeyRunsWhatTheUserWantsAndTheHelpSaysSo() throws {
    var bench = try bench {
      try $0.bind("x", in: "items", to: "dimension 32")
      try $0.bind("<F2>", in: "everywhere", to: "next-adapter")
      try $0.bind("j", in: "outside-text", to: "none")
      try $0.bind("s", in: "items", to: "export")
    }
    try bench.type("3x")
    #expect(bench.state.subject.dimensions == 32)
    let row = bench.state.subject.selectedRow
    try bench.type("j<Down>")
    #expect(bench.state.subject.selectedRow == row + 1)
    try bench.type("i<F2>")
    #expect(bench.state.subject.task.name == "text-matching")
    try bench.type("<F1>/next adapter")
    #expect(bench.picture.text.contains("F2  Ctrl-N"))
    try bench.type("<Esc><Esc><Esc>3s")
    #expect(bench.state.commands.menu?.field.text.hasPrefix("export ") == true)
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

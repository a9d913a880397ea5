import TestSupport
import Testing

@testable import Explorer

@Suite struct SessionFuzzTests {
  /// A session with everything that there can be.
  private static func session() throws -> ExplorerSession {
    var harness = ExplorerHarness()
    try harness.type("one \"two\"<Enter><C-u>水<Enter><Esc>3/water<Enter>A<Esc>/cl<Enter>B<Esc>")
    for line in ["dimension 32", "adapter code", "compare retrieval", "role passage", "item moon"] {
      harness.perform(.line(line))
    }
    return harness.state.session(in: ["/data/notes"])
  }

  @Test func damagedPlacesAreReadOrRefusedAndTheExplorerGoesOn() throws {
    let document = try Self.session().placeDocument
    let harness = ExplorerHarness()
    Fuzzing("session.json").run([document], Fuzzing.json) { bytes in
      var session = ExplorerSession()
      try session.readPlace(bytes)
      var again = ExplorerSession()
      try again.readPlace(session.placeDocument)
      guard again == session else { throw Fuzzing.Broken("what is written is not what was read") }
      var state = harness.state
      state.restore(session)
      _ = state.session(in: [])
    }
  }

  @Test func damagedHistoriesAreReadOrRefused() throws {
    let document = try Self.session().historyDocument
    let kept = try Self.session()
    Fuzzing("history.json", count: 500).run(
      [document, Array(#"["a","b","a","é","e\u0301","\u0000"]"#.utf8)], Fuzzing.json
    ) {
      bytes in
      var session = ExplorerSession()
      try session.readHistory(bytes)
      var again = ExplorerSession()
      try again.readHistory(session.historyDocument)
      guard again == session else { throw Fuzzing.Broken("what is written is not what was read") }
      _ = session.mergingHistory(kept, since: again)
    }
  }
}

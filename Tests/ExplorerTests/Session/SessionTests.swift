import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Session")
struct SessionTests {
  private func read(_ session: ExplorerSession) throws -> ExplorerSession {
    var again = ExplorerSession()
    try again.readPlace(session.placeDocument)
    try again.readHistory(session.historyDocument)
    return again
  }

  @Test func theNextStartIsWhereTheLastEnded() throws {
    var harness = ExplorerHarness()
    try harness.type("one \"two\"<Enter><C-u>水<Enter><Esc>")
    for line in ["dimension 32", "adapter code", "compare retrieval", "role passage", "item moon"] {
      harness.perform(.line(line))
    }
    try harness.type("4o")
    let session = harness.state.session(in: ["/data/notes"])
    let again = try read(session)
    #expect(again == session && again.collection == ["/data/notes"])
    let two = harness.state.session(in: ["/data/notes", "/data/more"])
    #expect(try read(two).collection == ["/data/notes", "/data/more"])
    #expect(try read(harness.state.session(in: [])).collection.isEmpty)
    let options = ["chunk": "regex:\\n\"x\"", "late-chunking": "true"]
    var split = try read(harness.state.session(in: ["/data/notes"], reading: options))
    #expect(split.reading == options)
    split.move(to: ["/data/more"])
    #expect(split.reading.isEmpty)

    var next = ExplorerHarness()
    next.state.restore(again)
    next.perform(.input(.resume))
    #expect(
      next.state.subject.dimensions == 32 && next.state.subject.task.name == "code" && next.state.query.role == .passage
    )
    #expect(next.state.subject.marked.map(\.name) == ["retrieval"] && next.state.similarity.order == .score)
    #expect(next.state.subject.selectedItem == harness.state.subject.selectedItem)
    try next.type("<Up><Up>")
    #expect(next.state.query.field.text == "one \"two\"")
  }

  /// A harness with the rows "water" × the columns "cl".
  private func benchWithSets() throws -> ExplorerHarness {
    var harness = ExplorerHarness()
    try harness.type("<Esc>3/water<Enter>A<Esc>/cl<Enter>B<Esc>")
    return harness
  }

  @Test func theSetsOfAMatrixAreThereAgain() throws {
    let harness = try benchWithSets()
    let (rows, columns) = (
      try #require(harness.state.similarity.rowSet), try #require(harness.state.similarity.columnSet)
    )
    #expect(rows.items != columns.items && rows.name == "water" && columns.name == "cl")
    var next = ExplorerHarness()
    next.state.restore(try read(harness.state.session(in: [])))
    next.perform(.input(.resume))
    #expect(next.state.similarity.rowSet?.items == rows.items && next.state.similarity.rowSet?.name == "water")
    #expect(next.state.similarity.columnSet?.items == columns.items && next.state.similarity.rows == .sets)
    #expect(next.state.similarity.rowItems == rows.items && next.state.similarity.columnItems == columns.items)
    // A set made now is another one than those remembered.
    try next.type("<Esc>3/moon<Enter>A")
    #expect(next.state.similarity.rowSet?.name == "moon" && next.state.similarity.rowSet != rows)
    #expect(next.state.similarity.rowItems != rows.items)
  }

  @Test func setsLoseWhatTheCollectionLacksAndGiveWayToTheCommandLine() throws {
    var session = try benchWithSets().state.session(in: [])
    session.rowSet?.items = ["moon", "no-such-item"]
    var next = ExplorerHarness()
    next.state.restore(session)
    #expect(next.state.similarity.rowSet?.items == [17] && next.state.similarity.rows == .sets)
    session.rowSet?.items = ["no-such-item"]
    next = ExplorerHarness()
    next.state.restore(session)
    #expect(next.state.similarity.rowSet == nil && next.state.similarity.columnSet == nil)
    #expect(next.state.similarity.rows == .items)
    next.state.similarity.makeSets(
      rows: ItemSet(name: "a", items: [0], number: 1), columns: ItemSet(name: "b", items: [1], number: 2))
    session.rowSet?.items = ["moon"]
    next.state.restore(session)
    #expect(next.state.similarity.rowSet?.name == "a")
    session.move(to: ["/data/other"])
    #expect(session.rowSet == nil && session.columnSet == nil)
  }

  @Test func whatThisModelOrCollectionLacksIsLeftOut() throws {
    var session = ExplorerSession()
    session.task = "no-such-task"
    session.marked = ["code", "no-such-task"]
    session.dimensions = 65
    session.role = "no-such-role"
    session.item = "no-such-item"
    var harness = ExplorerHarness()
    harness.state.restore(session)
    #expect(harness.state.subject.task.name == "retrieval" && harness.state.subject.marked.map(\.name) == ["code"])
    #expect(
      harness.state.subject.dimensions == 128 && harness.state.query.role == .query
        && harness.state.subject.chosen == nil)
  }

  @Test func damagedDocumentsAreRefusedAndForeignMembersIgnored() throws {
    var session = ExplorerSession()
    for text in ["", "[1", "{\"task\":", "7"] {
      #expect(throws: SessionError.self) { try session.readPlace(Array(text.utf8)) }
      #expect(throws: SessionError.self) { try session.readHistory(Array(text.utf8)) }
    }
    #expect(throws: SessionError.notASession) { try session.readHistory(Array("[1]".utf8)) }
    #expect(session == ExplorerSession())
    try session.readPlace(Array("{\"task\":7,\"dimension\":\"x\",\"compared\":[1,\"code\"],\"more\":{}}".utf8))
    #expect(session.task == nil && session.dimensions == nil && session.marked == ["code"])
  }

  @Test func anotherCollectionKeepsAllButTheItem() {
    var session = ExplorerSession()
    session.item = "moon"
    session.dimensions = 32
    session.move(to: ["/data/other"])
    #expect(session.item == nil && session.dimensions == 32 && session.collection == ["/data/other"])
  }

  @Test func theHistoryCanBeForgotten() throws {
    var harness = ExplorerHarness()
    try harness.type("one<Enter>")
    harness.perform(.line("clear-history"))
    #expect(harness.state.session(in: []).history.isEmpty)
    var long = ExplorerSession()
    long.history = (0..<1500).map(String.init)
    #expect(try read(long).history == (500..<1500).map(String.init))
  }

  @Test func ofALongerHistoryThanThereShouldBeTheNewestIsRead() throws {
    var session = ExplorerSession()
    try session.readHistory(Array("[\((0..<1500).map { "\"\($0)\"" }.joined(separator: ","))]".utf8))
    #expect(session.history == (500..<1500).map(String.init))
  }

  @Test func whatOtherInstancesAskedComesFirstAndWhatWasForgottenStaysForgotten() {
    func session(_ history: String...) -> ExplorerSession {
      var session = ExplorerSession()
      session.history = history
      return session
    }
    let start = session("a", "b", "c")
    // Forgotten: a. Asked: b once more, and d. Meanwhile another instance asked e and forgot c.
    let merged = session("c", "b", "d").mergingHistory(session("a", "b", "e"), since: start)
    #expect(merged.history == ["e", "b", "d"])
    #expect(start.mergingHistory(session("a", "x", "c"), since: start).history == ["a", "x", "c"])
  }

  @Test func theFirstScreenSaysWhatIsWrong() throws {
    var terminal = ScriptedTerminal(steps: [])
    let explorer = Explorer(
      embedder: StubEmbedder(), items: ExplorerHarness.samples, collectionName: "samples", describe: { "\($0)" })
    var session = ExplorerSession()
    session.dimensions = 32
    let end = try explorer.run(on: &terminal, restoring: session, notice: "It was damaged.")
    let text = terminal.screens.first?.text ?? ""
    #expect(text.contains("It was damaged."))
    #expect(end.dimensions == 32)
  }

  @Test func whatIsWrongAtTheStartStandsInTheLog() throws {
    var terminal = try ScriptedTerminal(keys: "<Esc>L")
    let explorer = Explorer(
      embedder: StubEmbedder(), items: ExplorerHarness.samples, collectionName: "samples", describe: { "\($0)" })
    try explorer.run(on: &terminal, notice: "It was damaged.")
    let rows = terminal.screens.last?.text.split(separator: "\n").filter { $0.contains("It was damaged.") } ?? []
    #expect(rows.count == 2)
  }
}

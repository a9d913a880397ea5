import TerminalUI
import Testing

@testable import Explorer

@Suite("Recording and scripts")
struct RecordingTests {
  @Test func aRecordingDoesTheSameAgain() throws {
    var harness = ExplorerHarness()
    harness.perform(.line("record session"))
    #expect(harness.effects.contains(.write(.recording(Recording(path: "session")))))
    harness.effects = []
    try harness.type("the <lt>sea<Enter>")
    harness.perform(.input(.paste("a\\b\nc")))
    try harness.type("<Esc>3jj<C-p>dimension 64<Enter>?/enlarge this<Enter><C-p><Esc>")
    harness.perform(.input(.mouse(MouseEvent(.press, at: Position(row: 8, column: 4)))))
    let (expected, wanted) = (harness.state, harness.picture)
    harness.perform(.line("stop-recording"))
    guard case .write(.recording(let recording)) = harness.effects.last else {
      return #expect(Bool(false), "nothing saved")
    }
    #expect(
      recording.text.split(separator: "\n").map(String.init) == [
        "the<Space><lt>sea", "<Enter>", ":paste a\\\\b\\nc", "<Esc>", "3", "j", "j", ":dimension 64", ":zoom-pane",
        ":mouse press 8 4",
      ])

    var again = ExplorerHarness()
    for line in try ExplorerScript(recording.text, name: "session").lines { line.actions.forEach { again.perform($0) } }
    #expect(again.state.query.field.text == expected.query.field.text)
    #expect(
      again.state.subject.dimensions == 64 && again.state.screen.isZoomed
        && again.state.screen.focus == expected.screen.focus)
    #expect(again.picture.text == wanted.text)
  }

  @Test func quittingSavesTheRecording() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>")
    harness.perform(.line("record session"))
    try harness.type("q")
    guard case .write(.recording(let recording)) = harness.effects.last else {
      return #expect(Bool(false), "nothing saved")
    }
    #expect(recording.text == "q\n" && harness.state.commands.recording == nil)
  }

  @Test func aLineThatBeginsLikeACommandIsWrittenAsKeys() throws {
    var recording = Recording(path: "r")
    recording.append(.key(KeyPress(.character(":")), isText: true))
    recording.append(.key(KeyPress(.character("#")), isText: true))
    recording.append(.key(KeyPress(.escape), isText: false))
    recording.append(.key(KeyPress(.character("#")), isText: false))
    #expect(recording.text == "<:>#\n<Esc>\n<#>\n")
    #expect(try ExplorerScript(recording.text, name: "r").lines.count == 3)
  }

  @Test func aCommandHasALineOfItsOwn() {
    var recording = Recording(path: "r")
    for step in [Recording.Step.typed("ab", isText: true), .command("dimension 64"), .typed("cd", isText: true)] {
      recording.append(step)
    }
    recording.append(.key(KeyPress(.enter), isText: false))
    recording.append(.typed("e", isText: true))
    #expect(recording.text == "ab\n:dimension 64\ncd\n<Enter>\ne\n")
  }

  @Test func aScriptIsReadWholeBeforeAnythingIsDone() throws {
    let script = try ExplorerScript("# remark\n\nabc<Enter>\r\n:dimension 64", name: "s")
    #expect(script.lines.map(\.number) == [3, 4])
    #expect(script.lines[0].actions.count == 4)
    for (text, line) in [("a\n:nonsense", 2), ("<Nokey>", 1), ("\n\n:dimension", 3), (":quit now", 1)] {
      let error = #expect(throws: ScriptError.self) { try ExplorerScript(text, name: "s") }
      #expect(error?.line == line)
      #expect(error?.description.hasPrefix("s, line \(line): ") == true)
    }
  }

  @Test func whatCannotBeWrittenIsSaidAndNotRecorded() {
    var harness = ExplorerHarness()
    harness.perform(.line("record /nowhere/file"))
    harness.perform(.written("/nowhere/file", failure: "no such folder"))
    #expect(harness.state.commands.recording == nil && harness.state.commands.error == .notWritten("no such folder"))
    #expect(harness.picture.text.contains("no such folder."))
  }
}

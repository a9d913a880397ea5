import Testing

@testable import TerminalUI

@Suite struct ScriptedTerminalTests {
  @Test func itPlaysItsStepsAndThenAsksToEnd() {
    let large = Size(columns: 100, rows: 30)
    var terminal = ScriptedTerminal(steps: [
      .input([.key(KeyPress(.enter)), .paste("a")]),
      .wait { $0.text.hasPrefix("ready") },
      .input([.resize(large)]),
    ])
    #expect(terminal.waitForInput(wakeUp: -1) == [.key(KeyPress(.enter)), .paste("a")])
    #expect(terminal.waitForInput(wakeUp: -1).isEmpty)
    var screen = Screen(size: terminal.size)
    screen.write("ready", at: Position(row: 0, column: 0))
    terminal.draw(screen)
    #expect(terminal.waitForInput(wakeUp: -1).isEmpty)
    #expect(terminal.waitForInput(wakeUp: -1) == [.resize(large)])
    #expect(terminal.size == large)
    #expect(terminal.waitForInput(wakeUp: -1) == [.terminate])
    #expect(terminal.screens == [screen] && !terminal.hasTimedOut)
  }

  @Test func keysAreTypedOneAtATime() throws {
    var terminal = try ScriptedTerminal(keys: "ab<Esc>")
    #expect(terminal.waitForInput(wakeUp: -1) == [.key(KeyPress(.character("a")))])
    #expect(terminal.copy("text") != nil)
    #expect(terminal.copies == ["text"])
  }
}

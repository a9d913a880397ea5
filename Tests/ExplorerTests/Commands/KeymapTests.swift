import TerminalUI
import Testing

@testable import Explorer

@Suite("Keymap")
struct KeymapTests {
  @Test func everyDefaultKeyIsInKeyNotation() throws {
    for command in Command.allCases {
      for (_, keys) in command.description.keys {
        for key in keys { _ = try KeyPress(notation: key) }
      }
    }
  }

  @Test func everyCommandCanBeReachedSomewhere() {
    let places: [Keymap.Focus] = [.text] + Pane.allCases.map { .pane($0) }
    let reachable = Set(places.flatMap { Keymap.standard.applicable(in: $0).map(\.line.command) })
    #expect(reachable == Set(Command.allCases.filter { !$0.description.keys.isEmpty } + [.focus]))
  }

  @Test func theKeysOfAPaneComeFirstAndEachOnce() throws {
    let listed = Keymap.standard.applicable(in: .pane(.items))
    let first = try #require(listed.first)
    #expect(first.line.command == .inspect && first.keys.map(\.label) == ["Enter"])
    let isOwn = listed.map { Keymap.standard.isOwn($0.line, in: .pane(.items)) }
    #expect(isOwn == isOwn.filter { $0 } + isOwn.filter { !$0 })
    #expect(isOwn.contains(true) && isOwn.contains(false))
  }

  @Test func noKeyMeansTwoThingsInTheSameScope() throws {
    var seen: [String: Command] = [:]
    for command in Command.allCases {
      for (scope, keys) in command.description.keys {
        for key in keys {
          #expect(seen.updateValue(command, forKey: "\(scope) \(key)") == nil, "\(key) in \(scope)")
        }
      }
    }
  }

  @Test func inTheTextFieldOnlyKeysThatTypeNothingAreCommands() {
    for (line, keys) in Keymap.standard.applicable(in: .text) {
      for key in keys { #expect(!key.typesText, "\(line.text)") }
    }
  }

  @Test func keysAreWrittenAsPeopleWriteThem() throws {
    let labels = try ["<C-c>", "<A-1>", "<S-Tab>", "<Up>", "<Space>", "?", "<F1>", "<lt>"].map {
      try KeyPress(notation: $0).label
    }
    #expect(labels == ["Ctrl-C", "Alt-1", "Shift-Tab", "↑", "Space", "?", "F1", "<"])
  }
}

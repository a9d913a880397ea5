import TerminalUI
import Testing

@testable import Explorer

@Suite("History of queries")
struct QueryHistoryTests {
  private func harness() throws -> ExplorerHarness {
    var harness = ExplorerHarness()
    for text in ["water cycle", "two lines\nof rain", " rain  ", "moon"] {
      harness.perform(.input(.paste(text)))
      try harness.type("<Enter><C-u>")
    }
    return harness
  }

  @Test func anEarlierQueryIsFoundByAnyPartOfIt() throws {
    var harness = try harness()
    try harness.type("<C-r>")
    #expect(harness.state.menuEntries.map(\.argument) == ["moon", "rain", "two lines\nof rain", "water cycle"])
    try harness.type("cyc<Enter>")
    #expect(harness.state.query.field.text == "water cycle" && harness.state.commands.menu == nil)
    #expect(harness.state.query.history.last == "water cycle" && harness.state.query.history.count == 4)
    try harness.type("<C-r>lines<Enter>")
    #expect(harness.state.query.field.text == "two lines\nof rain")
    try harness.type("<Esc>/rain<Enter>")
    #expect(harness.state.query.field.text == " rain  ")
  }

  @Test func oneQueryCanBeForgotten() throws {
    var harness = try harness()
    harness.perform(.line("forget rain"))
    #expect(harness.state.query.history == ["water cycle", "two lines\nof rain", "moon"])
    harness.perform(.line("forget rain"))
    #expect(harness.state.commands.error != nil)
    // The way through the history begins at its end again.
    try harness.type("<Up><Up>")
    #expect(harness.state.query.field.text == "two lines\nof rain")
    harness.perform(.line("forget water cycle"))
    try harness.type("<Up>")
    #expect(harness.state.query.field.text == "moon")
  }

  @Test func whatIsChangedIsNoLongerAnEarlierQuery() throws {
    var harness = try harness()
    for change in [Action.input(.paste("x")), .typed("x"), .input(.key(KeyPress(.character("x"))))] {
      try harness.type("<C-u><Up><Up>")
      #expect(harness.state.query.field.text == " rain  ")
      harness.perform(change)
      try harness.type("<Up>")
      #expect(harness.state.query.field.text == "moon", "the newest comes first again")
      try harness.type("<Down>")
      #expect(harness.state.query.field.text == " rain  x", "what was changed is kept")
    }
  }

  @Test func withoutAnyThereIsASentence() throws {
    var harness = ExplorerHarness()
    try harness.type("<C-r>")
    #expect(harness.state.commands.menu == nil && harness.state.screen.message?.text.contains("No query") == true)
  }
}

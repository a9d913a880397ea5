import TerminalUI
import Testing

@testable import Explorer

@Suite("History of queries")
struct QueryHistoryTests {
  private func bench() throws -> Bench {
    var bench = Bench()
    for text in ["water cycle", "two lines\nof rain", " rain  ", "moon"] {
      bench.perform(.input(.paste(text)))
      try bench.type("<Enter><C-u>")
    }
    return bench
  }

  @Test func anEarlierQueryIsFoundByAnyPartOfIt() throws {
    var bench = try bench()
    try bench.type("<C-r>")
    #expect(bench.state.menuEntries.map(\.argument) == ["moon", "rain", "two lines\nof rain", "water cycle"])
    try bench.type("cyc<Enter>")
    #expect(bench.state.query.field.text == "water cycle" && bench.state.commands.menu == nil)
    #expect(bench.state.query.history.last == "water cycle" && bench.state.query.history.count == 4)
    try bench.type("<C-r>lines<Enter>")
    #expect(bench.state.query.field.text == "two lines\nof rain")
    try bench.type("<Esc>/rain<Enter>")
    #expect(bench.state.query.field.text == " rain  ")
  }

  @Test func oneQueryCanBeForgotten() throws {
    var bench = try bench()
    bench.perform(.line("forget rain"))
    #expect(bench.state.query.history == ["water cycle", "two lines\nof rain", "moon"])
    bench.perform(.line("forget rain"))
    #expect(bench.state.commands.error != nil)
  }

  @Test func withoutAnyThereIsASentence() throws {
    var bench = Bench()
    try bench.type("<C-r>")
    #expect(bench.state.commands.menu == nil && bench.state.screen.message?.text.contains("No query") == true)
  }
}

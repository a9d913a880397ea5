import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Command menu")
struct CommandMenuTests {
  @Test func everyCommandStandsInThePaletteWithItsNameAndKey() throws {
    var bench = Bench(size: Size(columns: 120, rows: 140))
    try bench.type("<C-p>")
    #expect(bench.state.menuEntries.map(\.command) == Command.allCases)
    let text = bench.picture.text
    for command in Command.allCases { #expect(text.contains(command.rawValue), "\(command)") }
    #expect(text.contains("Ctrl-C"))
  }

  @Test func aColonIsTextWhileTypingAndOpensThePaletteElsewhere() throws {
    var bench = Bench()
    try bench.type("a:b")
    #expect(bench.state.query.field.text == "a:b" && bench.state.commands.menu == nil)
    try bench.type("<Esc>:")
    #expect(bench.state.commands.menu?.scope == .all)
    try bench.type("q")
    #expect(!bench.state.commands.isQuitting && bench.state.commands.menu?.field.text == "q")
  }

  @Test func aCommandIsRunByItsNameWithItsArgument() throws {
    var bench = Bench()
    try bench.type("<C-p>dimension 64<Enter>")
    #expect(bench.state.subject.dimensions == 64 && bench.state.commands.menu == nil)
    try bench.type("<C-p>adapter code<Enter><C-p>compare retrieval<Enter>")
    #expect(bench.state.subject.task.name == "code" && bench.state.subject.marked.map(\.name) == ["retrieval"])
    try bench.type("<C-p>role passage<Enter><C-p>query rain and clouds<Enter>")
    #expect(bench.state.subject.query == QueryKey(text: "rain and clouds", role: .passage))
    #expect(bench.state.query.history == ["rain and clouds"])
    try bench.type("<C-p>item moon<Enter>")
    #expect(bench.state.subject.selectedItem.map { bench.state.subject.identifiers[$0] } == "moon")
  }

  @Test func theBestMatchIsRunAndTheArgumentCompleted() throws {
    var bench = Bench()
    try bench.type("<C-p>dim<Enter>")
    #expect(bench.state.commands.menu?.field.text == "dimension ")
    #expect(bench.state.menuEntries.map(\.argument) == ["16", "32", "64", "128"])
    try bench.type("<Down><Enter>")
    #expect(bench.state.subject.dimensions == 32)
    try bench.type("<C-p>enlarge this<Enter>")
    #expect(bench.state.screen.isZoomed, "a command is found by what it does")
    try bench.type("<C-p>adap<Tab>")
    #expect(bench.state.commands.menu?.field.text == "adapter ")
  }

  @Test func whatCannotBeRunIsSaidAndCanBeCorrected() throws {
    var bench = Bench()
    try bench.type("<C-p>dimension 65<Enter>")
    #expect(bench.picture.text.contains("dimension \"65\" does not exist; there are 16, 32, 64, 128."))
    #expect(bench.state.subject.dimensions == 128)
    try bench.type("<BS><BS>64<Enter>")
    #expect(bench.state.subject.dimensions == 64 && bench.state.commands.menu == nil)
    bench.perform(.line("no-such thing"))
    #expect(bench.state.commands.error == .unknown(name: "no-such"))
    bench.perform(.line(":zoom-pane now"))
    #expect(bench.state.commands.error == .takesNoArgument(.zoomPane))
    bench.perform(.line("zoom-pane"))
    #expect(bench.state.commands.error == nil && bench.state.screen.isZoomed)
  }

  @Test func theHelpIsSearchedAndRunsWhatIsFound() throws {
    var bench = Bench()
    try bench.type("<Esc>?/enlarge this")
    #expect(bench.state.menuEntries.map(\.command) == [.zoomPane])
    try bench.type("<Enter>")
    #expect(bench.state.screen.isZoomed && bench.state.commands.menu == nil)
    try bench.type("?/xyz<Enter>")
    #expect(bench.state.menuEntries.isEmpty)
    try bench.type("<Esc>")
    #expect(bench.state.commands.menu?.isTyping == false && !bench.state.menuEntries.isEmpty)
    try bench.type("<Esc>")
    #expect(bench.state.commands.menu == nil)
  }

  @Test func theMenuFitsIntoEverySize() throws {
    for size in [(40, 10), (80, 24), (200, 60), (1, 1)] {
      var bench = Bench(size: Size(columns: size.0, rows: size.1))
      try bench.type("<C-p>item ")
      #expect(bench.picture.size == bench.state.screen.size)
      try bench.type("<Esc><Esc>?/")
      #expect(bench.picture.size == bench.state.screen.size)
    }
  }

  @Test func theMouseSelectsAndRunsACommand() throws {
    var bench = Bench()
    try bench.type("<Esc>:dimension <Down>")
    #expect(bench.state.commands.menu?.line == 1)
    let rows = bench.picture.text.split(separator: "\n")
    let row = try #require(rows.firstIndex { $0.contains("dimension 16") })
    let column = try #require(
      rows[row].firstRange(of: "dimension 16").map { rows[row].distance(from: rows[row].startIndex, to: $0.lowerBound) }
    )
    bench.click(row: row, column: column)
    #expect(bench.state.commands.menu?.line == 0 && bench.state.subject.dimensions == 128)
    bench.click(row: 0, column: 0)
    #expect(bench.state.commands.menu != nil)
    bench.click(row: row, column: column)
    #expect(bench.state.commands.menu == nil && bench.state.subject.dimensions == 16)
  }
}

import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Command menu")
struct CommandMenuTests {
  @Test func everyCommandStandsInThePaletteWithItsNameAndKey() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 140))
    try harness.type("<C-p>")
    #expect(harness.state.menuEntries.map(\.command) == Command.allCases)
    let text = harness.picture.text
    for command in Command.allCases { #expect(text.contains(command.rawValue), "\(command)") }
    #expect(text.contains("Ctrl-C"))
  }

  @Test func aColonIsTextWhileTypingAndOpensThePaletteElsewhere() throws {
    var harness = ExplorerHarness()
    try harness.type("a:b")
    #expect(harness.state.query.field.text == "a:b" && harness.state.commands.menu == nil)
    try harness.type("<Esc>:")
    #expect(harness.state.commands.menu?.scope == .all)
    try harness.type("q")
    #expect(!harness.state.commands.isQuitting && harness.state.commands.menu?.field.text == "q")
  }

  @Test func aCommandIsRunByItsNameWithItsArgument() throws {
    var harness = ExplorerHarness()
    try harness.type("<C-p>dimension 64<Enter>")
    #expect(harness.state.subject.dimensions == 64 && harness.state.commands.menu == nil)
    try harness.type("<C-p>adapter code<Enter><C-p>compare retrieval<Enter>")
    #expect(harness.state.subject.task.name == "code" && harness.state.subject.marked.map(\.name) == ["retrieval"])
    try harness.type("<C-p>role passage<Enter><C-p>query rain and clouds<Enter>")
    #expect(harness.state.subject.query == QueryKey(text: "rain and clouds", role: .passage))
    #expect(harness.state.query.history == ["rain and clouds"])
    try harness.type("<C-p>item moon<Enter>")
    #expect(harness.state.subject.selectedItem.map { harness.state.subject.identifiers[$0] } == "moon")
  }

  @Test func theBestMatchIsRunAndTheArgumentCompleted() throws {
    var harness = ExplorerHarness()
    try harness.type("<C-p>dim<Enter>")
    #expect(harness.state.commands.menu?.field.text == "dimension ")
    #expect(harness.state.menuEntries.map(\.argument) == ["16", "32", "64", "128"])
    try harness.type("<Down><Enter>")
    #expect(harness.state.subject.dimensions == 32)
    try harness.type("<C-p>enlarge this<Enter>")
    #expect(harness.state.screen.isZoomed, "a command is found by what it does")
    try harness.type("<C-p>adap<Tab>")
    #expect(harness.state.commands.menu?.field.text == "adapter ")
  }

  @Test func aNameThatIsWrittenOutComesFirstAndEveryChangeSelectsTheFirst() throws {
    var harness = ExplorerHarness()
    try harness.type("<C-p>query")
    #expect(harness.state.menuEntries.map(\.command).prefix(2) == [.query, .queryByItem])
    try harness.type("<Down><Down>")
    #expect(harness.state.commands.menu?.line == 2)
    try harness.type("<BS>")
    #expect(harness.state.commands.menu?.line == 0)
    try harness.type("<Down>")
    harness.perform(.input(.paste("y")))
    #expect(harness.state.commands.menu?.line == 0)
  }

  @Test func blanksAroundAnArgumentAreNoPartOfIt() throws {
    #expect(try CommandLine(" :dimension   64  ") == CommandLine(.dimension, argument: "64"))
    #expect(try CommandLine("query two  words ") == CommandLine(.query, argument: "two  words"))
    #expect(try CommandLine("zoom-pane   ") == CommandLine(.zoomPane))
    #expect(throws: CommandError.self) { try CommandLine("dimension   ") }
  }

  @Test func whatCannotBeRunIsSaidAndCanBeCorrected() throws {
    var harness = ExplorerHarness()
    try harness.type("<C-p>dimension 65<Enter>")
    #expect(harness.picture.text.contains("dimension \"65\" does not exist; there are 16, 32, 64, 128."))
    #expect(harness.state.subject.dimensions == 128)
    try harness.type("<BS><BS>64<Enter>")
    #expect(harness.state.subject.dimensions == 64 && harness.state.commands.menu == nil)
    harness.perform(.line("no-such thing"))
    #expect(harness.state.commands.error == .unknown(name: "no-such"))
    harness.perform(.line(":zoom-pane now"))
    #expect(harness.state.commands.error == .takesNoArgument(.zoomPane))
    harness.perform(.line("zoom-pane"))
    #expect(harness.state.commands.error == nil && harness.state.screen.isZoomed)
  }

  @Test func theHelpIsSearchedAndRunsWhatIsFound() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>?/enlarge this")
    #expect(harness.state.menuEntries.map(\.command) == [.zoomPane])
    try harness.type("<Enter>")
    #expect(harness.state.screen.isZoomed && harness.state.commands.menu == nil)
    try harness.type("?/xyz<Enter>")
    #expect(harness.state.menuEntries.isEmpty)
    try harness.type("<Esc>")
    #expect(harness.state.commands.menu?.isTyping == false && !harness.state.menuEntries.isEmpty)
    try harness.type("<Esc>")
    #expect(harness.state.commands.menu == nil)
  }

  @Test func theMenuFitsIntoEverySize() throws {
    for size in [(40, 10), (80, 24), (200, 60), (1, 1)] {
      var harness = ExplorerHarness(size: Size(columns: size.0, rows: size.1))
      try harness.type("<C-p>item ")
      #expect(harness.picture.size == harness.state.screen.size)
      try harness.type("<Esc><Esc>?/")
      #expect(harness.picture.size == harness.state.screen.size)
    }
  }

  @Test func theMouseSelectsAndRunsACommand() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>:dimension <Down>")
    #expect(harness.state.commands.menu?.line == 1)
    let rows = harness.picture.text.split(separator: "\n")
    let row = try #require(rows.firstIndex { $0.contains("dimension 16") })
    let column = try #require(
      rows[row].firstRange(of: "dimension 16").map { rows[row].distance(from: rows[row].startIndex, to: $0.lowerBound) }
    )
    harness.click(row: row, column: column)
    #expect(harness.state.commands.menu?.line == 0 && harness.state.subject.dimensions == 128)
    harness.click(row: 0, column: 0)
    #expect(harness.state.commands.menu != nil)
    harness.click(row: row, column: column)
    #expect(harness.state.commands.menu == nil && harness.state.subject.dimensions == 16)
  }
}

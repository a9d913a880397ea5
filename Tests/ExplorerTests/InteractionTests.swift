import Embeddings
import Imaging
import TerminalUI
import Testing

@testable import Explorer

/// The inspector's view of late interaction, on texts and pictures.
@Suite struct InteractionTests {
  @Test func theTokensOfAQueryAreComparedWithATextOnlyOnceAskedFor() throws {
    var bench = Bench(size: Size(columns: 120, rows: 40))
    try bench.type("a question<Enter><Esc>3<Enter>")
    #expect(!bench.picture.text.contains("MaxSim"))
    try bench.type("t")
    #expect(bench.picture.text.contains("MaxSim"))
    try bench.type("t")
    #expect(!bench.picture.text.contains("MaxSim"))
  }

  @Test func overAPictureTheViewGoesFromBlendToMapToImage() throws {
    var bench = Bench(items: try PictureTests.items(), size: Size(columns: 120, rows: 40))
    try bench.type("a house<Enter><Esc><C-p>item house<Enter>7tz")
    #expect(bench.picture.text.contains("MaxSim"))
    for display in [InteractionState.Display.blend, .map, .image] {
      #expect(bench.state.interaction.display == display)
      #expect(bench.picture.text.contains(display.rawValue))
      try bench.type("v")
    }
    #expect(bench.state.interaction.display == .blend)
  }

  /// The inspector, enlarged, with the query "a red house" over the item.
  private func bench(over item: String) throws -> Bench {
    var bench = Bench(items: try PictureTests.items(), size: Size(columns: 120, rows: 40))
    try bench.type("a red house<Enter><Esc><C-p>item \(item)<Enter>7tz")
    return bench
  }

  @Test func allTokensAreTheQuerysOwnWithoutThoseOfThePrompt() throws {
    let shown = try #require(try bench(over: "house").state.shownInteraction)
    #expect(shown.queryTokens == ["Query", ": ", "a ", "red ", "house "])
    #expect(shown.ownTokens == 2..<5)
    #expect(shown.maxSim.contributions.count == 5)
    var picture = Bench(items: try PictureTests.items(), size: Size(columns: 120, rows: 40))
    try picture.type("image:\(PictureTests.sample("red-house.png"))<Enter><Esc>7tz")
    #expect(try #require(picture.state.shownInteraction).ownTokens == StubEmbedder.reading.tokenRange)
  }

  @Test func aClickOnATokenShowsItsMap() throws {
    var bench = try bench(over: "house")
    for word in ["red", "house", "all, mean"] {
      // The sentence on top may hold the words too; the list stands below it.
      let lines = bench.picture.text.split(separator: "\n", omittingEmptySubsequences: false)
      let row = try #require(lines.lastIndex { $0.dropFirst(1).drop { " >".contains($0) }.hasPrefix(word) })
      bench.click(row: row, column: 4)
      let names = ["all, greatest", "all, mean"] + (try #require(bench.state.shownInteraction).queryTokens)
      #expect(names[bench.state.interaction.row].hasPrefix(word))
    }
    let before = bench.state.interaction.row
    bench.click(row: 30, column: 80)
    #expect(bench.state.interaction.row == before)
  }

  @Test func aClickOnTheMatrixOfATextChoosesTheTokenOfThatRow() throws {
    var bench = try bench(over: "text")
    let lines = bench.picture.text.split(separator: "\n", omittingEmptySubsequences: false)
    // The values begin behind the list, the border and the labels.
    let first = try #require(lines.firstIndex { $0.dropFirst(40).contains("Query") })
    bench.click(row: first + 1, column: 54)
    #expect(bench.state.interaction.row == InteractionState.summaryRows + 1)
    bench.click(row: first, column: 60)
    #expect(bench.state.interaction.row == InteractionState.summaryRows)
  }
}

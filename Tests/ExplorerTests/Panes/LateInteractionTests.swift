import Embeddings
import Imaging
import TerminalUI
import Testing

@testable import Explorer

/// The inspector's view of late interaction, on texts and pictures.
@Suite struct LateInteractionTests {
  @Test func theTokensOfAQueryAreComparedWithATextOnlyOnceAskedFor() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("a question<Enter><Esc>3<Enter>")
    #expect(!harness.picture.text.contains("MaxSim"))
    try harness.type("t")
    #expect(harness.picture.text.contains("MaxSim"))
    try harness.type("t")
    #expect(!harness.picture.text.contains("MaxSim"))
  }

  @Test func overAPictureTheViewGoesFromBlendToMapToImage() throws {
    var harness = ExplorerHarness(items: try PictureTests.items(), size: Size(columns: 120, rows: 40))
    try harness.type("a house<Enter><Esc><C-p>item house<Enter>7tz")
    #expect(harness.picture.text.contains("MaxSim"))
    for display in [LateInteractionState.Display.blend, .similarities, .image] {
      #expect(harness.state.inspector.lateInteraction.display == display)
      #expect(harness.picture.text.contains(display.rawValue))
      try harness.type("v")
    }
    #expect(harness.state.inspector.lateInteraction.display == .blend)
  }

  /// The inspector, enlarged, with the query "a red house" over the item.
  private func harness(over item: String) throws -> ExplorerHarness {
    var harness = ExplorerHarness(items: try PictureTests.items(), size: Size(columns: 120, rows: 40))
    try harness.type("a red house<Enter><Esc><C-p>item \(item)<Enter>7tz")
    return harness
  }

  @Test func allTokensAreTheQuerysOwnWithoutThoseOfThePrompt() throws {
    let shown = try #require(try harness(over: "house").shownLateInteraction)
    #expect(shown.queryTokens == ["Query", ": ", "a ", "red ", "house "])
    #expect(shown.ownTokens == 2..<5)
    #expect(shown.maxSim.contributions.count == 5)
    var picture = ExplorerHarness(items: try PictureTests.items(), size: Size(columns: 120, rows: 40))
    try picture.type("image:\(PictureTests.sample("red-house.png"))<Enter><Esc>7tz")
    #expect(try #require(picture.shownLateInteraction).ownTokens == StubEmbedder.reading.tokenRange)
  }

  @Test func ofTheTokenVectorsTheOldestAreForgotten() {
    var state = LateInteractionState()
    let sides = (0..<4).map { TokenSide(content: .item($0), task: EmbeddingTask("retrieval")) }
    let vectors = TokenVectors(
      vectors: MultiVector(
        dimensions: 1, values: [Float](repeating: 1, count: LateInteractionState.rememberedNumbers * 2 / 5)))
    // What comes again is no longer the oldest.
    for side in [sides[0], sides[1], sides[0], sides[2]] { state.insert(vectors, for: side) }
    #expect(sides.map { state[$0] != nil } == [true, false, true, false])
    state.insert(vectors, for: sides[3])
    #expect(sides.map { state[$0] != nil } == [false, false, true, true])
  }

  @Test func aClickOnATokenShowsItsMap() throws {
    var harness = try harness(over: "house")
    for word in ["red", "house", "all, mean"] {
      // The sentence on top may hold the words too; the list stands below it.
      let lines = harness.picture.text.split(separator: "\n", omittingEmptySubsequences: false)
      let row = try #require(lines.lastIndex { $0.dropFirst(1).drop { " >".contains($0) }.hasPrefix(word) })
      harness.click(row: row, column: 4)
      let names = ["all, greatest", "all, mean"] + (try #require(harness.shownLateInteraction).queryTokens)
      #expect(names[harness.state.inspector.lateInteraction.row].hasPrefix(word))
    }
    let before = harness.state.inspector.lateInteraction.row
    harness.click(row: 30, column: 80)
    #expect(harness.state.inspector.lateInteraction.row == before)
  }

  @Test func aClickOnTheMatrixOfATextChoosesTheTokenOfThatRow() throws {
    var harness = try harness(over: "text")
    let lines = harness.picture.text.split(separator: "\n", omittingEmptySubsequences: false)
    // The values begin behind the list, the border and the labels.
    let first = try #require(lines.firstIndex { $0.dropFirst(40).contains("Query") })
    harness.click(row: first + 1, column: 54)
    #expect(harness.state.inspector.lateInteraction.row == LateInteractionState.summaryRows + 1)
    harness.click(row: first, column: 60)
    #expect(harness.state.inspector.lateInteraction.row == LateInteractionState.summaryRows)
  }
}

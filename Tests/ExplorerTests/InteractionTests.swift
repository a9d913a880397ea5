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
}

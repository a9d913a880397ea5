import TerminalUI
import Testing

@testable import Explorer

@Suite("Inspector")
struct InspectorTests {
  @Test func theInspectorTellsTheNormAndTheEnergyOfTheBlocks() throws {
    var bench = Bench()
    try bench.type("<Esc>3<Enter>")
    #expect(!bench.picture.text.contains("norm"))
    try bench.type("z")
    #expect(bench.picture.text.contains("vector of 128 · norm "))
    #expect(bench.picture.text.contains("65–128") && bench.picture.text.contains("100.0 %"))
    #expect(bench.state.inspectedTable[0].contains("energy 65–128"))
    #expect(bench.state.inspectedTable[1].count == bench.state.inspectedTable[0].count)
    #expect(SpokenPane(bench.state).lines[1].contains(", energy of components 1–16 "))
  }
}

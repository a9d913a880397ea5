import Corpus
import Reports
import TerminalUI
import Testing

@testable import Explorer

@Suite("Inspector")
struct InspectorTests {
  @Test func aLongTextIsScrolledToItsEndAndNoFurther() throws {
    let words = (1...200).map { "word\($0)" }.joined(separator: " ")
    var harness = ExplorerHarness(items: [CorpusItem(id: "long", content: .text(words))])
    try harness.type("<Esc>7")
    #expect(harness.picture.text.contains("j more") && harness.picture.text.contains("word1 "))
    try harness.type("G")
    #expect(!harness.picture.text.contains("j more") && harness.picture.text.contains("word200"))
    try harness.type("jjk")
    #expect(!harness.picture.text.contains("word200"))
    try harness.type("g")
    #expect(harness.picture.text.contains("word1 "))
  }

  @Test func theInspectorTellsTheNormAndTheEnergyOfTheBlocks() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>3<Enter>")
    #expect(!harness.picture.text.contains("norm"))
    try harness.type("z")
    #expect(harness.picture.text.contains("vector of 128 · norm "))
    #expect(harness.picture.text.contains("65–128") && harness.picture.text.contains("100.0 %"))
    #expect(harness.state.inspectedTable.columns.map(\.name).contains("energy_65_128"))
    #expect(harness.state.inspectedTable.rows.count == 1)
    #expect(SpokenPane(harness.state).lines[1].contains(", energy of components 1–16 "))
  }
}

import Corpus
import Reports
import TerminalUI
import Testing

@testable import Explorer

@Suite("Inspector")
struct InspectorTests {
  @Test func aLongTextIsScrolledToItsEndAndNoFurther() throws {
    let words = (1...200).map { "word\($0)" }.joined(separator: " ")
    var bench = Bench(items: [CorpusItem(id: "long", content: .text(words))])
    try bench.type("<Esc>7")
    #expect(bench.picture.text.contains("j more") && bench.picture.text.contains("word1 "))
    try bench.type("G")
    #expect(!bench.picture.text.contains("j more") && bench.picture.text.contains("word200"))
    try bench.type("jjk")
    #expect(!bench.picture.text.contains("word200"))
    try bench.type("g")
    #expect(bench.picture.text.contains("word1 "))
  }

  @Test func theInspectorTellsTheNormAndTheEnergyOfTheBlocks() throws {
    var bench = Bench()
    try bench.type("<Esc>3<Enter>")
    #expect(!bench.picture.text.contains("norm"))
    try bench.type("z")
    #expect(bench.picture.text.contains("vector of 128 · norm "))
    #expect(bench.picture.text.contains("65–128") && bench.picture.text.contains("100.0 %"))
    #expect(bench.state.inspectedTable.columns.map(\.name).contains("energy_65_128"))
    #expect(bench.state.inspectedTable.rows.count == 1)
    #expect(SpokenPane(bench.state).lines[1].contains(", energy of components 1–16 "))
  }
}

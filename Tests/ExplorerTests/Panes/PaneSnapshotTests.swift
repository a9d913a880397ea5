import Corpus
import TerminalUI
import Testing

@testable import Explorer

/// Every pane in its frame, with three adapters compared, at three sizes and in three depths of color.
///
/// A shot is a name, a pane, and the keys that lead to what is shown; `JINASCOPE_RECORD=1` keeps new ones. The file of a
/// shot holds the pane in truecolor, in 256 colors and without color, one after the other.
@Suite("Panes")
struct PaneSnapshotTests {
  struct Shot: CustomTestStringConvertible, Sendable {
    let name: String
    let pane: Pane
    var keys = ""
    var query = "water from the sea, Wasser, 水"
    var items: @Sendable () throws -> [CorpusItem] = { ExplorerHarness.samples }
    var testDescription: String { name }
  }

  static let shots: [Shot] = [
    Shot(name: "query", pane: .query, keys: "1i"),
    Shot(name: "adapters", pane: .adapters, keys: "2"),
    Shot(name: "items", pane: .items, keys: "3jj"),
    Shot(name: "items-threshold", pane: .items, keys: "3jjt]]"),
    Shot(name: "items-filter", pane: .items, keys: "3/water<Enter>s"),
    Shot(name: "items-neighbours", pane: .items, keys: "3jjpjptjj/the"),
    Shot(name: "similarity", pane: .similarity, keys: "4oojll"),
    Shot(name: "similarity-query", pane: .similarity, keys: "4xjll"),
    Shot(name: "similarity-digits", pane: .similarity, keys: "4zojjlll="),
    Shot(name: "similarity-difference", pane: .similarity, keys: "4oodll"),
    Shot(name: "similarity-row-range", pane: .similarity, keys: "4zcf=j"),
    Shot(name: "similarity-pairs", pane: .similarity, keys: "4t]j"),
    Shot(name: "similarity-sets", pane: .similarity, keys: "3/water<Enter>A<Esc>/rain<Enter>B<Esc>4jl<Space>jll"),
    Shot(name: "dimensions", pane: .dimensions, keys: "5"),
    Shot(name: "dimensions-overlap", pane: .dimensions, keys: "5hvz"),
    Shot(name: "compare", pane: .compare, keys: "6gj"),
    Shot(name: "compare-ranks", pane: .compare, keys: "6gjjoz"),
    Shot(name: "inspector", pane: .inspector, keys: "3jj<Enter>"),
    Shot(name: "inspector-vector", pane: .inspector, keys: "7z"),
    Shot(name: "inspector-tokens", pane: .inspector, keys: "3g<Enter>tjjjz"),
    Shot(
      name: "inspector-picture", pane: .inspector, keys: ":item house<Enter>7", query: "a red house",
      items: PictureTests.items),
    Shot(
      name: "inspector-token-map", pane: .inspector, keys: ":item house<Enter>7tjjjjz", query: "a red house",
      items: PictureTests.items),
    Shot(name: "map", pane: .map, keys: "8ll"),
    Shot(name: "map-labels", pane: .map, keys: "8czl", items: { MapTests.labelled }),
    Shot(name: "log", pane: .log, keys: "9"),
    Shot(name: "log-older", pane: .log, keys: "9kk"),
    Shot(name: "evaluate", pane: .evaluate, keys: "0jj"),
    Shot(name: "evaluate-queries", pane: .evaluate, keys: "0tj"),
  ]

  /// What happened before, for the log.
  static let log: [LogState.Line] = [
    .init(time: .milliseconds(12), level: "info", text: "theme = \"purple\" in line 3 is not a theme; dark holds"),
    .init(time: .milliseconds(1840), level: "debug", text: "computed items=24 tokens=512 seconds=1.71"),
    .init(
      time: .seconds(75), level: "warning",
      text: "house.png cannot be read: it is neither a PNG nor a JPEG file. Give a picture in one of these forms."),
    .init(time: .seconds(4321), level: "error", text: "水.txt \u{1B}[31mcannot be found; it was there at the start"),
  ]

  @Test("Every pane looks as it did, with adapters compared", arguments: shots, ScreenSnapshotTests.fullSizes)
  func looksAsItDid(shot: Shot, size: Size) throws {
    var (text, glyphs) = ("", "")
    for (depth, name) in ScreenSnapshotTests.depths {
      var harness = ExplorerHarness(items: try shot.items(), size: size, colorDepth: depth)
      harness.perform(.logged(Self.log))
      try harness.type("\(shot.query)<Esc>2j<Space>j<Space>\(shot.keys)")
      let frame = try #require(harness.state.layout.frames[shot.pane], "the pane is on the screen")
      let shot = harness.picture.part(frame).description(colorDepth: depth)
      let styles = try #require(shot.firstRange(of: "styles\n")).lowerBound
      // Most depths differ in their styles alone.
      text += "depth \(name)\n" + (shot[..<styles] == glyphs ? "as above\n" : shot[..<styles]) + shot[styles...]
      glyphs = String(shot[..<styles])
    }
    try expectSnapshot(text, "panes/\(shot.name)-\(size.columns)x\(size.rows)")
  }

  @Test("Every pane has its shots", arguments: Pane.allCases)
  func everyPaneIsShot(pane: Pane) { #expect(Self.shots.contains { $0.pane == pane }) }
}

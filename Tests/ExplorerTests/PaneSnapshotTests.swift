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
    var testDescription: String { name }
  }

  static let shots: [Shot] = [
    Shot(name: "query", pane: .query, keys: "1i"),
    Shot(name: "adapters", pane: .adapters, keys: "2"),
    Shot(name: "items", pane: .items, keys: "3jj"),
    Shot(name: "items-threshold", pane: .items, keys: "3jjt]]"),
    Shot(name: "items-filter", pane: .items, keys: "3/water<Enter>s"),
    Shot(name: "items-neighbours", pane: .items, keys: "3jjpjp"),
    Shot(name: "inspector", pane: .inspector, keys: "3jj<Enter>"),
    Shot(name: "inspector-vector", pane: .inspector, keys: "7z"),
  ]

  @Test("Every pane looks as it did, with adapters compared", arguments: shots, ScreenSnapshotTests.fullSizes)
  func looksAsItDid(shot: Shot, size: Size) throws {
    var text = ""
    for (depth, name) in ScreenSnapshotTests.depths {
      var bench = Bench(size: size, colorDepth: depth)
      try bench.type("water from the sea, Wasser, 水<Esc>2j<Space>j<Space>\(shot.keys)")
      let frame = try #require(bench.state.layout.frames[shot.pane], "the pane is on the screen")
      text += "depth \(name)\n" + bench.picture.part(frame).description(colorDepth: depth)
    }
    try expectSnapshot(text, "panes/\(shot.name)-\(size.columns)x\(size.rows)")
  }
}

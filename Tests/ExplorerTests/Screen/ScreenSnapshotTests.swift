import TerminalUI
import Testing

@testable import Explorer

@Suite("Screens")
struct ScreenSnapshotTests {
  static let sizes = [(80, 24), (120, 40), (200, 60), (60, 15), (30, 5)].map { Size(columns: $0.0, rows: $0.1) }
  static let fullSizes = Array(sizes.prefix(3))
  static let depths: [(ColorDepth, String)] = [(.trueColor, "truecolor"), (.palette256, "256"), (.mono, "mono")]

  @Test("A typed query with adapters compared looks as it did, at every size and depth", arguments: sizes, depths)
  func comparisonLooksAsItDid(size: Size, depth: (ColorDepth, String)) throws {
    var harness = ExplorerHarness(size: size, colorDepth: depth.0)
    try harness.type("water from the sea<Esc>2j<Space>j<Space>3jj")
    try expectSnapshot(
      harness.picture, "compare-\(size.columns)x\(size.rows)-\(depth.1)", colorDepth: depth.0)
  }

  @Test("The first screen looks as it did", arguments: sizes)
  func firstScreenLooksAsItDid(size: Size) throws {
    let harness = ExplorerHarness(size: size)
    try expectSnapshot(harness.picture, "start-\(size.columns)x\(size.rows)", colorDepth: .trueColor)
  }

  @Test("The help looks as it did")
  func helpLooksAsItDid() throws {
    var harness = ExplorerHarness()
    try harness.type("<F1>jj")
    try expectSnapshot(harness.picture, "help-80x24", colorDepth: .trueColor)
  }
}

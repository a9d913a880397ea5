import Corpus
import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Map")
struct MapTests {
  /// The samples with labels: texts about water, code, and one without a label.
  static let labelled = ExplorerHarness.samples.enumerated().map { index, item in
    CorpusItem(
      id: item.id, content: item.content, label: index == 23 ? nil : (13...16).contains(index) ? "code" : "text")
  }

  private func mapped(size: Size = Size(columns: 80, rows: 24)) throws -> ExplorerHarness {
    var harness = ExplorerHarness(items: Self.labelled, size: size)
    try harness.type("water from the sea<Esc>8")
    return harness
  }

  @Test func theMapIsComputedOnlyWhileItIsShown() throws {
    var harness = ExplorerHarness()
    #expect(!harness.effects.contains { $0.slot == .map })
    try harness.type("<Esc>8")
    #expect(harness.state.map.shown(harness.state.subject)?.items == Array(0..<24))
    harness.effects = []
    try harness.type("38<lt>")
    #expect(harness.effects.filter { $0.slot == .map }.count == 1)
    #expect(harness.state.map.projection.answered?.question.dimensions == 64)
  }

  @Test func movingSelectsTheNextPointInThatDirection() throws {
    var harness = try mapped()
    let map = try #require(harness.state.map.shown(harness.state.subject))
    let (x, y) = (map.components.x, map.components.y)
    let (width, height) = ((x.max() ?? 0) - (x.min() ?? 0), (y.max() ?? 0) - (y.min() ?? 0))
    for (key, isBeyond) in [
      ("l", { $0.x < $1.x }), ("h", { $0.x > $1.x }), ("k", { $0.y < $1.y }), ("j", { $0.y > $1.y }),
    ] as [(String, ((x: Double, y: Double), (x: Double, y: Double)) -> Bool)] {
      func place() throws -> (x: Double, y: Double) {
        let point = try #require(harness.state.subject.selectedItem.flatMap { map.point(of: $0) })
        return (map.components.x[point], map.components.y[point])
      }
      for _ in 0..<30 {
        let (item, before) = (harness.state.subject.selectedItem, try place())
        try harness.type(key)
        if harness.state.subject.selectedItem == item { break }
        let after = try place()
        #expect(isBeyond(before, after), "\(key)")
        let (across, upwards) = (abs(after.x - before.x) / width, abs(after.y - before.y) / height)
        #expect("lh".contains(key) ? across >= upwards : upwards >= across, "\(key) goes aside")
      }
    }
    try harness.type("<Enter>")
    #expect(harness.state.screen.focus == .inspector)
  }

  @Test func pointsAreMarkedByScoreOrByLabel() throws {
    var harness = try mapped()
    let map = try #require(harness.state.map.shown(harness.state.subject))
    let best = try #require(harness.state.subject.shownRanking?.order.first)
    #expect(harness.view(MapPane.self).scatter(map).points[best].mark == "9")
    try harness.type("c")
    let points = harness.view(MapPane.self).scatter(map).points
    #expect(points[0].mark == "o" && points[13].mark == "x" && points[23].mark == "·")
    #expect(harness.picture.text.contains("x code"))
  }

  @Test func manyLabelsHaveMarksOfTheirOwnAndThoseWithoutRoomAreCounted() throws {
    let items = ExplorerHarness.samples.map { CorpusItem(id: $0.id, content: $0.content, label: "label \($0.id)") }
    var harness = ExplorerHarness(items: items)
    try harness.type("<Esc>8c")
    let map = try #require(harness.state.map.shown(harness.state.subject))
    #expect(Set(harness.view(MapPane.self).scatter(map).points.map(\.mark)).count == 24)
    #expect(harness.picture.text.contains("o label water  x label rain  +22"))
    #expect(harness.picture.text.contains("water · label water"))
  }

  @Test func aClickSelectsTheNearestPoint() throws {
    var harness = try mapped(size: Size(columns: 120, rows: 40))
    let content = try #require(harness.state.layout.content(of: .map))
    let map = try #require(harness.state.map.shown(harness.state.subject))
    harness.click(row: content.origin.row, column: content.origin.column + 3)
    let scatter = harness.view(MapPane.self).scatter(map)
    let plot = harness.view(MapPane.self).parts(of: content).plot
    let nearest = scatter.index(at: Position(row: content.origin.row, column: content.origin.column + 3), in: plot)
    #expect(harness.state.subject.selectedItem == nearest.map { map.items[$0] })
  }

  @Test func theMapIsCopiedWithItsCoordinates() throws {
    var harness = try mapped()
    harness.effects = []
    try harness.type("y")
    guard case .terminal(.copy(let text)) = harness.effects.first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.split(separator: "\n").count == 25)
    #expect(text.hasPrefix("id\tlabel\tx\ty\nwater\ttext\t"))
  }
}

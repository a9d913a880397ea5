import Corpus
import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Map")
struct MapTests {
  /// The samples with labels: texts about water, code, and one without a label.
  static let labelled = Bench.samples.enumerated().map { index, item in
    CorpusItem(
      id: item.id, content: item.content, label: index == 23 ? nil : (13...16).contains(index) ? "code" : "text")
  }

  private func mapped(size: Size = Size(columns: 80, rows: 24)) throws -> Bench {
    var bench = Bench(items: Self.labelled, size: size)
    try bench.type("water from the sea<Esc>8")
    return bench
  }

  @Test func theMapIsComputedOnlyWhileItIsShown() throws {
    var bench = Bench()
    #expect(!bench.effects.contains { $0.slot == .map })
    try bench.type("<Esc>8")
    #expect(bench.state.map.shown(bench.state.subject)?.items == Array(0..<24))
    bench.effects = []
    try bench.type("38<lt>")
    #expect(bench.effects.filter { $0.slot == .map }.count == 1)
    #expect(bench.state.map.projection.answered?.question.dimensions == 64)
  }

  @Test func movingSelectsTheNextPointInThatDirection() throws {
    var bench = try mapped()
    let map = try #require(bench.state.map.shown(bench.state.subject))
    for (key, isBeyond) in [
      ("l", { $0.x < $1.x }), ("h", { $0.x > $1.x }), ("k", { $0.y < $1.y }), ("j", { $0.y > $1.y }),
    ] as [(String, ((x: Double, y: Double), (x: Double, y: Double)) -> Bool)] {
      func place() throws -> (x: Double, y: Double) {
        let point = try #require(bench.state.subject.selectedItem.flatMap { map.point(of: $0) })
        return (map.components.x[point], map.components.y[point])
      }
      for _ in 0..<30 {
        let (item, before) = (bench.state.subject.selectedItem, try place())
        try bench.type(key)
        if bench.state.subject.selectedItem != item { #expect(isBeyond(before, try place()), "\(key)") }
      }
    }
    try bench.type("<Enter>")
    #expect(bench.state.screen.focus == .inspector)
  }

  @Test func pointsAreMarkedByScoreOrByLabel() throws {
    var bench = try mapped()
    let map = try #require(bench.state.map.shown(bench.state.subject))
    let best = try #require(bench.state.subject.shownRanking?.order.first)
    #expect(bench.view(MapPane.self).scatter(map).points[best].mark == "9")
    try bench.type("c")
    let points = bench.view(MapPane.self).scatter(map).points
    #expect(points[0].mark == "o" && points[13].mark == "x" && points[23].mark == "·")
    #expect(bench.picture.text.contains("x code"))
  }

  @Test func manyLabelsHaveMarksOfTheirOwnAndThoseWithoutRoomAreCounted() throws {
    let items = Bench.samples.map { CorpusItem(id: $0.id, content: $0.content, label: "label \($0.id)") }
    var bench = Bench(items: items)
    try bench.type("<Esc>8c")
    let map = try #require(bench.state.map.shown(bench.state.subject))
    #expect(Set(bench.view(MapPane.self).scatter(map).points.map(\.mark)).count == 24)
    #expect(bench.picture.text.contains("o label water  x label rain  +22"))
    #expect(bench.picture.text.contains("water · label water"))
  }

  @Test func aClickSelectsTheNearestPoint() throws {
    var bench = try mapped(size: Size(columns: 120, rows: 40))
    let content = try #require(bench.state.layout.content(of: .map))
    let map = try #require(bench.state.map.shown(bench.state.subject))
    bench.click(row: content.origin.row, column: content.origin.column + 3)
    let scatter = bench.view(MapPane.self).scatter(map)
    let plot = bench.view(MapPane.self).parts(of: content).plot
    let nearest = scatter.index(at: Position(row: content.origin.row, column: content.origin.column + 3), in: plot)
    #expect(bench.state.subject.selectedItem == nearest.map { map.items[$0] })
  }

  @Test func theMapIsCopiedWithItsCoordinates() throws {
    var bench = try mapped()
    bench.effects = []
    try bench.type("y")
    guard case .terminal(.copy(let text)) = bench.effects.first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.split(separator: "\n").count == 25)
    #expect(text.hasPrefix("id\tlabel\tx\ty\nwater\ttext\t"))
  }
}

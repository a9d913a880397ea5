import Corpus
import Embeddings
import TerminalUI
import TestSupport
import Testing

@testable import Explorer

/// A collection that is read again while it is explored.
struct ReloadTests {
  private static func items(_ texts: [(String, String)]) -> [CorpusItem] {
    texts.map { CorpusItem(id: $0.0, content: .text($0.1)) }
  }

  private static let before = items([
    ("sea", "the sea and the land"), ("rain", "rain on the sea"), ("bread", "bread and salt"), ("moon", "the moon"),
  ])
  /// `rain` is gone, `bread` has changed, and `cloud` is new and comes first.
  private static let after = items([
    ("cloud", "clouds over the sea"), ("sea", "the sea and the land"), ("bread", "bread without salt"),
    ("moon", "the moon"),
  ])

  private static func source(isWatched: Bool = false) -> CollectionSource {
    CollectionSource(sources: SourceStamps(), isWatched: isWatched) { throw StubEmbedder.Refusal(text: "everything") }
  }

  private func explorer(isWatched: Bool = false) throws -> ExplorerHarness {
    var explorer = ExplorerHarness(
      items: Self.before, size: Size(columns: 120, rows: 40), source: Self.source(isWatched: isWatched))
    try explorer.type("sea<Enter><Esc>")
    return explorer
  }

  /// Lets the explorer read `items` in place of what it has.
  private func reload(_ explorer: inout ExplorerHarness, _ items: [CorpusItem], problem: String? = nil) {
    explorer.perform(.line("reload"))
    explorer.effects = []
    explorer.perform(
      .reloaded(
        ReloadedCollection(
          items: items, sources: SourceStamps(), problem: problem, over: explorer.state.subject.collection)))
    explorer.perform(.finished(.reload))
  }

  /// The items that have been embedded since the effects were forgotten.
  private func embedded(_ explorer: ExplorerHarness) -> [String] {
    explorer.effects.flatMap { effect -> [String] in
      guard case .embed(.items(let items, _)) = effect else { return [] }
      return items.map { explorer.state.subject.identifiers[$0] }
    }
  }

  @Test func onlyWhatHasChangedIsEmbedded() throws {
    var explorer = try explorer()
    reload(&explorer, Self.after)
    #expect(embedded(explorer) == ["cloud", "bread"])
    #expect(explorer.state.screen.message?.text == "Read again: 1 new, 1 changed, 1 gone (rain).")
    #expect(explorer.state.subject.embeddedCount == 4)
    // What is shown is what an explorer of the new items shows.
    var fresh = ExplorerHarness(items: Self.after, size: Size(columns: 120, rows: 40), source: Self.source())
    try fresh.type("sea<Enter><Esc>")
    explorer.state.screen.message = nil
    fresh.state.screen.message = nil
    #expect(screen(for: explorer.state).text == screen(for: fresh.state).text)
    reload(&explorer, Self.after)
    #expect(embedded(explorer) == [] && explorer.state.screen.message?.text == "Read again: nothing has changed.")
  }

  @Test func everyPaneKeepsItsSubject() throws {
    var explorer = try explorer()
    explorer.perform(.line("item moon"))
    try explorer.type("3p")
    explorer.perform(.line("item sea"))
    try explorer.type("pA4x")
    explorer.state.similarity.moveCrosshair(to: .init(row: 3, column: 2), &explorer.state.subject)
    func names(_ items: [Int]) -> [String] { items.map { explorer.state.subject.identifiers[$0] } }
    func crosshair() -> [String] {
      explorer.state.similarity.pairUnderCrosshair.map { names([$0.row, $0.column]) } ?? []
    }
    let pair = crosshair()
    #expect(pair.count == 2 && !pair.contains("rain") && Set(pair).count == 2)
    reload(&explorer, Self.after)
    #expect(names([try #require(explorer.state.subject.chosen)]) == ["sea"])
    #expect(names(explorer.state.subject.neighborPath) == ["moon", "sea"])
    #expect(crosshair() == pair)
    #expect(names(try #require(explorer.state.similarity.rowSet?.items)) == ["sea", "bread", "moon"])
    #expect(explorer.state.query.field.text == "sea")
  }

  @Test func theSelectionMovesToANeighborOfWhatIsGone() throws {
    var explorer = try explorer()
    explorer.perform(.line("item rain"))
    let next = explorer.state.subject.item(inRow: explorer.state.subject.selectedRow + 1)
    let name = explorer.state.subject.identifiers[next]
    reload(&explorer, Self.after)
    #expect(explorer.state.subject.chosen.map { explorer.state.subject.identifiers[$0] } == name)
    reload(&explorer, Self.items([("only", "one")]))
    #expect(explorer.state.subject.chosen == nil && explorer.listed == ["only"])
    #expect(explorer.state.screen.message?.text == "Read again: 1 new, 4 gone (cloud, sea, bread and 1 more).")
  }

  @Test func whatCannotBeReadLeavesEverythingAsItWas() throws {
    var explorer = try explorer(isWatched: true)
    explorer.perform(.filesChanged(SourceStamps()))
    #expect(explorer.effects.last { $0 == .reload } != nil && explorer.state.work.running[.reload] != nil)
    explorer.effects = []
    explorer.perform(.failed(.reload, "a.jsonl, line 3 is not JSON"))
    #expect(explorer.state.subject.identifiers == Self.before.map(\.id) && explorer.state.work.running[.reload] == nil)
    #expect(
      explorer.state.screen.message
        == .init(text: "a.jsonl, line 3 is not JSON. The items stay as they were.", isFailure: true))
    #expect(explorer.effects.contains(.watch(SourceStamps())))
    reload(&explorer, Self.after, problem: "1 file was left out: x")
    #expect(explorer.state.screen.message?.text.hasSuffix("1 gone (rain); 1 file was left out: x.") == true)
  }

  @Test func whatDidNotComeFromFilesIsNotReadAgain() throws {
    var explorer = ExplorerHarness(items: Self.before)
    explorer.perform(.line("reload"))
    #expect(!explorer.effects.contains(.reload) && explorer.state.work.running[.reload] == nil)
    #expect(explorer.state.screen.message?.text.contains("cannot be read again") == true)
  }

  @Test func aPictureWhoseFileHasChangedIsAnotherOne() throws {
    let folder = try TemporaryFolder()
    for name in ["a.png", "b.png"] { try folder.write("1", to: name) }
    let options = CorpusReader.Options(readsImages: true)
    func collection() throws -> (ItemCollection, CorpusReading) {
      let reading = try CorpusReader.read(inputs: [folder.path], options)
      return (ItemCollection(name: "c", items: reading.items, sources: reading.sources), reading)
    }
    let (old, _) = try collection()
    try folder.write("changed", to: "b.png")
    let (_, reading) = try collection()
    let reloaded = ReloadedCollection(reading, over: old)
    #expect(reloaded.origins == [0, nil] && reloaded.places == [0, 1] && reloaded.changedCount == 1)
  }

  @Test func twoCollectionsStayTwo() throws {
    var explorer = ExplorerHarness(items: Self.before, source: Self.source())
    explorer.state.similarity.makeSets(
      rows: ItemSet(name: "one", items: [0, 1], number: 1), columns: ItemSet(name: "two", items: [2, 3], number: 2))
    explorer.perform(
      .reloaded(
        ReloadedCollection(
          items: Self.after, sources: SourceStamps(), firstCount: 1, problem: nil,
          over: explorer.state.subject.collection)))
    #expect(explorer.state.similarity.rowSet?.items == [0] && explorer.state.similarity.columnSet?.items == [1, 2, 3])
  }
}

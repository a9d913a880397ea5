import Embeddings
import Foundation
import TerminalUI
import Testing

@testable import Explorer

@Suite("Status line")
struct StatusLineTests {
  private func foot(_ harness: ExplorerHarness) -> String {
    harness.picture.text.split(separator: "\n", omittingEmptySubsequences: false).suffix(2).joined(separator: "\n")
  }

  private func job(items: Int) -> Action {
    .progress(
      Job(
        slot: .items,
        progress: EmbeddingProgress(
          stage: .decoder, layer: 3, layerCount: 4, finishedItems: items, totalItems: 24, finishedTokens: 400,
          totalTokens: 1000), elapsed: .seconds(2)))
  }

  @Test func itSaysWhatTheNumbersStandOn() throws {
    var harness = ExplorerHarness(size: Size(columns: 160, rows: 48))
    try harness.type("<Esc>3j")
    _ = advance(&harness.state, .input(.resume), at: Moment(elapsed: .seconds(1), residentBytes: 312_400_000))
    let text = foot(harness)
    for fact in [
      "stub-model @01234567", "Untrained stand-in", "312 MB", "2 threads", "avx2", "retrieval · query · 128 d",
      "2 of 24 items", "Shift-drag selects text", "F1 help",
    ] { #expect(text.contains(fact), "\(fact) in \(text)") }
    try harness.type("M ")
    #expect(!foot(harness).contains("Shift-drag"))
  }

  @Test func itSaysHowManyItemsHaveVectorsUntilAllHave() {
    var embedder = StubEmbedder()
    let size = Size(columns: 160, rows: 48)
    #expect(!foot(ExplorerHarness(embedder: embedder, size: size)).contains("embedded"))
    embedder.refused = ["Water."]
    var harness = ExplorerHarness(embedder: embedder, size: size)
    harness.state.screen.message = nil
    #expect(foot(harness).contains("1 of 24 items, 23 embedded"))
  }

  @Test func theMachineIsToldOnceAtEveryWidth() {
    var harness = ExplorerHarness(size: Size(columns: 160, rows: 48))
    for columns in 40...200 {
      harness.perform(.input(.resize(Size(columns: columns, rows: 48))))
      let text = foot(harness)
      #expect(text.components(separatedBy: "2 threads").count <= 2, "\(columns) columns: \(text)")
      if columns >= 80 { #expect(text.contains("2 threads"), "\(columns) columns: \(text)") }
    }
  }

  @Test func insideOfALongDocumentItsTokensAreCounted() {
    var harness = ExplorerHarness(size: Size(columns: 200, rows: 48))
    harness.state.work.begin(.items, .items(tasks: [harness.state.subject.task]))
    let progress = EmbeddingProgress(
      stage: .decoder, layer: 1, layerCount: 4, finishedItems: 6, totalItems: 24, finishedTokens: 1000,
      totalTokens: 90_000, passTokens: 32_768)
    harness.perform(.progress(Job(slot: .items, progress: progress, elapsed: .seconds(2))))
    #expect(foot(harness).contains("items 6/24 · 8,192 of 32,768 tokens · 3.0 items/s · 4596 tokens/s"))
  }

  @Test func aJobIsShownWithItsStageRatesAndTheTimeThatIsLeft() {
    var harness = ExplorerHarness(size: Size(columns: 200, rows: 48))
    harness.state.work.begin(.items, .items(tasks: [harness.state.subject.task]))
    harness.perform(job(items: 6))
    #expect(foot(harness).contains("items 6/24 · decoder 3/4 · 3.0 items/s · 200 tokens/s · 6 s left"))
  }

  @Test func inANarrowPlaceTheLeastImportantWordsAreLeftOut() {
    var harness = ExplorerHarness()
    harness.state.work.begin(.items, .items(tasks: [harness.state.subject.task]))
    harness.perform(job(items: 6))
    #expect(foot(harness).contains("items 6/24") && foot(harness).contains("25%"))
    for columns in 40...200 {
      harness.perform(.input(.resize(Size(columns: columns, rows: 24))))
      #expect(foot(harness).contains("25%"), "\(columns) columns")
      #expect(!foot(harness).contains(" ·  "), "\(columns) columns")
    }
  }

  @Test func aJobIsSeenBesideAMessage() {
    var harness = ExplorerHarness()
    harness.state.work.begin(.items, .items(tasks: [harness.state.subject.task]))
    harness.perform(job(items: 6))
    harness.perform(.line("no-such-command-at-all-that-would-fit-into-a-line-of-this-narrow-screen"))
    #expect(foot(harness).contains("25%") && harness.picture.text.contains("no-such-command"))
  }

  @Test func aLongSentenceIsReadWholeAboveTheFootAsLongAsItStands() throws {
    let words = (1...30).map { "word\($0)" }
    let sentence = words.joined(separator: " ") + "."
    for size in [Size(columns: 80, rows: 24), Size(columns: 40, rows: 12), Size(columns: 200, rows: 60)] {
      var harness = ExplorerHarness(size: size)
      harness.perform(.noticed(sentence))
      let shown = harness.picture.text.split { $0.isWhitespace }.map(String.init)
      for word in words.dropLast() { #expect(shown.contains(word), "\(word) at \(size)") }
      #expect(shown.contains("word30.") && foot(harness).contains("retrieval · query"))
      try harness.type("<Esc><Esc>")
      #expect(!harness.picture.text.contains("word17") && harness.state.log.lines.last?.text == sentence)
    }
    var harness = ExplorerHarness(size: Size(columns: 40, rows: 10))
    harness.perform(.noticed(String(repeating: sentence + " ", count: 5)))
    #expect(harness.picture.text.contains("word1 ") && harness.picture.text.contains("in the log"))
  }

  @Test func aShortSentenceStaysInTheLastLine() {
    var harness = ExplorerHarness()
    let before = harness.picture.text
    harness.perform(.noticed("It was damaged."))
    let (old, new) = (before.split(separator: "\n"), harness.picture.text.split(separator: "\n"))
    #expect(old.dropLast() == new.dropLast() && foot(harness).contains("It was damaged."))
  }

  @Test func everyPaneHasItsNumberAboveASinglePane() throws {
    for columns in [40, 60, 71, 80, 100, 140] {
      var harness = ExplorerHarness(size: Size(columns: columns, rows: 24))
      for pane in Pane.allCases {
        try harness.type("<Esc>\(pane.number)")
        if !harness.state.screen.isZoomed && columns >= 80 { try harness.type("z") }
        let tabs = harness.picture.text.prefix { $0 != "\n" }
        // At 40 columns the longest titles lose their last letter.
        let title = columns > 40 ? "\(pane.title) " : String(pane.title.prefix(8))
        #expect(tabs.contains(" \(pane.number) \(title)"), "\(columns): \(tabs)")
        for other in Pane.allCases { #expect(tabs.contains(" \(other.number) "), "\(columns): \(tabs)") }
      }
    }
  }
}

import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Log")
struct LogTests {
  @Test func itTellsJobsThatAreOverAndEverySentenceOfTheFoot() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    let progress = EmbeddingProgress(
      stage: .decoder, layer: 4, layerCount: 4, finishedItems: 24, totalItems: 24, finishedTokens: 500, totalTokens: 500
    )
    harness.state.work.begin(.items, .items(tasks: [harness.state.subject.task]))
    harness.perform(.progress(Job(slot: .items, progress: progress, elapsed: .seconds(2))))
    harness.perform(.finished(.items))
    harness.perform(.line("no-such-command"))
    try harness.type("<Esc>L")
    #expect(harness.state.screen.focus == .log)
    let text = harness.picture.text
    #expect(text.contains("items: 24 embedded, 500 tokens in 2.0 s, 250 tokens/s"))
    #expect(text.contains("\"no-such-command\" is not a command"))
    #expect(
      harness.state.screen.focus.definition.text(of: harness.state).hasPrefix(
        "seconds\tlevel\tmessage\n0.0\tinfo\titems: 24"))
    try harness.type("L")
    #expect(harness.state.screen.focus == .query)
    try harness.type("3L<Esc>")
    #expect(harness.state.screen.focus == .items)
  }

  @Test func itFollowsTheNewestUntilTheUserLooksAtOlderLines() throws {
    var harness = ExplorerHarness(size: Size(columns: 80, rows: 24))
    func say(_ number: Int) -> Action {
      .logged([.init(time: .seconds(number), level: "debug", text: "line \(number)")])
    }
    for number in 1...50 { harness.perform(say(number)) }
    try harness.type("<Esc>9")
    #expect(harness.picture.text.contains("line 50"))
    try harness.type("kk")
    harness.perform(say(51))
    #expect(harness.picture.text.contains("line 48") && !harness.picture.text.contains("line 49"))
    #expect(harness.picture.text.contains("48 of 51"))
    try harness.type("G")
    harness.perform(say(52))
    #expect(harness.picture.text.contains("line 52"))
    try harness.type("g")
    #expect(harness.picture.text.contains("line 1 ") && harness.picture.text.contains("1 of 52"))
  }

  @Test func theOldestLinesAreForgottenAndCounted() {
    var log = LogState()
    for number in 0..<3000 {
      log.append("\(number)", at: .zero)
      if number == 100 { log.move(by: -50) }
    }
    #expect(log.shownPlace == 0)
    #expect(log.lines.count <= 1250 && log.lines.last?.text == "2999")
    #expect(log.forgotten + log.lines.count == 3000)
  }

  @Test func whatOtherPartsTellIsShown() throws {
    let inbox = LogInbox()
    inbox.add("computed items=3", level: "debug")
    var terminal = try ScriptedTerminal(keys: "<Esc>L")
    let explorer = Explorer(
      embedder: StubEmbedder(), items: ExplorerHarness.samples, collectionName: "samples", log: inbox,
      describe: { "\($0)" })
    try explorer.run(on: &terminal)
    #expect(terminal.screens.last?.text.contains("computed items=3") == true)
  }
}

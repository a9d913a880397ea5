import Embeddings
import TerminalUI
import Testing

@testable import Explorer

@Suite("Log")
struct LogTests {
  @Test func itTellsJobsThatAreOverAndEverySentenceOfTheFoot() throws {
    var bench = Bench(size: Size(columns: 120, rows: 40))
    let progress = EmbeddingProgress(
      stage: .decoder, layer: 4, layerCount: 4, finishedItems: 24, totalItems: 24, finishedTokens: 500, totalTokens: 500
    )
    bench.state.jobs[.items] = Job(kind: .items)
    bench.perform(.progress(Job(kind: .items, progress: progress, elapsed: .seconds(2))))
    bench.perform(.finished(.items))
    bench.perform(.line("no-such-command"))
    try bench.type("<Esc>L")
    #expect(bench.state.focus == .log)
    let text = bench.picture.text
    #expect(text.contains("items: 24 embedded, 500 tokens in 2.0 s, 250 tokens/s"))
    #expect(text.contains("\"no-such-command\" is not a command"))
    #expect(bench.state.paneText.hasPrefix("seconds\tlevel\tmessage\n0.0\tinfo\titems: 24"))
    try bench.type("L")
    #expect(bench.state.focus == .query)
    try bench.type("3L<Esc>")
    #expect(bench.state.focus == .items)
  }

  @Test func itFollowsTheNewestUntilTheUserLooksAtOlderLines() throws {
    var bench = Bench(size: Size(columns: 80, rows: 24))
    func say(_ number: Int) -> Action {
      .logged([.init(time: .seconds(number), level: "debug", text: "line \(number)")])
    }
    for number in 1...50 { bench.perform(say(number)) }
    try bench.type("<Esc>9")
    #expect(bench.picture.text.contains("line 50"))
    try bench.type("kk")
    bench.perform(say(51))
    #expect(bench.picture.text.contains("line 48") && !bench.picture.text.contains("line 49"))
    #expect(bench.picture.text.contains("48 of 51"))
    try bench.type("G")
    bench.perform(say(52))
    #expect(bench.picture.text.contains("line 52"))
    try bench.type("g")
    #expect(bench.picture.text.contains("line 1 ") && bench.picture.text.contains("1 of 52"))
  }

  @Test func theOldestLinesAreForgottenAndCounted() {
    var log = ExplorerLog()
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
      embedder: StubEmbedder(), items: Bench.samples, collectionName: "samples", log: inbox, describe: { "\($0)" })
    try explorer.run(on: &terminal)
    #expect(terminal.screens.last?.text.contains("computed items=3") == true)
  }
}

import Corpus
import Embeddings
import Foundation
import Synchronization
import TerminalUI
import TestSupport
import Testing

@testable import Explorer

@Suite("Loop")
struct LoopTests {
  private func explorer(_ embedder: any Embedder = StubEmbedder()) -> Explorer {
    Explorer(embedder: embedder, items: ExplorerHarness.samples, collectionName: "samples", describe: { "\($0)" })
  }

  private func run(
    _ explorer: Explorer, _ steps: [ScriptedTerminal.Step], restoring session: ExplorerSession = ExplorerSession()
  ) async throws -> ScriptedTerminal {
    try await onOwnThread {
      var terminal = ScriptedTerminal(steps: steps)
      try explorer.run(on: &terminal, restoring: session)
      return terminal
    }
  }

  private func keys(_ notation: String) throws -> [ScriptedTerminal.Step] {
    try KeyPress.sequence(notation).map { .input([.key($0)]) }
  }

  private func waitFor(_ text: String) -> ScriptedTerminal.Step { .wait { $0.text.contains(text) } }

  @Test func aTypedQueryIsRankedAndTheProgramQuits() async throws {
    let isRanked = ScriptedTerminal.Step.wait { screen in
      screen.text.split(separator: "\n").contains { $0.contains(">  1") && $0.contains("func sorted") }
    }
    let steps = try [waitFor("of 24 items ")] + keys("func sorted Int") + [isRanked] + keys("<Esc>q")
    let terminal = try await run(explorer(), steps)
    let hasTimedOut = terminal.hasTimedOut
    #expect(!hasTimedOut)
    #expect(terminal.screens.last?.text.contains("#   score item") == true)
  }

  @Test func theCursorStandsAtTheCaretWhileTyping() async throws {
    let terminal = try await run(explorer(), try keys("水a"))
    let cursors = terminal.screens.compactMap(\.cursor)
    #expect(cursors.first == Position(row: 1, column: 3))
    #expect(cursors.contains(Position(row: 1, column: 6)))
  }

  @Test func suspendingGivesTheTerminalAwayOnce() async throws {
    let terminal = try await run(explorer(), try keys("<C-z>x"))
    #expect(terminal.suspensions == 1)
    #expect(terminal.screens.last?.text.contains("> x") == true)
  }

  @Test func aNewSizeIsDrawnAtOnce() async throws {
    let size = Size(columns: 120, rows: 40)
    let terminal = try await run(explorer(), [.input([.resize(size)])])
    #expect(terminal.screens.last?.size == size)
  }

  @Test func anItemThatCannotBeReadIsNamedAndTheOthersAreEmbedded() async throws {
    var embedder = StubEmbedder()
    embedder.refused = ["Water."]
    let terminal = try await run(
      explorer(embedder), [waitFor("short: \"Water.\" cannot be read"), waitFor("23 embedded")])
    let hasTimedOut = terminal.hasTimedOut
    #expect(!hasTimedOut)
  }

  @Test func aModelThatFailsEverywhereStopsWithOneSentence() async throws {
    var embedder = StubEmbedder()
    embedder.isBroken = true
    let terminal = try await run(
      explorer(embedder), [waitFor("The items cannot be embedded")])
    let hasTimedOut = terminal.hasTimedOut
    #expect(!hasTimedOut)
  }

  @Test func aScriptEndsWhereAFileCannotBeWritten() async throws {
    let script = try ExplorerScript("3\n:export /nonexistent/items.nope\n:dimension 16", name: "script")
    let explorer = explorer()
    let error = await #expect(throws: ScriptError.self) {
      try await onOwnThread {
        try explorer.play(script, size: Size(columns: 80, rows: 24), colorDepth: .mono)
      }
    }
    #expect(error?.line == 2)
  }

  @Test func theCrosshairStandsOnAPairThoughOneItemCameFirst() async throws {
    let pair = "\(ExplorerHarness.samples[0].id) × \(ExplorerHarness.samples[1].id)"
    let terminal = try await run(
      explorer(PacedEmbedder(comesOneByOne: true)), [waitFor("1×1"), waitFor("24×24"), waitFor("  \(pair)")])
    let hasTimedOut = terminal.hasTimedOut
    #expect(!hasTimedOut)
  }

  @Test func theComparisonBeginsAtTheTopThoughItemsComeOneByOne() async throws {
    let isAtTheTop = ScriptedTerminal.Step.wait { screen in
      let lines = screen.text.split(separator: "\n")
      guard let heading = lines.firstIndex(where: { $0.contains("spread") }) else { return false }
      // All are compared where the pane is full.
      let isFull = lines[heading + 7].split(separator: "┃").last?.contains(where: \.isLetter) == true
      return isFull && lines[heading + 1].contains("┃>")
    }
    var session = ExplorerSession()
    session.marked = ["text-matching"]
    let terminal = try await run(
      explorer(PacedEmbedder(comesOneByOne: true)), keys("sea<Esc>6") + [isAtTheTop], restoring: session)
    let hasTimedOut = terminal.hasTimedOut
    #expect(!hasTimedOut)
  }

  @Test func aScriptShowsTheSameHoweverTheVectorsCome() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/screen"
    // While the other adapter has read few items, the selected one is in other rows, and the list is scrolled.
    let script = try ExplorerScript("sea<Esc>3\n:item rain\n2jj<Enter>\n:save-display \(path)", name: "script")
    var screens: [String] = []
    for comesOneByOne in [false, true] {
      let explorer = explorer(PacedEmbedder(comesOneByOne: comesOneByOne))
      try await onOwnThread {
        try explorer.play(script, size: Size(columns: 80, rows: 24), colorDepth: .mono)
      }
      screens.append(try String(contentsOfFile: path, encoding: .utf8))
    }
    #expect(screens[0] == screens[1])
  }

  @Test func quittingWhileAFileIsWrittenLeavesAllOfItOrNothing() async throws {
    let folder = try TemporaryFolder()
    let items = (0..<2000).map { CorpusItem(id: "\($0)", content: .text("sea number\($0 % 40)")) }
    let explorer = Explorer(embedder: StubEmbedder(), items: items, collectionName: "many", describe: { "\($0)" })
    let path = folder.path + "/a.vectors.jsonl"
    let steps =
      try keys("<Esc>3") + [.wait { $0.text.contains("of 2000 items ") }]
      + keys(":export \(path)<Enter>q")
    _ = try await run(explorer, steps)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.isEmpty || files == ["a.vectors.jsonl"])
    if let text = try? String(contentsOfFile: path, encoding: .utf8) {
      #expect(text.split(separator: "\n").count == 2000)
    }
  }

  @Test func anOlderQueryIsCancelledByANewerKeystroke() async throws {
    let embedder = SlowEmbedder()
    let steps = try keys("a") + [.wait { _ in embedder.isEmbedding("a") }] + keys("b") + [waitFor("#   score")]
    let terminal = try await run(explorer(embedder), steps)
    let hasTimedOut = terminal.hasTimedOut
    #expect(!hasTimedOut)
    #expect(embedder.cancelled == ["a"])
  }
}

/// An embedder that pauses between the first items, and then tells its progress, as the model does.
private struct PacedEmbedder: StubWrapper {
  let pause: Duration
  let stub = StubEmbedder()

  /// An embedder whose first items come one by one, or all at once.
  init(comesOneByOne: Bool) { pause = comesOneByOne ? DeliveryGate.usualInterval + .milliseconds(20) : .zero }

  func embed(
    _ requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    for (index, request) in requests.enumerated() {
      if index < 3 {
        try await Task.sleep(for: pause)
        progress(
          EmbeddingProgress(
            stage: .decoder, layer: 0, layerCount: 4, finishedItems: index, totalItems: requests.count,
            finishedTokens: index, totalTokens: requests.count))
      }
      try await stub.embed([request], progress: { _ in }, onResult: { onResult(index, $1) }, onFailure: onFailure)
    }
  }
}

/// An embedder that takes forever over the query "a".
private final class SlowEmbedder: StubWrapper {
  let stub = StubEmbedder()
  private let state = Mutex((started: [String](), cancelled: [String]()))

  var cancelled: [String] { state.withLock { $0.cancelled } }

  func isEmbedding(_ text: String) -> Bool { state.withLock { $0.started.contains(text) } }

  func embed(
    _ requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    if case .text("a", .query) = requests.first?.content {
      state.withLock { $0.started.append("a") }
      do {
        try await Task.sleep(for: .seconds(60))
      } catch {
        state.withLock { $0.cancelled.append("a") }
        throw error
      }
    }
    try await stub.embed(requests, progress: progress, onResult: onResult, onFailure: onFailure)
  }
}

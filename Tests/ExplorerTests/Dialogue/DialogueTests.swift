import Embeddings
import Foundation
import Synchronization
import TerminalUI
import TestSupport
import Testing

@testable import Explorer

/// The explorer as a dialogue of lines; one at a time, as an interrupt is the whole process's.
@Suite("Dialogue", .serialized)
struct DialogueTests {
  /// Gives the explorer these lines to read, and what it says to `say`; `willRead` is called before each line and the end.
  @discardableResult
  private func converse(
    _ lines: [String], embedder: any Embedder = StubEmbedder(), willRead: @escaping @Sendable () -> Void = {},
    say: @escaping @Sendable (String, Bool) -> Void = { _, _ in }
  ) async throws -> ExplorerSession {
    try await onOwnThread {
      let explorer = Explorer(
        embedder: embedder, items: ExplorerHarness.samples, collectionName: "samples", describe: { "\($0)" })
      var rest = lines[...]
      return try explorer.converse(
        read: {
          willRead()
          return rest.popFirst()
        }, say: say)
    }
  }

  /// What is said after each of these lines; the first answer is the greeting.
  private func answers(_ lines: [String], embedder: any Embedder = StubEmbedder()) async throws -> [String] {
    let answers = Mutex([""])
    try await converse(
      lines, embedder: embedder, willRead: { answers.withLock { $0.append("") } },
      say: { line, isPrompt in if !isPrompt { answers.withLock { $0[$0.count - 1] += line + "\n" } } })
    return answers.withLock { $0 }
  }

  @Test func aQuestionIsAnsweredWithTheBestItems() async throws {
    let answers = try await answers(["water from the sea", ":focus items", ":down", ":page-down", ""])
    #expect(answers[0].contains("model stub-model, 24 items of samples"))
    #expect(answers[0].contains("Untrained stand-in model"))
    #expect(answers[1].contains("water from the sea") && answers[1].contains("6 tokens in all"))
    #expect(answers[2].hasPrefix("Items: 1 of 24\nselected: 1, "))
    #expect(answers[2].split(separator: "\n").count == 12 && answers[2].contains("14 more; :page-down goes on"))
    #expect(answers[3].hasPrefix("selected: 2, ") && answers[3].split(separator: "\n").count == 1)
    #expect(answers[4].contains("selected: ") && answers[4].split(separator: "\n").count > 5)
    #expect(answers[5] == answers[4])
  }

  @Test func everyCommandIsTheScreens() async throws {
    let answers = try await answers([
      "rain", ":focus adapters", ":compare code", ":focus compare", ":focus dimensions", ":dimension 32", ":copy",
      ":focus similarity", ":focus inspector", ":focus log",
    ])
    #expect(answers[2].contains("selected: retrieval, current, rank 32, alpha 32"))
    #expect(answers[3].contains("code, compared"))
    #expect(answers[4].hasPrefix("Compare: ") && answers[4].contains("rank code"))
    #expect(answers[5].contains("selected: retrieval, dimensions 128"))
    #expect(answers[6].contains("selected: retrieval, dimensions 32"))
    #expect(answers[7].contains("Copied (it follows).") && answers[7].contains("task dimensions bytes overlap_at_10"))
    #expect(answers[8].contains("water with "))
    #expect(answers[9].hasPrefix("Inspector: ") && answers[10].hasPrefix("Log: "))
  }

  @Test func theCommandsAreListedAndMistakesSaid() async throws {
    let answers = try await answers([
      ":help", ":palette", ":export", ":no-such-command", ":dimension 7", "", ":quit", "never",
    ])
    #expect(answers[1].contains(":submit, Embed the query now") || answers[1].contains(":edit, Edit the query"))
    for command in Command.allCases { #expect(answers[2].contains(":\(command.rawValue)"), "\(command)") }
    #expect(answers[3].hasPrefix("Error: write :export FILE"))
    #expect(answers[4].hasPrefix("Error: \"no-such-command\" is not a command"))
    #expect(answers[5].hasPrefix("Error: dimension \"7\" does not exist; there are 16, 32, 64, 128"))
    #expect(answers.count == 8)
  }

  @Test func whatTheProgramSaysIsASCIIAndNothingReachesTheTerminal() async throws {
    let answers = try await answers([":help", ":palette", ":compare code", ":focus adapters", ":focus dimensions"])
    for answer in answers { #expect(answer.utf8.allSatisfy { $0 < 0x80 }, "\(answer)") }
    let escape = try await self.answers([":item escape", ":focus inspector", ":copy"])
    #expect(escape.allSatisfy { !$0.unicodeScalars.contains("\u{1B}") } && escape[2].contains("colors"))
  }

  @Test func anErrorOfTheModelIsASentence() async throws {
    let answers = try await answers(["forbidden"], embedder: StubEmbedder(refused: ["forbidden"]))
    #expect(answers[1].contains("Error: The query could not be embedded"))
  }

  @Test func nothingIsEmbeddedBeforeItIsNeeded() async throws {
    let embedder = WatchedEmbedder()
    let counts = Recorder<Int>()
    try await converse(
      ["", ":help", ":focus adapters", ":compare code", ":focus items", ":focus query"], embedder: embedder,
      willRead: { counts.record(embedder.embedded.values.reduce(0, +)) })
    #expect(counts.values == [0, 0, 0, 0, 0, 24, 24])
  }

  @Test func anInterruptEndsTheEmbeddingAndThePromptComesBack() async throws {
    let embedder = WatchedEmbedder(interruptsItems: true)
    let said = try await answers(["water", ":focus items"], embedder: embedder)
    #expect(said[1].contains("Cancelled. R or :embed-missing embeds what is missing."), "\(said)")
    #expect(said.count == 4 && said[2].hasPrefix("Items: "), "\(said)")
    // The query, and the first group of the 24 items; which of both begins first is open.
    #expect(embedder.embedded.values.sorted() == [1, 8])
  }

  @Test func theSessionIsWhereTheDialogueEnded() async throws {
    let session = try await converse([":dimension 32", "one question"])
    #expect(session.dimensions == 32 && session.history == ["one question"])
  }
}

/// An embedder that tells how many requests it was given at a time, and may have the user press Ctrl-C over the items.
private final class WatchedEmbedder: StubWrapper {
  let embedded = Recorder<Int>()
  let stub = StubEmbedder()
  private let interruptsItems: Bool

  init(interruptsItems: Bool = false) { self.interruptsItems = interruptsItems }

  func embed(
    _ requests: [EmbeddingRequest], progress: @escaping @Sendable (EmbeddingProgress) -> Void,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void,
    onFailure: @escaping @Sendable (RequestFailure) throws -> Void
  ) async throws {
    embedded.record(requests.count)
    if interruptsItems && requests.count > 1 {
      kill(getpid(), SIGINT)
      try await Task.sleep(for: .seconds(60))
    }
    try await stub.embed(requests, progress: progress, onResult: onResult, onFailure: onFailure)
  }
}

import Embeddings
import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Collections that are read again: what has changed, what cannot be read any more, and when that is noticed.
struct RereadingTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a.txt", "b.md"] { try folder.write("in \(name)", to: name) }
  }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  private func read(_ inputs: [String]? = nil, after earlier: CorpusReading? = nil) throws -> CorpusReading {
    try CorpusReader.read(inputs: inputs ?? [folder.path], reusing: earlier)
  }

  /// Waits for a change, and fails where none comes.
  private func change(since sources: SourceStamps, _ body: () throws -> Void) async throws -> SourceStamps {
    let waiting = Task { try await sources.change() }
    let deadline = Task {
      try await Task.sleep(for: .seconds(20))
      waiting.cancel()
    }
    defer { deadline.cancel() }
    try body()
    return try await waiting.value
  }

  private func texts(_ reading: CorpusReading) -> [String] {
    reading.items.map { if case .text(let text) = $0.content { text } else { "" } }
  }

  @Test func onlyFilesThatChangedAreReadAgain() throws {
    // The same size and time stand for the same content.
    func setTime() throws {
      let time = Date(timeIntervalSince1970: 1_000_000_000)
      try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path("a.txt"))
    }
    try setTime()
    let first = try read()
    try folder.write("IN a.txt", to: "a.txt")
    try setTime()
    try folder.write("something else", to: "b.md")
    #expect(texts(try read(after: first)) == ["in a.txt", "something else"])
    #expect(texts(try read()) == ["IN a.txt", "something else"])
  }

  @Test func whatCanNoLongerBeReadStaysAsItWas() throws {
    let first = try read()
    try folder.write([0x61, 0xFF], to: "b.md")
    var reading = try read(after: first)
    for _ in 0..<2 {
      #expect(texts(reading) == ["in a.txt", "in b.md"] && reading.skipped.isEmpty)
      #expect(
        reading.problem
          == "1 file could not be read again and stays as it was: \(path("b.md")), line 1, byte 2 is not UTF-8; save it as "
          + "UTF-8")
      // It is said again as long as it is so.
      reading = try read(after: reading)
    }
    try folder.write("good again", to: "b.md")
    reading = try read(after: reading)
    #expect(texts(reading) == ["in a.txt", "good again"] && reading.problem == nil)
    try folder.remove("b.md")
    #expect(texts(try read(after: reading)) == ["in a.txt"])
  }

  @Test(arguments: ["a.txt", "new.txt", ".gitignore"])
  func aChangeIsNoticed(name: String) async throws {
    let reading = try read()
    let sources = try await change(since: reading.sources) { try folder.write("b.*\n", to: name) }
    #expect(sources != reading.sources)
    let again = try read(after: reading)
    #expect(again.sources.isUnchanged(path("b.md"), since: reading.sources) == (name != ".gitignore"))
    #expect(again.items.count == (name == "new.txt" ? 3 : name == ".gitignore" ? 1 : 2))
  }

  @Test func filesBesideOthersAreWatchedToo() async throws {
    try folder.write("0.6\t0.8\n1\t0\n", to: "v/vectors.tsv")
    try folder.write("{\"id\": \"p\", \"image\": \"p.png\"}\n", to: "p/list.jsonl")
    try folder.write("x", to: "p/p.png")
    for (input, beside) in [("v/vectors.tsv", "v/metadata.tsv"), ("p/list.jsonl", "p/p.png")] {
      let reading = try read([path(input)])
      _ = try await change(since: reading.sources) { try folder.write("dog\ncat\n", to: beside) }
    }
  }

  @Test func nothingIsNoticedWhereNothingChanges() async throws {
    let sources = try read().sources
    await #expect(throws: CancellationError.self) {
      let waiting = Task { try await sources.change() }
      try await Task.sleep(for: .milliseconds(1500))
      waiting.cancel()
      _ = try await waiting.value
    }
  }
}

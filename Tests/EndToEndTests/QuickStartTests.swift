import EmbeddingEngine
import Embeddings
import Foundation
import TestSupport
import Testing

/// The example in `docs/library.md`: compiled here, run here, and the same text there.
@Suite struct QuickStartTests {
  @Test func theExampleOfTheLibraryRuns() async throws {
    let directory = Goldens.directory(of: "tiny-published")
    let picture = Fixture.path("images/rgb-640x480.png")
    let printed = Recorder<String>()
    let print: @Sendable (any Sendable) -> Void = { printed.record("\($0)") }

    // quick start
    let engine = try EmbeddingEngine(directory: directory)
    let vectors = try await engine.encodeText(
      ["A cat sleeps in the sun.", "Eine Katze schläft in der Sonne."], task: "text-matching", role: .query
    ) { progress in
      print("\(progress.finishedTokens) of \(progress.totalTokens) tokens")
    }
    print(EmbeddingEngine.cosineSimilarity(vectors[0], vectors[1]))
    let pictures = try await engine.encodeImage([.file(picture)], task: "text-matching")
    print(EmbeddingEngine.cosineSimilarity(vectors[0], pictures[0]))
    print(vectors[0].truncated(to: 32).values)
    // end

    #expect(printed.values.contains { $0.hasSuffix("tokens") })
    #expect(printed.values.last?.split(separator: ",").count == 32)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
    let page = try String(contentsOf: root.appendingPathComponent("docs/library.md"), encoding: .utf8)
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let example = try #require(source.split(separator: "// quick start\n").last?.split(separator: "    // end").first)
    let unindented = example.split(separator: "\n").map { $0.dropFirst(4) }.joined(separator: "\n")
    #expect(page.contains(unindented))
  }
}

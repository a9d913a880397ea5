import EmbeddingEngine
import Embeddings
import Foundation

/// Times cases in the order they are asked for: `benchmark MODEL exact|fast`, then a case's name on each line of standard
/// input is answered by its milliseconds. Whoever asks can take turns with something else.
@main struct Benchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let directory = arguments.first else { throw Usage() }
    let options = EngineOptions(
      precision: .init(rawValue: arguments.dropFirst().first ?? "") ?? .exact, lowMemory: arguments.contains("mapped"))
    let engine = try EmbeddingEngine(directory: directory, options: options)
    while let name = readLine() {
      let requests = try requests(name, engine: engine)
      let start = ContinuousClock.now
      _ = try await engine.results(of: requests)
      let time = (ContinuousClock.now - start) / .milliseconds(1)
      // A line at a time, also into a pipe.
      FileHandle.standardOutput.write(Data("\(time)\n".utf8))
    }
  }

  /// The requests of a case: `query-8`, `adapters-12`, `texts-32x16`, `passage-512`, `image-FILE`.
  private static func requests(_ name: String, engine: EmbeddingEngine) throws -> [EmbeddingRequest] {
    let parts = name.split(separator: "-", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw Usage() }
    let task = engine.model.tasks[0]
    if parts[0] == "image" { return [EmbeddingRequest(.image(.file(parts[1])), tasks: [task])] }
    let counts = parts[1].split(separator: "x").compactMap { Int($0) }
    guard let tokens = counts.last else { throw Usage() }
    let text = try text(tokens: tokens, engine: engine)
    let request = EmbeddingRequest(
      .text(text, .query), tasks: parts[0] == "adapters" ? engine.model.tasks : [task])
    return Array(repeating: request, count: counts.count == 2 ? counts[0] : 1)
  }

  /// A text of so many tokens, those of its prompt included.
  private static func text(tokens: Int, engine: EmbeddingEngine) throws -> String {
    let words = (0..<tokens).map { ["one", "two", "three", "four"][$0 % 4] }
    for count in stride(from: words.count, to: 0, by: -1) {
      let text = words.prefix(count).joined(separator: " ")
      if engine.tokenize(text, role: .query, task: engine.model.tasks[0]).count == tokens { return text }
    }
    throw Usage()
  }

  private struct Usage: Error, CustomStringConvertible {
    let description =
      "benchmark MODEL exact|fast [mapped], then cases on standard input: query-8, adapters-12, texts-32x16, "
      + "passage-512, image-FILE"
  }
}

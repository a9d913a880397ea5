import EmbeddingEngine
import Embeddings
import Foundation
import Synchronization

/// Times cases in the order they are asked for: a case's name on a line of standard input is answered by its
/// milliseconds, after one run that does not count where it is new. Whoever asks can take turns with something else.
@main struct Benchmark {
  private static let usage = Usage(
    "benchmark MODEL exact|fast [int8] [mapped], then cases on standard input: query-8, adapters-12, texts-32x16, "
      + "passage-512, image-FILE (the blocks of the vision tower alone)")

  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let directory = arguments.first else { throw usage }
    let options = EngineOptions(
      precision: .init(rawValue: arguments.dropFirst().first ?? "") ?? .exact,
      weights: arguments.contains("int8") ? .int8 : .stored, lowMemory: arguments.contains("mapped"),
      maximumPixels: 1_100_000)
    let engine = try EmbeddingEngine(directory: directory, options: options)
    var known: Set<String> = []
    while let name = readLine() {
      let requests = try requests(name, engine: engine)
      if known.insert(name).inserted {
        _ = try await engine.results(of: requests)
        await engine.finishPacking()
      }
      let vision = VisionClock()
      let start = ContinuousClock.now
      _ = try await engine.results(of: requests) { vision.note($0) }
      let time = vision.time ?? (ContinuousClock.now - start)
      // A line at a time, also into a pipe.
      FileHandle.standardOutput.write(Data("\(time / .milliseconds(1))\n".utf8))
    }
  }

  /// The requests of a case.
  private static func requests(_ name: String, engine: EmbeddingEngine) throws -> [EmbeddingRequest] {
    let parts = name.split(separator: "-", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw usage }
    let task = engine.model.tasks[0]
    if parts[0] == "image" { return [EmbeddingRequest(.image(.file(parts[1])), tasks: [task])] }
    let counts = parts[1].split(separator: "x").compactMap { Int($0) }
    guard let tokens = counts.last else { throw usage }
    let text = try text(tokens: tokens, engine: engine)
    let request = EmbeddingRequest(
      .text(text, .query), tasks: parts[0] == "adapters" ? engine.model.tasks : [task])
    return Array(repeating: request, count: counts.count == 2 ? counts[0] : 1)
  }

  /// A text of so many tokens, those of its prompt included.
  private static func text(tokens: Int, engine: EmbeddingEngine) throws -> String {
    let words = [String](repeating: "a", count: tokens)
    for count in stride(from: words.count, to: 0, by: -1) {
      let text = words.prefix(count).joined(separator: " ")
      if engine.tokenize(text, role: .query, task: engine.model.tasks[0]).count == tokens { return text }
    }
    throw usage
  }
}

/// How long the blocks of the vision tower take: from the end of the first to the end of the last, and one more like
/// those between.
private final class VisionClock: Sendable {
  private let marks = Mutex<[ContinuousClock.Instant]>([])

  func note(_ progress: EmbeddingProgress) {
    if progress.stage == .vision { marks.withLock { $0.append(.now) } }
  }

  /// `nil` where no picture was computed.
  var time: Duration? {
    marks.withLock { marks in
      guard let first = marks.first, let last = marks.last, marks.count > 1 else { return nil }
      return (last - first) / (marks.count - 1) * marks.count
    }
  }
}

/// How the program is called, for whoever called it otherwise.
private struct Usage: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

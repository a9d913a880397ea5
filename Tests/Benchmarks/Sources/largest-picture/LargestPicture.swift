import EmbeddingEngine
import Embeddings
import Foundation

/// Measures the memory that the largest picture takes: `largest-picture FOLDER [exact|fast] [mapped]` writes a random
/// checkpoint of the published widths into FOLDER and embeds a picture of 12,845,056 pixels, which are 16,384 image
/// tokens, under three tasks in one pass, with a vector for each token.
///
/// The checkpoint has two windowed and two full blocks and two decoder layers: more would take longer and, but for
/// their packed weights, no more memory.
@main struct LargestPicture {
  /// The largest budget that files in the published layout have.
  static let pixels = 12_845_056

  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let folder = arguments.first else { throw Usage() }
    let checkpoint = RandomCheckpoint(folder: folder, minimumPixels: pixels, maximumPixels: pixels)
    try checkpoint.write()
    say("weights: \(ResidentMemory.text(checkpoint.byteCount))")

    let options = EngineOptions(
      precision: arguments.contains("fast") ? .fast : .exact, lowMemory: arguments.contains("mapped"))
    let engine = try EmbeddingEngine(directory: folder, options: options)
    // Enlarged to the checkpoint's budget, which is 32 times as wide and high to the pixel.
    let request = EmbeddingRequest(
      .image(.file(RandomCheckpoint.fixture("images/rgb-112x112.png"))), tasks: engine.model.tasks,
      wantsMultiVector: true)

    let peaks = MemoryPeaks { say($0) }
    let start = ContinuousClock.now
    let results = try await engine.results(of: [request]) { peaks.enter($0) }[0]
    let time = ContinuousClock.now - start
    try peaks.finish()
    for result in results {
      guard let image = result.image, let tokens = result.multiVector, image.width * image.height == pixels,
        image.grid.count == 16_384, tokens.tokens == result.tokenCount,
        (result.vector.values + tokens.values).allSatisfy(\.isFinite)
      else { throw WrongResult(task: result.task) }
      say("\(result.task): \(image.width) × \(image.height) pixels, \(tokens.tokens) vectors of \(tokens.dimensions)")
    }
    say("time: \(time)")
  }

  /// Prints a line at once, into a file too.
  private static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

  private struct Usage: Error, CustomStringConvertible {
    let description = "largest-picture FOLDER [exact|fast] [mapped]"
  }

  private struct WrongResult: Error { let task: EmbeddingTask }
}

import Embeddings
import Foundation
import Imaging
import JinaModel
import Tensors

/// Measures the memory that the largest picture takes: `largest-picture FOLDER [exact|fast] [packed]` writes random
/// weights of the published widths into a new folder and computes a picture of 12,845,056 pixels, which are 65,536
/// patches and 16,384 image tokens, under three tasks in one pass, with a vector for each token.
///
/// There are two windowed and two full blocks and two decoder layers: more would take longer and, but for packed
/// weights, no more memory.
@main struct LargestPicture {
  /// The side of the largest square that the pixel budget of any published file allows.
  private static let side = 3584

  private static let configuration = """
    {"num_hidden_layers": 2, "task_names": ["retrieval", "text-matching", "code"],
     "vision_config": {"depth": 4, "fullatt_block_indexes": [1, 3]}}
    """

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let folder = arguments.first else { throw Usage() }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let checkpoint = try SyntheticCheckpoint(config: configuration)
    try checkpoint.write(to: folder) { _ in }
    let model = try JinaModel(
      directory: ModelDirectory(path: folder), threads: ProcessInfo.processInfo.activeProcessorCount,
      precision: arguments.contains("fast") ? .fast : .exact, packsWeights: arguments.contains("packed"))
    say("weights: \(ResidentMemory.text(checkpoint.byteCount)); \(model.precision), \(model.threadCount) threads")

    let peaks = MemoryPeaks { say($0) }
    let start = ContinuousClock.now
    let processor = try model.imageProcessor.limited(toPixels: side * side)
    let image = try model.imageTokens(of: try processor.patches(of: picture())) { peaks.enter($0, $1, of: $2) }
    let sequence = try model.sequence(
      prompt: prompt(model.configuration), image: image, tasks: model.tasks, wantsMultiVector: true)
    let results = try model.forward([sequence]) { peaks.enter($0, $1, of: $2) }[0]
    let time = ContinuousClock.now - start
    try peaks.finish()
    for result in results {
      guard image.size == PixelSize(width: side, height: side), let tokens = result.multiVector,
        tokens.tokens == sequence.tokens.count, (result.vector.values + tokens.values).allSatisfy(\.isFinite)
      else { throw WrongResult(task: result.task) }
      say("\(result.task): \(image.size) pixels, \(image.grid.count) cells, \(tokens.tokens) vectors")
    }
    say("time: \(time)")
  }

  /// Bands that run across each other.
  private static func picture() -> RGBImage {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * side * side)
    for row in 0..<side {
      for column in 0..<side {
        for channel in 1...3 { pixels.append(UInt8(truncatingIfNeeded: (3 * row + 5 * column) / channel)) }
      }
    }
    return RGBImage(width: side, height: side, pixels: pixels)
  }

  /// A prompt as long as the published one, of any words.
  private static func prompt(_ configuration: JinaConfiguration) -> [Int] {
    [0, 1, 2, configuration.visionStartTokenID, configuration.imageTokenID, configuration.visionEndTokenID]
      + (3..<9)
  }

  /// Prints a line at once, into a file too.
  private static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

  private struct Usage: Error, CustomStringConvertible {
    let description = "largest-picture NEW-FOLDER [exact|fast] [packed]"
  }

  private struct WrongResult: Error { let task: EmbeddingTask }
}

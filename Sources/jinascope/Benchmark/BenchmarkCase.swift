import ArgumentParser
import Embeddings
import Imaging
import JinaModel

/// What `bench` times: `query-8`, `adapters-12` (under every task), `texts-32x16`, `passage-512`, `image-448`.
struct BenchmarkCase: Hashable, Sendable, ExpressibleByArgument {
  /// What goes through the model.
  enum Content: Hashable, Sendable {
    /// Texts of so many tokens each, under the first task or all of them.
    case texts(count: Int, tokens: Int, allTasks: Bool)
    /// A square picture of so many pixels a side, through the vision tower alone.
    case picture(side: Int)
  }

  /// The name it is asked for by.
  let name: String
  let content: Content

  /// The cases that are timed where none is named.
  static let all = [
    "query-8", "query-16", "adapters-12", "texts-32x16", "passage-512", "image-448", "image-1036",
  ].compactMap(BenchmarkCase.init(argument:))

  /// The case of that name; `nil` where there is none, or where it is larger than any model reads.
  init?(argument: String) {
    guard let match = argument.wholeMatch(of: /(query|passage|adapters|image|texts)-(?:([0-9]{1,4})x)?([0-9]{1,5})/),
      let size = Int(match.3), (1...32_768).contains(size)
    else { return nil }
    let count = match.2.map { Int($0) ?? 0 }
    name = argument
    switch (match.1, count) {
    case ("image", nil) where size <= 4096: content = .picture(side: size)
    case ("texts", let count?) where count > 0 && count * size <= 1 << 20:
      content = .texts(count: count, tokens: size, allTasks: false)
    case ("query", nil), ("passage", nil): content = .texts(count: 1, tokens: size, allTasks: false)
    case ("adapters", nil): content = .texts(count: 1, tokens: size, allTasks: true)
    default: return nil
    }
  }

  /// Tokens of texts that are no one's language, the same in every run.
  static func tokens(_ count: Int, vocabulary: Int) -> [Int] {
    (0..<count).map { ($0 * 7919 + 104_729) % vocabulary }
  }

  /// A picture of colored stripes, whose sides are the nearest multiples of a cell.
  static func patches(side: Int, model: JinaModel) -> PixelPatches {
    let vision = model.configuration.vision
    let cell = vision.patchSize * vision.spatialMergeSize
    let side = max(1, side / cell) * cell
    var pixels: [UInt8] = []
    pixels.reserveCapacity(side * side * 3)
    for row in 0..<side {
      for column in 0..<side {
        for step in [3, 5, 7] { pixels.append(UInt8((row * step ^ column * (step + 4)) & 0xff)) }
      }
    }
    let processor = model.imageProcessor
    return PixelPatches(
      cutting: RGBImage(width: side, height: side, pixels: pixels), patchSize: vision.patchSize,
      mergeSize: vision.spatialMergeSize, temporalPatchSize: vision.temporalPatchSize,
      normalization: PixelNormalization(
        rescaleFactor: processor.rescaleFactor, mean: processor.mean, standardDeviation: processor.standardDeviation))
  }
}

import Embeddings
import Imaging
import Safetensors
import StrictJSON
import TestSupport
import Testing

@testable import JinaModel

/// What the reference made of the pictures of `Tests/Fixtures/images`; `Tests/Reference/README.md` says what lies where.
struct ImageGoldens {
  /// One grid of patches that occurs.
  struct Grid {
    let rows: Int
    let columns: Int
    /// The cell at each place of the window order.
    let windowIndex: [Int]
    /// Where windows begin and end, in patches.
    let windowBoundaries: [Int]
    let tokens: [Int]
    /// The first and the last token of the mean.
    let pooled: [Int]
    /// Time, row and column of each token.
    let positions: [[Int]]
  }

  static let checkpoints = ["tiny-published", "tiny-newer"]

  /// The pictures, in the order of the rows of `single/<task>`.
  let files: [String]
  let grids: [Grid]
  let vectors: SafetensorsFile
  let stages: SafetensorsFile

  init(_ checkpoint: String) throws {
    let folder = "goldens/\(checkpoint)"
    let document = try #require(
      try JSONValue(parsing: try Fixture.bytes(folder + "/image_sequences.json")).object)
    files = (document["images"]?.array ?? []).compactMap(\.string)
    grids = try (document["grids"]?.array ?? []).map { value in
      let object = try #require(value.object)
      func integers(_ name: String) -> [Int] { (object[name]?.array ?? []).compactMap(\.integer) }
      return Grid(
        rows: integers("grid")[0], columns: integers("grid")[1], windowIndex: integers("window_index"),
        windowBoundaries: integers("window_boundaries"), tokens: integers("tokens"), pooled: integers("pooled"),
        positions: (object["positions"]?.array ?? []).map { ($0.array ?? []).compactMap(\.integer) })
    }
    vectors = try SafetensorsFile(path: Fixture.path(folder + "/images.safetensors"))
    stages = try SafetensorsFile(path: Fixture.path(folder + "/image_stages.safetensors"))
  }

  /// The picture `file` after the vision tower.
  func image(_ file: String, model: JinaModel, tap: ActivationTap? = nil) throws -> ImageTokens {
    let picture = try ImageDecoder().decode(try Fixture.bytes("images/" + file), name: file)
    return try model.imageTokens(of: try model.imageProcessor.patches(of: picture), tap: tap)
  }

  /// The prompt: the tokens of any grid with its run of image tokens made one again.
  func prompt(_ model: JinaModel) throws -> [Int] {
    let tokens = try #require(grids.first).tokens
    let place = try #require(tokens.firstIndex(of: model.configuration.imageTokenID))
    return Array(tokens[...place]) + tokens[place...].drop { $0 == model.configuration.imageTokenID }
  }

  func sequence(
    _ image: ImageTokens, model: JinaModel, tasks: [EmbeddingTask], wantsMultiVector: Bool
  ) throws -> MultimodalSequence {
    try model.sequence(prompt: try prompt(model), image: image, tasks: tasks, wantsMultiVector: wantsMultiVector)
  }
}

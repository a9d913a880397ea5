import Embeddings
import Foundation
import Imaging
import JinaModel
import StrictJSON
import Tensors

/// How far a faster way to compute is from the exact one, measured on a model's own weights.
struct ReferenceDistance {
  /// The largest cosine distance of single vectors of texts, over tokens and tasks.
  let texts: Double
  /// The cosine distance of a picture's single vector; `nil` where the model reads none.
  let picture: Double?

  /// Token counts of the texts that are compared.
  static let textTokens = [3, 16, 64]
  /// Pixels along each side of the picture that is compared.
  static let pictureSide = 224

  /// The vectors that are compared.
  struct Vectors {
    fileprivate var texts: [SingleVector] = []
    fileprivate var picture: SingleVector?
  }

  /// Compares `vectors` with those of the exact way.
  init(_ vectors: Vectors, exact: Vectors) {
    texts = zip(vectors.texts, exact.texts).map(Self.distance).max() ?? 0
    if let vector = vectors.picture, let exact = exact.picture {
      picture = Self.distance(vector, exact)
    } else {
      picture = nil
    }
  }

  /// What a model makes of the texts, under all tasks, and of the picture.
  static func vectors(
    of model: JinaModel, afterLayer: (EmbeddingProgress.Stage, Int, Int) throws -> Void
  ) throws -> Vectors {
    let configuration = model.configuration
    var vectors = Vectors()
    let sequences = textTokens.map { count in
      MultimodalSequence(
        tokens: BenchmarkCase.tokens(count, vocabulary: configuration.vocabSize), tasks: model.tasks,
        wantsMultiVector: false)
    }
    vectors.texts = try model.forward(sequences, afterLayer: afterLayer).flatMap { $0.map(\.vector) }
    if model.readsImages {
      let patches = BenchmarkCase.patches(side: pictureSide, model: model)
      let image = try model.imageTokens(of: patches, afterLayer: afterLayer)
      let prompt = [
        configuration.visionStartTokenID, configuration.imageTokenID, configuration.visionEndTokenID,
      ]
      let sequence = try model.sequence(prompt: prompt, image: image, tasks: [model.tasks[0]], wantsMultiVector: false)
      vectors.picture = try model.forward([sequence], afterLayer: afterLayer).first?.first?.vector
    }
    return vectors
  }

  /// 1 − cosine, in double precision.
  private static func distance(_ first: SingleVector, _ second: SingleVector) -> Double {
    var (dot, ours, theirs) = (0.0, 0.0, 0.0)
    for (a, b) in zip(first.values, second.values) {
      dot += Double(a) * Double(b)
      ours += Double(a) * Double(a)
      theirs += Double(b) * Double(b)
    }
    return max(0, 1 - dot / (ours * theirs).squareRoot())
  }
}

extension ReferenceDistance {
  /// The distances of `--precision fast` and `--weights int8` for the model in `directory`.
  ///
  /// - Parameter step: is told what is going on, often; what it throws ends the measurement.
  static func ofFasterWays(
    directory: String, threads: Int, step: (String) throws -> Void
  ) throws -> [(way: String, distance: ReferenceDistance)] {
    func vectors(_ way: String, _ precision: Precision, _ weights: WeightFormat) throws -> Vectors {
      let model = try JinaModel(
        directory: ModelDirectory(path: directory), threads: threads, precision: precision, weights: weights)
      return try Self.vectors(of: model) { stage, layer, layerCount in
        try step("measuring \(way) · \(stage.rawValue) \(layer)/\(layerCount)")
      }
    }
    let exact = try vectors("exact", .exact, .stored)
    return [
      ("fast", ReferenceDistance(try vectors("fast", .fast, .stored), exact: exact)),
      ("int8", ReferenceDistance(try vectors("int8", .exact, .int8), exact: exact)),
    ]
  }

  /// The distances as people read them.
  var description: String {
    "of texts at most \(Self.text(texts))" + (picture.map { ", of a picture \(Self.text($0))" } ?? "")
  }

  private static func text(_ distance: Double) -> String { String(format: "%.1e", distance) }

  /// Writes the distances as an object.
  func write(to writer: inout JSONWriter) throws {
    try writer.object { writer in
      try writer.member("texts", texts)
      writer.name("picture")
      try writer.value(orNull: picture)
    }
  }
}

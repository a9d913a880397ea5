public import Embeddings
import StrictJSON

/// What `config.json` says of a model, checked: every size a later step multiplies or divides by is sane.
///
/// The decoder's sizes are taken from `text_config`, else from the top level, else as published; the token ids from the
/// top level first, as they may be null in `text_config`. Names follow the file's.
public struct JinaConfiguration: Hashable, Sendable {
  /// Components of a hidden state, and of a single vector.
  public let hiddenSize: Int
  /// Layers of the decoder.
  public let numHiddenLayers: Int
  /// Query heads of a layer.
  public let numAttentionHeads: Int
  /// Key/value heads of a layer; divides the query heads.
  public let numKeyValueHeads: Int
  /// Components of a head: hiddenSize / numAttentionHeads.
  public let headDimension: Int
  /// Components between the feed-forward's matrices.
  public let intermediateSize: Int
  /// Rows of the embedding table.
  public let vocabSize: Int
  /// The ε of the decoder's RMSNorm.
  public let rmsNormEps: Float
  /// The base of the rotary frequencies.
  public let ropeTheta: Float
  /// How many of the headDimension / 2 frequencies turn by time, row and column.
  public let mropeSection: [Int]
  /// Positions the decoder was made for.
  public let maxPositionEmbeddings: Int
  /// The tasks of the adapters, in the file's order; empty where it names none.
  public let taskNames: [EmbeddingTask]
  /// The dimensions a single vector may be cut to, ascending, the last one `hiddenSize`.
  public let matryoshkaDims: [Int]
  /// Components of a token's vector.
  public let multiVectorProjectorDim: Int
  /// The length that single vectors are cut to where nobody asks for one; `nil` where that is none.
  public let truncateDim: Int?
  /// The vision tower's sizes.
  public let vision: VisionConfiguration
  /// The token that stands for a cell of an image.
  public let imageTokenID: Int
  /// The token before an image.
  public let visionStartTokenID: Int
  /// The token after an image.
  public let visionEndTokenID: Int
  /// What the file does not say, no tensor's shape tells, and was taken to be as published, as `rms_norm_eps 1e-06`.
  let unstated: [String]

  /// Reads and checks the file at `path`.
  public init(path: String) throws(JinaModelError) { try self.init(ConfigurationReader(file: path)) }

  /// Reads and checks `bytes`; `file` names them in errors.
  public init(bytes: [UInt8], file: String) throws(JinaModelError) {
    try self.init(ConfigurationReader(file: file, bytes: bytes))
  }

  init(_ top: ConfigurationReader) throws(JinaModelError) {
    let text = try top.preferring("text_config")
    hiddenSize = try text.integer("hidden_size", in: 2...65_536, default: 2048)
    numHiddenLayers = try text.integer("num_hidden_layers", in: 1...1024, default: 36)
    numAttentionHeads = try text.integer("num_attention_heads", in: 1...1024, default: 16)
    numKeyValueHeads = try text.integer("num_key_value_heads", in: 1...1024, default: 2)
    intermediateSize = try text.integer("intermediate_size", in: 1...1_048_576, default: 11_008)
    vocabSize = try text.integer("vocab_size", in: 1...16_777_216, default: 151_936)
    rmsNormEps = Float(try text.positiveNumber("rms_norm_eps", default: 1e-6))
    maxPositionEmbeddings = try text.integer("max_position_embeddings", in: 1...16_777_216, default: 128_000)
    headDimension = try Self.headDimension(
      text, hiddenSize: hiddenSize, heads: numAttentionHeads, keyValueHeads: numKeyValueHeads)
    (ropeTheta, mropeSection) = try Self.rotation(text, headDimension: headDimension)
    unstated =
      text.unstated([
        "num_attention_heads \(numAttentionHeads)", "num_key_value_heads \(numKeyValueHeads)",
        "rms_norm_eps \(rmsNormEps)", "max_position_embeddings \(maxPositionEmbeddings)",
      ]) + (try Self.rotationReader(text).unstated(["rope_theta \(ropeTheta)", "mrope_section \(mropeSection)"]))
    try Self.refuseOtherArithmetic(top, text)

    try top.require("single_vector_pool_strategy", oneOf: ["mean"])
    taskNames = try Self.tasks(top)
    matryoshkaDims = try Self.dimensions(top, hiddenSize: hiddenSize)
    let truncation = try top.integer("truncate_dim", in: 0...hiddenSize, default: 0)
    truncateDim = truncation == 0 || truncation == hiddenSize ? nil : truncation
    multiVectorProjectorDim = try top.integer("multi_vector_projector_dim", in: 1...65_536, default: 128)
    vision = try VisionConfiguration(try top.only("vision_config"), hiddenSize: hiddenSize)
    let ids = ConfigurationReader(file: top.file, objects: top.objects + text.objects)
    imageTokenID = try ids.integer("image_token_id", in: 0...vocabSize - 1, default: 151_655)
    visionStartTokenID = try ids.integer("vision_start_token_id", in: 0...vocabSize - 1, default: 151_652)
    visionEndTokenID = try ids.integer("vision_end_token_id", in: 0...vocabSize - 1, default: 151_653)
  }

  private static func headDimension(
    _ text: ConfigurationReader, hiddenSize: Int, heads: Int, keyValueHeads: Int
  ) throws(JinaModelError) -> Int {
    guard heads.isMultiple(of: keyValueHeads) else {
      throw text.wrong("num_key_value_heads", .integer(keyValueHeads), expected: "a divisor of \(heads) query heads")
    }
    guard hiddenSize.isMultiple(of: 2 * heads) else {
      throw text.wrong(
        "num_attention_heads", .integer(heads), expected: "a divisor of half the hidden size \(hiddenSize)")
    }
    let dimension = hiddenSize / heads
    // The reference divides, whatever this member says; another value would mean another model.
    _ = try text.integer("head_dim", in: dimension...dimension, default: dimension)
    return dimension
  }

  private static func rotationReader(_ text: ConfigurationReader) throws(JinaModelError) -> ConfigurationReader {
    // transformers 5 writes all of it under `rope_parameters`.
    try text.preferring("rope_parameters").preferring("rope_scaling")
  }

  /// Refuses members that ask for layers which compute otherwise than these.
  private static func refuseOtherArithmetic(
    _ top: ConfigurationReader, _ text: ConfigurationReader
  ) throws(JinaModelError) {
    try text.require("hidden_act", oneOf: ["silu"])
    try text.require("use_sliding_window", false)
    for layer in try text.strings("layer_types") ?? [] where layer != "full_attention" {
      throw text.wrong("layer_types", .string(layer), expected: "full_attention alone")
    }
    let all = ConfigurationReader(file: top.file, objects: text.objects + (try top.only("vision_config")).objects)
    for member in ["quantization_config", "compression_config"] {
      guard let value = all.value(member) else { continue }
      throw all.wrong(member, value, expected: "a checkpoint that is not quantized")
    }
    let rotation = try rotationReader(text)
    try rotation.require("mrope_interleaved", false)
    if let value = rotation.value("partial_rotary_factor"), value.double != 1 {
      throw rotation.wrong("partial_rotary_factor", value, expected: "1")
    }
  }

  private static func rotation(
    _ text: ConfigurationReader, headDimension: Int
  ) throws(JinaModelError) -> (theta: Float, sections: [Int]) {
    let rotation = try rotationReader(text)
    try rotation.require("rope_type", oneOf: ["default", "mrope"])
    try rotation.require("type", oneOf: ["default", "mrope"])
    let theta = Float(try rotation.positiveNumber("rope_theta", default: 1_000_000))
    let sections = try rotation.integers("mrope_section") ?? [16, 24, 24]
    let isValid =
      sections.count == 3 && sections.allSatisfy { (0...headDimension).contains($0) }
      && sections.reduce(0, +) == headDimension / 2
    guard isValid else {
      throw .configuration(
        file: text.file, member: "mrope_section", found: "\(sections)",
        expected: "three counts whose sum is \(headDimension / 2), half a head")
    }
    return (theta, sections)
  }

  private static func tasks(_ top: ConfigurationReader) throws(JinaModelError) -> [EmbeddingTask] {
    let names = try top.strings("task_names") ?? []
    for name in names where name.isEmpty || name.contains(where: { $0 == "." || $0.isNewline || $0 < " " }) {
      throw top.wrong("task_names", .string(name), expected: "a name without dots and control characters")
    }
    guard Set(names).count == names.count, names.count <= 1024 else {
      throw .configuration(
        file: top.file, member: "task_names", found: "\(names.count) names", expected: "at most 1024, each once")
    }
    return names.map { EmbeddingTask($0) }
  }

  private static func dimensions(_ top: ConfigurationReader, hiddenSize: Int) throws(JinaModelError) -> [Int] {
    let dimensions = try top.integers("matryoshka_dims") ?? [128, 256, 512, 1024, 2048].filter { $0 < hiddenSize }
    let isAscending = zip(dimensions, dimensions.dropFirst()).allSatisfy { $0 < $1 }
    guard isAscending, dimensions.first ?? 1 >= 1, dimensions.last ?? 0 <= hiddenSize else {
      throw .configuration(
        file: top.file, member: "matryoshka_dims", found: "\(dimensions.prefix(20))",
        expected: "ascending dimensions of at most \(hiddenSize)")
    }
    return dimensions.last == hiddenSize ? dimensions : dimensions + [hiddenSize]
  }

  /// What was taken for granted of a model with this configuration, a sentence each.
  func assumptions(file: String, withVision: Bool) -> [String] {
    let unstated = unstated + (withVision ? vision.unstated : [])
    var assumptions: [String] = []
    if !unstated.isEmpty {
      assumptions.append(
        "\(file) does not say all that numbers depend on, so these are assumed as published: "
          + unstated.joined(separator: ", "))
    }
    if let truncateDim {
      assumptions.append(
        "\(file) asks for vectors of \(truncateDim) dimensions (truncate_dim); they have all \(hiddenSize) unless "
          + "--dimensions says otherwise")
    }
    return assumptions
  }
}

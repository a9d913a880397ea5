import Embeddings
import Files
import Safetensors
import StrictJSON
import Synchronization
import Tensors

/// A checkpoint of random numbers in the published layout, of any sizes: what speed and memory are measured on where the
/// published weights are not at hand. Its vectors mean nothing.
///
/// Adapters are for the tasks of the configuration, of rank 32. There is no tokenizer but an empty one.
public struct SyntheticCheckpoint: Sendable {
  /// The sizes.
  public let configuration: JinaConfiguration
  private let json: [UInt8]

  private static let rank = 32

  /// A checkpoint of the sizes in `config`, the text of a `config.json`; what it leaves out is as published.
  ///
  /// - Throws: `JinaModelError` where the sizes are no model's.
  public init(config: String = #"{"task_names":["retrieval","text-matching","code"]}"#) throws(JinaModelError) {
    json = Array(config.utf8)
    configuration = try JinaConfiguration(bytes: json, file: "config.json")
  }

  /// Bytes of the weights.
  public var byteCount: Int {
    (shards.flatMap { $0 } + adapters).reduce(0) { $0 + ($1.shape.elementCount ?? 0) * DType.bfloat16.byteWidth }
  }

  /// Writes the files into `folder`, which exists and is empty.
  ///
  /// - Parameter afterFile: is called with the bytes written so far; what it throws ends the writing.
  /// - Throws: `FileError`, `SafetensorsError`, and what `afterFile` throws.
  public func write(to folder: String, afterFile: (Int) throws -> Void) throws {
    let numbers = RandomNumbers()
    var written = 0
    func write(_ tensors: [Entry], to name: String) throws {
      var writer = SafetensorsWriter()
      for tensor in tensors {
        writer.add(tensor.name, .bfloat16, shape: tensor.shape) { count in
          tensor.isNorm ? Self.ones(byteCount: count) : numbers.next(byteCount: count)
        }
      }
      try writer.write(to: folder + "/" + name, isDurable: false)
      written += tensors.reduce(0) { $0 + ($1.shape.elementCount ?? 0) * DType.bfloat16.byteWidth }
      try afterFile(written)
    }
    try AtomicFile.write(json, to: folder + "/config.json")
    try AtomicFile.write(Array(Self.emptyTokenizer.utf8), to: folder + "/tokenizer.json")
    let shards = shards
    for (index, tensors) in shards.enumerated() {
      try write(tensors, to: "model-\(Self.digits(index + 1))-of-\(Self.digits(shards.count)).safetensors")
    }
    try Folder.create(folder + "/adapters")
    try write(adapters, to: "adapters/adapter_model.safetensors")
    try AtomicFile.write(
      Array(#"{"r":\#(Self.rank),"lora_alpha":\#(Self.rank)}"#.utf8), to: folder + "/adapters/adapter_config.json")
  }

  private struct Entry {
    let name: String
    let shape: Shape
    var isNorm: Bool { name.contains("norm") || name.contains("ln_q") }
  }

  private static let emptyTokenizer = "{}"

  private static func digits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: 5 - digits.count) + digits
  }

  /// 1 in BF16, over and over.
  private static func ones(byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { $0.isMultiple(of: 2) ? 0x80 : 0x3f }
  }

  /// The base model's tensors, file by file: small files, so that writing can be stopped soon.
  private var shards: [[Entry]] {
    let hidden = configuration.hiddenSize
    let head =
      [
        Entry(name: "model.embed_tokens.weight", shape: [configuration.vocabSize, hidden]),
        Entry(name: "model.norm.weight", shape: [hidden]),
      ] + linear("multi_vector_projector", hidden, configuration.multiVectorProjectorDim, bias: true)
    let layers = (0..<configuration.numHiddenLayers).map { layer -> [Entry] in
      let place = "model.layers.\(layer)."
      return ["input_layernorm", "post_attention_layernorm"].map {
        Entry(name: place + $0 + ".weight", shape: [hidden])
      }
        + projections.flatMap { linear(place + $0.name, $0.inputs, $0.outputs, bias: $0.bias) }
    }
    return layers + visionBlocks + [visionEnds, head]
  }

  private var projections: [(name: String, inputs: Int, outputs: Int, bias: Bool)] {
    let hidden = configuration.hiddenSize
    let queries = configuration.numAttentionHeads * configuration.headDimension
    let keys = configuration.numKeyValueHeads * configuration.headDimension
    let inner = configuration.intermediateSize
    return [
      ("self_attn.q_proj", hidden, queries, true), ("self_attn.k_proj", hidden, keys, true),
      ("self_attn.v_proj", hidden, keys, true), ("self_attn.o_proj", queries, hidden, false),
      ("mlp.gate_proj", hidden, inner, false), ("mlp.up_proj", hidden, inner, false),
      ("mlp.down_proj", inner, hidden, false),
    ]
  }

  private var visionEnds: [Entry] {
    let vision = configuration.vision
    let merged = vision.hiddenSize * vision.spatialMergeSize * vision.spatialMergeSize
    let kernel: Shape = [
      vision.hiddenSize, vision.inChannels, vision.temporalPatchSize, vision.patchSize, vision.patchSize,
    ]
    return [
      Entry(name: "visual.patch_embed.proj.weight", shape: kernel),
      Entry(name: "visual.merger.ln_q.weight", shape: [vision.hiddenSize]),
    ] + linear("visual.merger.mlp.0", merged, merged, bias: true)
      + linear("visual.merger.mlp.2", merged, configuration.hiddenSize, bias: true)
  }

  private var visionBlocks: [[Entry]] {
    let vision = configuration.vision
    let (hidden, inner) = (vision.hiddenSize, vision.intermediateSize)
    return (0..<vision.depth).map { block -> [Entry] in
      let place = "visual.blocks.\(block)."
      return ["norm1", "norm2"].map { Entry(name: place + $0 + ".weight", shape: [hidden]) }
        + linear(place + "attn.qkv", hidden, 3 * hidden, bias: true)
        + linear(place + "attn.proj", hidden, hidden, bias: true)
        + linear(place + "mlp.gate_proj", hidden, inner, bias: true)
        + linear(place + "mlp.up_proj", hidden, inner, bias: true)
        + linear(place + "mlp.down_proj", inner, hidden, bias: true)
    }
  }

  private var adapters: [Entry] {
    let heads = [(name: "multi_vector_projector", configuration.hiddenSize, configuration.multiVectorProjectorDim)]
    let layers = (0..<configuration.numHiddenLayers).flatMap { layer in
      projections.map { (name: "model.language_model.layers.\(layer).\($0.name)", $0.inputs, $0.outputs) }
    }
    return configuration.taskNames.flatMap { task in
      (heads + layers).flatMap { name, inputs, outputs in
        [
          Entry(name: "base_model.model.\(name).lora_A.\(task).weight", shape: [Self.rank, inputs]),
          Entry(name: "base_model.model.\(name).lora_B.\(task).weight", shape: [outputs, Self.rank]),
        ]
      }
    }
  }

  private func linear(_ name: String, _ inputs: Int, _ outputs: Int, bias: Bool) -> [Entry] {
    [Entry(name: name + ".weight", shape: [outputs, inputs])]
      + (bias ? [Entry(name: name + ".bias", shape: [outputs])] : [])
  }
}

/// Random BF16 numbers of standard deviation 0.02, taken from a pool again and again, which is as good for measuring
/// speed as new ones and ten times as fast.
private final class RandomNumbers: Sendable {
  private let pool: [UInt8]
  private let position = Mutex(0)

  init() {
    var state: UInt64 = 1
    // A number of values that no tensor's size is a multiple of.
    pool = (0..<4_194_301).flatMap { _ -> [UInt8] in
      // Numerical Recipes' linear congruential generator; its upper bits are even enough.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let uniform = Float(state >> 40) / Float(1 << 24) - 0.5
      let bits = (uniform * 0.0693).bitPattern >> 16
      return [UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)]
    }
  }

  /// The next `byteCount` bytes.
  func next(byteCount: Int) -> [UInt8] {
    position.withLock { position in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(byteCount)
      while bytes.count < byteCount {
        let end = min(pool.count, position + byteCount - bytes.count)
        bytes += pool[position..<end]
        position = end == pool.count ? 0 : end
      }
      return bytes
    }
  }
}

import Foundation

/// A checkpoint in the published layout with random weights: the published widths, few layers, the tokenizer and the
/// token ids of a tiny fixture.
struct RandomCheckpoint {
  let folder: String
  let minimumPixels: Int
  let maximumPixels: Int

  private struct Tensor {
    let name: String
    let shape: [Int]
    var count: Int { shape.reduce(1, *) }
  }

  private static let tasks = ["retrieval", "text-matching", "code"]
  private static let vocabulary = 1280

  /// The path of one of the tests' fixtures.
  static func fixture(_ name: String) -> String {
    (0..<4).reduce(URL(fileURLWithPath: #filePath)) { folder, _ in folder.deletingLastPathComponent() }
      .appendingPathComponent("Fixtures/" + name).path
  }

  /// Bytes of all weights.
  var byteCount: Int { (base + adapters).reduce(0) { $0 + 2 * $1.count } }

  /// Writes all files of the model.
  func write() throws {
    try FileManager.default.createDirectory(atPath: folder + "/adapters", withIntermediateDirectories: true)
    let tokenizer = URL(fileURLWithPath: Self.fixture("checkpoints/tiny-published/tokenizer.json"))
    try Data(contentsOf: tokenizer).write(to: url("tokenizer.json"))
    try write(
      """
      {"hidden_size": 2048, "num_hidden_layers": 2, "num_attention_heads": 16, "num_key_value_heads": 2,
       "intermediate_size": 11008, "vocab_size": \(Self.vocabulary), "image_token_id": 1212,
       "vision_start_token_id": 1209, "vision_end_token_id": 1210, "task_names": \(Self.tasks),
       "vision_config": {"depth": 4, "hidden_size": 1280, "intermediate_size": 3420, "num_heads": 16,
                         "out_hidden_size": 2048, "fullatt_block_indexes": [1, 3]}}
      """, to: "config.json")
    try write(
      "{\"min_pixels\": \(minimumPixels), \"max_pixels\": \(maximumPixels)}", to: "preprocessor_config.json")
    try write("{\"r\": 32, \"lora_alpha\": 32}", to: "adapters/adapter_config.json")
    try write(base, to: "model.safetensors")
    try write(adapters, to: "adapters/adapter_model.safetensors")
  }

  private func url(_ name: String) -> URL { URL(fileURLWithPath: folder + "/" + name) }

  private func write(_ text: String, to name: String) throws { try Data(text.utf8).write(to: url(name)) }

  // MARK: Tensors

  private static let projections = [
    ("self_attn.q_proj", 2048, 2048, true), ("self_attn.k_proj", 256, 2048, true),
    ("self_attn.v_proj", 256, 2048, true), ("self_attn.o_proj", 2048, 2048, false),
    ("mlp.gate_proj", 11_008, 2048, false), ("mlp.up_proj", 11_008, 2048, false),
    ("mlp.down_proj", 2048, 11_008, false),
  ]

  private var base: [Tensor] {
    var tensors = [
      Tensor(name: "model.embed_tokens.weight", shape: [Self.vocabulary, 2048]),
      Tensor(name: "model.norm.weight", shape: [2048]),
      Tensor(name: "visual.patch_embed.proj.weight", shape: [1280, 3, 2, 14, 14]),
      Tensor(name: "visual.merger.ln_q.weight", shape: [1280]),
    ]
    func add(_ name: String, _ outputs: Int, _ inputs: Int, hasBias: Bool) {
      tensors.append(Tensor(name: name + ".weight", shape: [outputs, inputs]))
      if hasBias { tensors.append(Tensor(name: name + ".bias", shape: [outputs])) }
    }
    add("visual.merger.mlp.0", 5120, 5120, hasBias: true)
    add("visual.merger.mlp.2", 2048, 5120, hasBias: true)
    add("multi_vector_projector", 128, 2048, hasBias: true)
    for layer in 0..<2 {
      for norm in ["input_layernorm", "post_attention_layernorm"] {
        tensors.append(Tensor(name: "model.layers.\(layer).\(norm).weight", shape: [2048]))
      }
      for (name, outputs, inputs, hasBias) in Self.projections {
        add("model.layers.\(layer).\(name)", outputs, inputs, hasBias: hasBias)
      }
    }
    for block in 0..<4 {
      for norm in ["norm1", "norm2"] {
        tensors.append(Tensor(name: "visual.blocks.\(block).\(norm).weight", shape: [1280]))
      }
      for (name, outputs, inputs) in [
        ("attn.qkv", 3840, 1280), ("attn.proj", 1280, 1280), ("mlp.gate_proj", 3420, 1280),
        ("mlp.up_proj", 3420, 1280), ("mlp.down_proj", 1280, 3420),
      ] { add("visual.blocks.\(block).\(name)", outputs, inputs, hasBias: true) }
    }
    return tensors
  }

  private var adapters: [Tensor] {
    let layers = (0..<2).flatMap { layer in
      Self.projections.map { ("model.language_model.layers.\(layer).\($0.0)", $0.1, $0.2) }
    }
    return Self.tasks.flatMap { task in
      (layers + [("multi_vector_projector", 128, 2048)]).flatMap { module, outputs, inputs in
        [
          Tensor(name: "base_model.model.\(module).lora_A.\(task).weight", shape: [32, inputs]),
          Tensor(name: "base_model.model.\(module).lora_B.\(task).weight", shape: [outputs, 32]),
        ]
      }
    }
  }

  // MARK: Values

  private func write(_ tensors: [Tensor], to name: String) throws {
    var end = 0
    let entries = tensors.map { tensor in
      let start = end
      end += 2 * tensor.count
      return "\"\(tensor.name)\":{\"dtype\":\"BF16\",\"shape\":\(tensor.shape),\"data_offsets\":[\(start),\(end)]}"
    }
    let header = Data("{\(entries.joined(separator: ","))}".utf8)
    try Data((0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) } + header).write(to: url(name))
    let file = try FileHandle(forWritingTo: url(name))
    try file.seekToEnd()
    var random = UInt64(20_240_617)
    for tensor in tensors { try file.write(contentsOf: Self.values(of: tensor, &random)) }
    try file.close()
  }

  /// BF16 values: ones of a norm, else uniform ones of variance 1 / inputs, so that hidden states keep their size.
  private static func values(of tensor: Tensor, _ random: inout UInt64) -> Data {
    let one: UInt16 = 0x3F80
    let isNorm = tensor.shape.count == 1 && tensor.name.hasSuffix(".weight")
    if isNorm { return bytes([UInt16](repeating: one, count: tensor.count)) }
    let inputs = tensor.shape.count == 1 ? tensor.count : tensor.shape.dropFirst().reduce(1, *)
    let bound = Float(3 / Double(inputs)).squareRoot()
    return bytes(
      (0..<tensor.count).map { _ in
        // Knuth's linear congruential generator, of which the upper bits are good enough for noise.
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let value = (Float(random >> 40) / Float(1 << 23) - 1) * bound
        return UInt16(truncatingIfNeeded: value.bitPattern >> 16)
      })
  }

  private static func bytes(_ values: [UInt16]) -> Data {
    values.withUnsafeBufferPointer { Data(buffer: $0) }
  }
}

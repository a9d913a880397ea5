import Embeddings
import Imaging
import Tensors
import TestSupport
import Testing

@testable import JinaModel

/// A NaN or an infinity in the weights never becomes a vector, under any precision, weight format and instruction set.
@Suite struct NotFiniteTests {
  private static let ways: [(precision: Precision, format: WeightFormat)] = [
    (.exact, .stored), (.fast, .stored), (.exact, .int8), (.fast, .int8),
  ]

  /// The error of a pass over a text, or over a picture.
  private func error(
    _ checkpoint: AlteredCheckpoint, _ precision: Precision, _ format: WeightFormat, ofPicture: Bool
  ) throws -> JinaModelError? {
    do {
      let model = try JinaModel(
        directory: ModelDirectory(path: checkpoint.folder.path), threads: 1, precision: precision, weights: format)
      let text = MultimodalSequence(
        tokens: Array(20..<29), tasks: [model.tasks[0]], wantsMultiVector: model.multiVectorDimension != nil)
      if !ofPicture {
        _ = try model.forward([text])
        return nil
      }
      let picture = RGBImage(width: 56, height: 56, pixels: (0..<56 * 56 * 3).map { UInt8(truncatingIfNeeded: $0 * 7) })
      let image = try model.imageTokens(of: try model.imageProcessor.patches(of: picture))
      let configuration = model.configuration
      let prompt = [
        1, configuration.visionStartTokenID, configuration.imageTokenID, configuration.visionEndTokenID, 2,
      ]
      _ = try model.forward([
        try model.sequence(prompt: prompt, image: image, tasks: [model.tasks[0]], wantsMultiVector: false)
      ])
      return nil
    } catch let error as JinaModelError { return error }
  }

  @Test(arguments: [Float.nan, -.infinity, Float(bitPattern: 0x7fff_ffff)])
  func everyTensorThatIsNotFiniteIsNamed(value: Float) throws {
    let names = [
      "model.language_model.layers.1.self_attn.q_proj.weight", "model.language_model.layers.1.self_attn.k_proj.weight",
      "model.language_model.layers.0.self_attn.k_proj.bias", "model.language_model.layers.2.self_attn.v_proj.weight",
      "model.language_model.layers.3.self_attn.o_proj.weight", "model.language_model.layers.0.mlp.gate_proj.weight",
      "model.language_model.layers.0.mlp.up_proj.weight", "model.language_model.layers.3.mlp.down_proj.weight",
      "model.language_model.layers.2.input_layernorm.weight", "model.language_model.norm.weight",
      "multi_vector_projector.weight", "model.visual.patch_embed.proj.weight", "model.visual.blocks.0.attn.qkv.weight",
      "model.visual.blocks.1.mlp.gate_proj.bias", "model.visual.merger.mlp.0.weight",
    ]
    for name in names {
      let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
      try checkpoint.rewrite("model.safetensors") { other, tensor in
        if other != name { return (other, tensor) }
        var values = tensor.floats()
        values[values.count / 2] = value
        return (other, StoredTensor(values, shape: tensor.shape))
      }
      let before = InstructionSet.current
      defer { _ = InstructionSet.use(before) }
      for set in InstructionSet.names where InstructionSet.use(set) {
        for way in Self.ways {
          #expect(
            try error(checkpoint, way.precision, way.format, ofPicture: name.contains("visual"))
              == .notFiniteWeights(tensor: name, file: checkpoint.folder.path + "/model.safetensors"),
            "\(name) \(value) \(set) \(way)")
        }
      }
    }
  }

  @Test func onlyTheAdapterOfTheTaskAndTheRowsOfTheTokensCount() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    let file = "adapters/adapter_model.safetensors"
    var name = ""
    try checkpoint.rewrite(file) { other, tensor in
      guard other.contains("layers.0.mlp.down_proj.lora_B"), other.contains("same") else { return (other, tensor) }
      name = other
      return (other, StoredTensor([Float](repeating: .nan, count: tensor.count), shape: tensor.shape))
    }
    try checkpoint.rewrite("model.safetensors") { other, tensor in
      guard other.hasSuffix("embed_tokens.weight") else { return (other, tensor) }
      var values = tensor.floats()
      for column in 0..<96 { values[500 * 96 + column] = .infinity }
      return (other, StoredTensor(values, shape: tensor.shape))
    }
    let model = try checkpoint.model()
    func error(_ tokens: [Int], _ task: String) -> JinaModelError? {
      do {
        _ = try model.forward([
          MultimodalSequence(tokens: tokens, tasks: [EmbeddingTask(task)], wantsMultiVector: false)
        ])
        return nil
      } catch { return error as? JinaModelError }
    }
    #expect(error([1, 2, 3], "search") == nil)
    #expect(error([1, 2, 3], "same") == .notFiniteWeights(tensor: name, file: checkpoint.folder.path + "/" + file))
    guard case .notFiniteWeights(let tensor, _)? = error([1, 500], "search") else {
      Issue.record("no error, or another one")
      return
    }
    #expect(tensor.hasSuffix("embed_tokens.weight"))
  }

  @Test func aVectorThatOverflowsIsSaidToBeTheSequences() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    try checkpoint.rewrite("model.safetensors") { name, tensor in
      guard name.hasSuffix("layers.3.mlp.down_proj.weight") || name.hasSuffix("layers.3.mlp.up_proj.weight") else {
        return (name, tensor)
      }
      return (name, StoredTensor(tensor.floats().map { $0 * 1e30 }, shape: tensor.shape))
    }
    let model = try checkpoint.model()
    let sequences = [[1, 2], [3, 4]].map {
      MultimodalSequence(tokens: $0, tasks: [model.tasks[1]], wantsMultiVector: false)
    }
    #expect(throws: JinaModelError.notFiniteVector(sequence: 0, task: model.tasks[1])) { try model.forward(sequences) }
  }
}

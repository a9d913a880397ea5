import Embeddings
import Safetensors
import StrictJSON
import Tensors
import TestSupport
import Testing

@testable import JinaModel

/// Adapters as PEFT writes them give what PEFT computes with them; what would give something else is refused by name.
@Suite struct AdapterTests {
  private static let cases = [
    "every-projection", "some-projections", "two-layers", "rank-stabilized", "layers-left-out", "modules-left-out",
    "unstated", "harmless-options",
  ]

  /// `tiny-published` with one adapter of `Tests/Fixtures/adapters`, which has no name.
  private func checkpoint(_ name: String, tasks: String = #"["retrieval"]"#) throws -> AlteredCheckpoint {
    let checkpoint = try AlteredCheckpoint(of: "tiny-published")
    for file in ["adapter_config.json", "adapter_model.safetensors"] {
      try checkpoint.folder.remove("adapters/" + file)
      try checkpoint.folder.write(try Fixture.bytes("adapters/\(name)/\(file)"), to: "adapters/" + file)
    }
    try checkpoint.replace("\"task_names\": [", by: "\"task_names\": \(tasks), \"other_names\": [", in: "config.json")
    return checkpoint
  }

  private func texts() throws -> [[Int]] {
    let lists = try JSONValue(parsing: Fixture.bytes("adapters/texts.json")).array ?? []
    return lists.map { $0.array?.compactMap(\.integer) ?? [] }
  }

  private func compare(_ model: JinaModel, with name: String) throws {
    let goldens = try SafetensorsFile(path: Fixture.path("adapters/goldens.safetensors"))
    let single = try #require(goldens.tensor("single/\(name)"))
    let multi = try #require(goldens.tensor("multi/\(name)")).floats()
    var row = 0
    for (index, tokens) in try texts().enumerated() {
      let sequence = MultimodalSequence(tokens: tokens, tasks: model.tasks, wantsMultiVector: true)
      let result = try model.forward([sequence])[0][0]
      #expect(cosineDistance(result.vector.values, single.slice(index..<index + 1).floats()) < 1e-8, "\(name) \(index)")
      let vectors = try #require(result.multiVector)
      for token in 0..<vectors.tokens {
        let golden = multi[(row * vectors.dimensions)..<((row + 1) * vectors.dimensions)]
        #expect(cosineDistance(vectors[token], golden) < 5e-7, "\(name) \(index) \(token)")
        row += 1
      }
    }
  }

  @Test(arguments: cases) func adaptersGiveWhatTheLibraryComputesWithThem(name: String) throws {
    let model = try checkpoint(name).model()
    #expect(model.tasks.map(\.name) == ["retrieval"])
    try compare(model, with: name)
  }

  @Test func whatIsAssumedOrLeftOutIsSaid() throws {
    func assumptions(_ name: String) throws -> [String] { try checkpoint(name).model().assumptions }
    #expect(try assumptions("every-projection").isEmpty)
    #expect(try assumptions("some-projections").isEmpty)
    let unstated = try assumptions("unstated")
    #expect(unstated.count == 1 && unstated[0].hasSuffix("does not say r and lora_alpha, assumed to be 8 as in PEFT"))
    let left = try assumptions("layers-left-out")
    #expect(left.count == 1 && left[0].contains("are left out as in PEFT"))
  }

  @Test func anAdapterWithoutANameIsCalledAsTheLibraryDoesWhereTasksAreOtherThanOne() throws {
    for (tasks, count) in [("[]", 0), (#"["retrieval", "text-matching", "code"]"#, 1)] {
      let model = try checkpoint("every-projection", tasks: tasks).model()
      #expect(model.tasks.map(\.name) == ["default"])
      #expect(model.assumptions.count == count)
      try compare(model, with: "every-projection")
    }
  }

  @Test func oneFactorWithoutTheOtherIsDamage() throws {
    for side in ["lora_A", "lora_B"] {
      let checkpoint = try checkpoint("every-projection")
      let other = side == "lora_A" ? "lora_B" : "lora_A"
      try checkpoint.rewrite("adapters/adapter_model.safetensors") {
        $0.contains("layers.1.self_attn.q_proj.\(side)") ? nil : ($0, $1)
      }
      #expect(
        try checkpoint.error()
          == .missingTensor(
            "language_model.layers.1.self_attn.q_proj.\(side).retrieval", folder: checkpoint.folder.path + "/adapters"),
        "\(other) alone")
    }
  }

  @Test func aTaskOfWhichThereIsNothingIsNamed() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-published")
    let file = "adapters/adapter_model.safetensors"
    try checkpoint.rewrite(file) { $0.contains(".code.") ? nil : ($0, $1) }
    #expect(
      try checkpoint.error()
        == .missingAdapter(EmbeddingTask("code"), file: checkpoint.folder.path + "/" + file))
    try checkpoint.replace("\"task_names\"", by: "\"other_names\"", in: "config.json")
    try checkpoint.rewrite(file) { _, _ in nil }
    #expect(try checkpoint.error() == .noAdapters(file: checkpoint.folder.path + "/" + file))
  }

  @Test(arguments: [
    "use_dora", "lora_bias", "use_qalora", "rank_pattern", "alpha_pattern", "modules_to_save", "layer_replication",
    "megatron_config", "trainable_token_indices", "alora_invocation_tokens", "target_parameters", "use_bdlora",
    "arrow_config", "kasa_config", "velora_config", "monteclora_config", "ensure_weight_tying", "an_option_of_tomorrow",
  ])
  func whatIsNotUnderstoodIsRefusedByNameWhereItIsSet(option: String) throws {
    for value in ["true", "1", #""x""#, #"["x"]"#, #"{"x": 1}"#] { try refuses(option, value) }
    for value in ["false", "null", "[]", "{}"] {
      let checkpoint = try checkpoint("every-projection")
      try checkpoint.replace("\n}", by: ",\n\"\(option)\": \(value)\n}")
      #expect(try checkpoint.error() == nil, "\(option) \(value)")
    }
  }

  @Test(arguments: [
    ("init_lora_weights", #""pissa""#), ("init_lora_weights", #""pissa_niter_4""#), ("init_lora_weights", #""olora""#),
    ("init_lora_weights", #""corda""#), ("init_lora_weights", #""loftq""#), ("init_lora_weights", #""mica""#),
    ("init_lora_weights", #""lora_ga""#), ("init_lora_weights", #""tomorrow""#), ("init_lora_weights", "1"),
    ("bias", #""all""#), ("bias", #""lora_only""#), ("bias", "true"), ("peft_type", #""IA3""#),
    ("layers_pattern", #"["a.*"], "layers_to_transform": [0]"#),
    ("layers_to_transform", #"[0], "target_modules": ".*q_proj""#),
  ])
  func whatChangesNumbersInAnotherWayIsRefusedByName(option: String, value: String) throws {
    try refuses(option, value)
  }

  @Test(arguments: ["true", "false", "null", #""gaussian""#, #""Gaussian""#, #""eva""#, #""orthogonal""#])
  func waysToBeginTrainingThatLeaveTheWeightsAloneChangeNothing(value: String) throws {
    let checkpoint = try checkpoint("every-projection")
    try checkpoint.replace("\"init_lora_weights\": true", by: "\"init_lora_weights\": \(value)")
    try compare(try checkpoint.model(), with: "every-projection")
  }

  private func refuses(_ option: String, _ value: String) throws {
    let checkpoint = try checkpoint("every-projection")
    // The last of several members counts.
    try checkpoint.replace("\n}", by: ",\n\"\(option)\": \(value)\n}")
    let error = try #require(try checkpoint.error(), "\(option) \(value)")
    guard case .unsupportedAdapter(_, option, _) = error else {
      Issue.record("\(option) \(value): \(error)")
      return
    }
    #expect(error.description.contains("adapters/adapter_config.json: \(option) is "))
  }
}

extension AlteredCheckpoint {
  /// Replaces text in the configuration of the adapters.
  fileprivate func replace(_ text: String, by other: String) throws {
    try replace(text, by: other, in: "adapters/adapter_config.json")
  }
}

import Embeddings
import TestSupport
import Testing

@testable import JinaModel

@Suite struct ConfigurationFuzzTests {
  private static func files(_ name: String) throws -> [[UInt8]] {
    try ["tiny-published", "tiny-newer"].map { try Fixture.bytes("checkpoints/\($0)/\(name)") }
  }

  @Test func damagedConfigurationsAreReadOrRefused() throws {
    Fuzzing("config.json").run(try Self.files("config.json"), Fuzzing.json) { bytes in
      let configuration = try JinaConfiguration(bytes: bytes, file: "config.json")
      guard configuration.headDimension * configuration.numAttentionHeads == configuration.hiddenSize,
        configuration.matryoshkaDims.last == configuration.hiddenSize,
        configuration.imageTokenID < configuration.vocabSize, configuration.mropeSection.reduce(0, +) > 0
      else { throw Fuzzing.Broken("sizes do not fit together") }
      _ = configuration.assumptions(file: "config.json", withVision: true)
    }
  }

  @Test func damagedAdapterConfigurationsAreReadOrRefused() throws {
    let other = Array(
      #"{"r":4,"lora_alpha":8.5,"use_rslora":true,"target_modules":["q_proj","o_proj"],"exclude_modules":["v_proj"],"layers_to_transform":[0,1],"layers_pattern":"layers","init_lora_weights":"gaussian","bias":"none","peft_type":"LORA"}"#
        .utf8)
    let files = try Self.files("adapters/adapter_config.json") + [other]
    Fuzzing("adapter_config.json", count: 500).run(files, Fuzzing.json) { bytes in
      let configuration = try AdapterConfiguration(ConfigurationReader(file: "adapter_config.json", bytes: bytes))
      guard configuration.scale.isFinite, configuration.rank > 0 else { throw Fuzzing.Broken("no scale to work with") }
      for module in ["model.layers.0.self_attn.q_proj", "x", "", ".", "model.layers.1.mlp.up_proj"] {
        _ = configuration.targets.contains(module)
      }
    }
  }

  /// A checkpoint is opened whole: what is damaged is one of its small files.
  @Test(arguments: ["processor_config.json", "adapters/adapter_config.json", "config.json", "preprocessor_config.json"])
  func damagedFilesOfACheckpointAreReadOrRefused(name: String) throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    let processor = try Fixture.bytes("checkpoints/tiny-newer/preprocessor_config.json")
    let document =
      name == "processor_config.json"
      ? Array(#"{"processor_class":"x","image_processor":"#.utf8) + processor + Array("}".utf8)
      : try Fixture.bytes("checkpoints/tiny-newer/\(name)")
    Fuzzing("checkpoint-" + name.replacing("/", with: "-"), count: 10).run([document], Fuzzing.json) { bytes in
      try checkpoint.folder.write(bytes, to: name)
      _ = try checkpoint.model()
    }
  }
}

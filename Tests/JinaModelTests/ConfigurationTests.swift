import Embeddings
import Files
import StrictJSON
import TestSupport
import Testing

@testable import JinaModel

@Suite struct ConfigurationTests {
  private func configuration(_ text: String) throws -> JinaConfiguration {
    try JinaConfiguration(bytes: Array(text.utf8), file: "config.json")
  }

  @Test func sizesComeFromTextConfigThenFromTheTopThenFromThePublishedModel() throws {
    let published = try configuration("{}")
    #expect(published.hiddenSize == 2048 && published.numHiddenLayers == 36 && published.headDimension == 128)
    #expect(published.vocabSize == 151_936 && published.mropeSection == [16, 24, 24] && published.ropeTheta == 1e6)
    #expect(published.matryoshkaDims == [128, 256, 512, 1024, 2048] && published.imageTokenID == 151_655)
    let mixed = try configuration(
      """
      {"hidden_size": 4096, "num_attention_heads": 32, "num_hidden_layers": 7, "image_token_id": 5,
       "text_config": {"num_hidden_layers": 3, "hidden_size": null, "image_token_id": null, "vision_end_token_id": 9}}
      """)
    #expect(mixed.hiddenSize == 4096 && mixed.numHiddenLayers == 3)
    #expect(mixed.imageTokenID == 5 && mixed.visionEndTokenID == 9)
    #expect(mixed.matryoshkaDims.last == 4096)
  }

  @Test(arguments: [
    (#"{"hidden_size": 0}"#, "hidden_size"), (#"{"hidden_size": 9223372036854775807}"#, "hidden_size"),
    (#"{"hidden_size": 99999999999999999999}"#, "hidden_size"), (#"{"hidden_size": "2048"}"#, "hidden_size"),
    (#"{"hidden_size": 2047}"#, "num_attention_heads"), (#"{"num_attention_heads": 3}"#, "num_key_value_heads"),
    (#"{"num_key_value_heads": 3}"#, "num_key_value_heads"), (#"{"num_hidden_layers": -1}"#, "num_hidden_layers"),
    (#"{"vocab_size": 1e3}"#, "vocab_size"), (#"{"image_token_id": 151936}"#, "image_token_id"),
    (#"{"vocab_size": 1000}"#, "image_token_id"), (#"{"vocab_size": 151653}"#, "image_token_id"),
    (#"{"rms_norm_eps": 0}"#, "rms_norm_eps"), (#"{"rope_scaling": {"mrope_section": [16, 24, 25]}}"#, "mrope_section"),
    (#"{"rope_scaling": {"mrope_section": [64]}}"#, "mrope_section"),
    (#"{"rope_scaling": {"mrope_section": [9223372036854775807, 9223372036854775807, 66]}}"#, "mrope_section"),
    (#"{"rope_scaling": {"rope_type": "yarn"}}"#, "rope_type"), (#"{"rope_scaling": [1]}"#, "rope_scaling"),
    (#"{"text_config": {"rope_theta": -1}}"#, "rope_theta"), (#"{"use_sliding_window": true}"#, "use_sliding_window"),
    (#"{"hidden_act": "gelu"}"#, "hidden_act"), (#"{"head_dim": 64}"#, "head_dim"),
    (#"{"matryoshka_dims": [128, 64]}"#, "matryoshka_dims"), (#"{"matryoshka_dims": [0, 64]}"#, "matryoshka_dims"),
    (#"{"matryoshka_dims": [128, 4096]}"#, "matryoshka_dims"), (#"{"task_names": ["a", "a"]}"#, "task_names"),
    (#"{"task_names": [""]}"#, "task_names"), (#"{"task_names": ["a.b"]}"#, "task_names"),
    (#"{"task_names": ["a\u001b[2J"]}"#, "task_names"), (#"{"task_names": "code"}"#, "task_names"),
    (#"{"single_vector_pool_strategy": "cls"}"#, "single_vector_pool_strategy"),
    (#"{"multi_vector_projector_dim": 0}"#, "multi_vector_projector_dim"),
  ])
  func aValueThatMakesNoSenseIsRefusedByName(text: String, member: String) throws {
    do {
      _ = try configuration(text)
      Issue.record("\(text) was accepted")
    } catch let error as JinaModelError {
      guard case .configuration("config.json", member, _, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(!error.description.unicodeScalars.contains { $0.value < 32 })
    }
  }

  @Test(arguments: ["", "[]", "{", "{\"a\": 1 \"a\": 2}", "nil", "\u{FEFF}{}"]) func whatIsNoObjectIsRefused(
    text: String
  ) {
    #expect(throws: JinaModelError.self) { _ = try configuration(text) }
  }
}

import Embeddings
import Foundation
import Imaging
import Tensors
import TestSupport
import Testing

@testable import JinaModel

@Suite struct LoadingTests {
  private let adapterFile = "adapters/adapter_model.safetensors"

  private func vectors(_ model: JinaModel) throws -> [[Float]] {
    let sequence = MultimodalSequence(tokens: [525, 25, 420], tasks: model.tasks, wantsMultiVector: true)
    return try model.forward([sequence])[0].flatMap { [$0.vector.values, $0.multiVector?.values ?? []] }
  }

  @Test func contentsAreCountedAsTheReferenceCountsThem() throws {
    let published = try Goldens("tiny-published").model()
    #expect(published.tasks.map(\.name) == ["retrieval", "text-matching", "code"])
    #expect(published.contents.tensorCount == 94)
    #expect(published.contents.storedTypes == "BF16")
    #expect(published.contents.adapters.allSatisfy { $0.rank == 4 && $0.alpha == 4 && $0.parameterCount > 0 })
    #expect(published.multiVectorDimension == 32 && published.limitations.isEmpty)
    let newer = try Goldens("tiny-newer").model()
    #expect(newer.tasks.map(\.name) == ["search", "same"])
    #expect(newer.contents.storedTypes == "F16, F32")
    #expect(newer.contents.tensorCount == 94)
  }

  @Test func aCheckpointWithMergedAdaptersSaysWhatItCannotDo() throws {
    let model = try Goldens("tiny-merged").model()
    #expect(model.tasks.map(\.name) == ["merged"])
    #expect(model.limitations.count == 2)
    #expect(model.multiVectorDimension == nil)
    let sequence = MultimodalSequence(tokens: [1, 2], tasks: model.tasks, wantsMultiVector: true)
    #expect(try model.forward([sequence])[0][0].multiVector == nil)
  }

  @Test func aCheckpointWithoutAVisionTowerReadsTextsAsBefore() throws {
    let expected = try vectors(try Goldens("tiny-newer").model())
    let model = try AlteredCheckpoint.withoutVisionTower().model()
    #expect(!model.readsImages)
    #expect(model.limitations == ["This checkpoint has no vision tower: it reads texts only."])
    #expect(try vectors(model) == expected)
    let picture = try ImageDecoder().decode(try Fixture.bytes("images/rgb-28x28.png"))
    #expect(throws: JinaModelError.noVisionTower) {
      _ = try model.imageTokens(of: try model.imageProcessor.patches(of: picture))
    }
  }

  @Test(arguments: ["patch_embed.proj.weight", "blocks.2.attn.qkv.bias", "merger.mlp.2.weight"])
  func aVisionTowerThatIsNotWholeIsAnError(name: String) throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    try checkpoint.rewrite("model.safetensors") { $0.hasSuffix("visual." + name) ? nil : ($0, $1) }
    #expect(try checkpoint.error() == .missingTensor("visual." + name, folder: checkpoint.folder.path))
  }

  @Test(arguments: ["model.layers.", "language_model.layers.", "language_model.model.layers."])
  func everySpellingOfTheDecodersNamesGivesTheSameVectors(spelling: String) throws {
    let expected = try vectors(try Goldens("tiny-newer").model())
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    try checkpoint.rewrite("model.safetensors") { name, tensor in
      (name.replacingOccurrences(of: "model.language_model.layers.", with: spelling), tensor)
    }
    #expect(try vectors(try checkpoint.model()) == expected)
  }

  @Test func adaptersWithAndWithoutDefaultAndPrefixAreTheSame() throws {
    let expected = try vectors(try Goldens("tiny-published").model())
    for (text, other) in [
      (".lora_A.", ".lora_A.default."), ("language_model.", ""), ("base_model.model.", ""), (".weight", ""),
    ] {
      let checkpoint = try AlteredCheckpoint(of: "tiny-published")
      try checkpoint.rewrite(adapterFile) { name, tensor in
        (name.replacingOccurrences(of: text, with: other), tensor)
      }
      #expect(try vectors(try checkpoint.model()) == expected, "\(text) → \(other)")
    }
  }

  @Test func weightsInSingleAndHalfPrecisionGiveTheSameVectorsWhereTheyHoldTheSameValues() throws {
    let expected = try vectors(try Goldens("tiny-newer").model())
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    for file in ["model.safetensors", adapterFile] {
      try checkpoint.rewrite(file) { name, tensor in (name, StoredTensor(tensor.floats(), shape: tensor.shape)) }
    }
    let found = try vectors(try checkpoint.model())
    #expect(zip(found, expected).allSatisfy { cosineDistance($0, $1) < 1e-12 })
  }

  @Test func rankStabilizedAdaptersAreScaledByTheRootOfTheRank() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-published")
    try checkpoint.replace("\"use_rslora\": false", by: "\"use_rslora\": true", in: "adapters/adapter_config.json")
    let rootScaled = try vectors(try checkpoint.model())
    let doubled = try AlteredCheckpoint(of: "tiny-published")
    try doubled.replace("\"lora_alpha\": 4", by: "\"lora_alpha\": 8", in: "adapters/adapter_config.json")
    #expect(rootScaled == (try vectors(try doubled.model())))
  }

  @Test(arguments: [
    ("\"use_dora\": false", "\"use_dora\": true", "use_dora"), ("\"bias\": \"none\"", "\"bias\": \"all\"", "bias"),
    ("\"peft_type\": \"LORA\"", "\"peft_type\": \"ADALORA\"", "peft_type"),
    ("\"use_dora\": false", "\"rank_pattern\": {\"q_proj\": 8}", "rank_pattern"),
    ("\"use_dora\": false", "\"modules_to_save\": [\"embed_tokens\"]", "modules_to_save"),
  ])
  func optionsThatAreNotImplementedAreRefusedByName(text: String, other: String, option: String) throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-published")
    try checkpoint.replace(text, by: other, in: "adapters/adapter_config.json")
    let error = try #require(try checkpoint.error())
    guard case .unsupportedAdapter(_, option, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.contains("adapters/adapter_config.json: \(option) is "))
  }

  @Test func aMissingTensorIsNamed() throws {
    let name = "model.language_model.layers.2.mlp.up_proj.weight"
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    try checkpoint.rewrite("model.safetensors") { $0 == name ? nil : ($0, $1) }
    #expect(
      try checkpoint.error()
        == .missingTensor("language_model.layers.2.mlp.up_proj.weight", folder: checkpoint.folder.path))
  }

  @Test func aTensorOfAnotherShapeIsNamedWithWhatWasExpectedAndFound() throws {
    let name = "model.language_model.layers.1.self_attn.k_proj.weight"
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    try checkpoint.rewrite("model.safetensors") { ($0, $0 == name ? $1.reshaped(to: [6, 192]) : $1) }
    let error = try #require(try checkpoint.error())
    #expect(
      error
        == .wrongShape(
          tensor: name, file: checkpoint.folder.path + "/model.safetensors", expected: [12, 96], found: [6, 192]))
    #expect(error.description.contains("[6, 192] where the configuration asks for [12, 96]"))
  }

  @Test func adaptersOfAnotherModelAreRefusedWithTheTensorsName() throws {
    let otherShape = try AlteredCheckpoint(of: "tiny-published")
    let name = "base_model.model.model.language_model.layers.0.mlp.up_proj.lora_A.code.weight"
    try otherShape.rewrite(adapterFile) { ($0, $0 == name ? $1.reshaped(to: [8, 32]) : $1) }
    #expect(
      try otherShape.error()
        == .wrongShape(
          tensor: name, file: otherShape.folder.path + "/" + adapterFile, expected: [4, 64], found: [8, 32]))

    let strays: [(String, JinaModelError.StrayAdapter)] = [
      ("base_model.model.model.language_model.layers.3.mlp.up_proj.lora_A.code.weight", .noSuchLayer(count: 3)),
      ("base_model.model.model.visual.blocks.0.attn.qkv.lora_A.code.weight", .notImplemented),
      ("base_model.model.model.language_model.embed_tokens.lora_A.code.weight", .notImplemented),
      ("base_model.model.model.language_model.layers.0.mlp.up_proj.lora_magnitude_vector.code", .notAFactor),
      ("a.tensor.of.another.kind", .notAFactor),
    ]
    for (stray, reason) in strays {
      let checkpoint = try AlteredCheckpoint(of: "tiny-published")
      try checkpoint.add(stray, shape: [4, 64], to: adapterFile)
      if reason == .notImplemented {
        // What the pattern of the configuration does not fit is left out, and said, as PEFT does.
        #expect(try checkpoint.error() == nil)
        #expect(try checkpoint.model().assumptions.contains { $0.contains(stray) && $0.contains("left out") })
        try checkpoint.replace(
          "\"target_modules\": \"(.*(model)", by: "\"target_modules\": \".*|(.*(model)",
          in: "adapters/adapter_config.json")
        try checkpoint.replace(
          "\"exclude_modules\": \".*visual.*\"", by: "\"exclude_modules\": null", in: "adapters/adapter_config.json")
      }
      let error = try checkpoint.error()
      #expect(
        error == .strayAdapter(tensor: stray, file: checkpoint.folder.path + "/" + adapterFile, reason: reason),
        "\(stray): \(String(describing: error))")
    }

    let missing = try AlteredCheckpoint(of: "tiny-published")
    try missing.rewrite(adapterFile) {
      $0.contains("lora_B.code") && $0.contains("2.self_attn.q_proj") ? nil : ($0, $1)
    }
    #expect(
      try missing.error()
        == .missingTensor(
          "language_model.layers.2.self_attn.q_proj.lora_B.code", folder: missing.folder.path + "/adapters"))
  }

  @Test func twoSpellingsOfOneTensorAreAmbiguous() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    try checkpoint.add("model.layers.0.mlp.up_proj.weight", shape: [136, 96], to: "model.safetensors")
    guard case .ambiguousTensor = try checkpoint.error() else {
      Issue.record("no error, or another one")
      return
    }
  }

  @Test func unknownTensorsStoredTablesAndHeadsAreIgnored() throws {
    let expected = try vectors(try Goldens("tiny-newer").model())
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    for name in ["model.layers.0.self_attn.rotary_emb.inv_freq", "language_model.lm_head.weight", "something.else"] {
      try checkpoint.add(name, shape: [3], to: "model.safetensors")
    }
    #expect(try vectors(try checkpoint.model()) == expected)
  }

  @Test func aWeightOfAnIntegerTypeIsRefused() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    let name = "model.language_model.norm.weight"
    let path = checkpoint.folder.path + "/model.safetensors"
    var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    let pattern = Data("\"\(name)\":{\"dtype\":\"F".utf8)
    let found = try #require(Data(bytes).range(of: pattern))
    bytes[found.upperBound - 1] = UInt8(ascii: "I")
    try checkpoint.folder.write(bytes, to: "model.safetensors")
    #expect(try checkpoint.error() == .wrongType(tensor: name, file: path, found: .int32))
  }

  @Test func missingFilesAreAllNamed() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-published")
    for name in ["config.json", "tokenizer.json", "adapters/adapter_config.json"] { try checkpoint.folder.remove(name) }
    #expect(
      try checkpoint.error()
        == .missingFiles(
          ["config.json", "tokenizer.json", "adapters/adapter_config.json"], folder: checkpoint.folder.path))
    #expect(throws: JinaModelError.self) { _ = try ModelDirectory(path: checkpoint.folder.path + "/nowhere") }
  }

  @Test func aMissingShardIsAnError() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-published")
    try checkpoint.folder.remove("model-00002-of-00002.safetensors")
    #expect(
      try checkpoint.error()
        == .missingFiles(["model-00002-of-00002.safetensors"], folder: checkpoint.folder.path))
  }

  @Test func shardsAreFoundWithoutAnIndex() throws {
    let expected = try vectors(try Goldens("tiny-published").model())
    let checkpoint = try AlteredCheckpoint(of: "tiny-published")
    try checkpoint.folder.remove("model.safetensors.index.json")
    #expect(try vectors(try checkpoint.model()) == expected)
  }

  @Test func tasksThatTheConfigurationDoesNotNameComeFromTheAdapters() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    try checkpoint.replace("\"task_names\"", by: "\"other_names\"", in: "config.json")
    #expect(try checkpoint.model().tasks.map(\.name) == ["same", "search"])
  }
}

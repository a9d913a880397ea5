import Embeddings
import Files
import Imaging
import Tensors
import TestSupport
import Testing

@testable import JinaModel

@Suite struct SyntheticCheckpointTests {
  private static let config = """
    {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
     "intermediate_size": 96, "vocab_size": 300, "rope_scaling": {"mrope_section": [2, 3, 3]},
     "image_token_id": 1, "vision_start_token_id": 2, "vision_end_token_id": 3, "task_names": ["code", "retrieval"],
     "vision_config": {"depth": 2, "hidden_size": 32, "intermediate_size": 40, "num_heads": 2,
                       "fullatt_block_indexes": [1], "out_hidden_size": 64}}
    """

  /// A model of small sizes in `folder`.
  private func model(in folder: TemporaryFolder) throws -> JinaModel {
    try SyntheticCheckpoint(config: Self.config).write(to: folder.path) { _ in }
    return try JinaModel(directory: ModelDirectory(path: folder.path), threads: 2)
  }

  @Test func thePublishedSizesAreThoseOfThePublishedModel() throws {
    #expect(try SyntheticCheckpoint().byteCount == 2 * (3_754_885_248 + 179_810_304))
  }

  @Test func whatIsWrittenIsAModelThatReadsTextsAndPictures() throws {
    let folder = try TemporaryFolder()
    let model = try model(in: folder)
    #expect(model.tasks.map(\.name) == ["code", "retrieval"] && model.readsImages)
    let bytes = (model.contents.parameterCount + model.contents.adapters.reduce(0) { $0 + $1.parameterCount }) * 2
    #expect(try SyntheticCheckpoint(config: Self.config).byteCount == bytes)
    let sequence = MultimodalSequence(tokens: [5, 6, 7], tasks: model.tasks, wantsMultiVector: true)
    let vectors = try model.forward([sequence])[0]
    let isFinite = vectors.allSatisfy { $0.vector.values.allSatisfy { $0.isFinite } }
    #expect(isFinite)
    #expect(vectors[0].vector != vectors[1].vector)
  }

  @Test func writingEndsWhenItIsToldTo() throws {
    let folder = try TemporaryFolder()
    #expect(throws: CancellationError.self) {
      try SyntheticCheckpoint(config: Self.config).write(to: folder.path) { _ in throw CancellationError() }
    }
    #expect(try Folder.names(in: folder.path).count { $0.hasSuffix(".safetensors") } == 1)
  }

  @Test func aPassCostsItsWeightsOnceAndTwoOperationsForEachElementAndRow() throws {
    let folder = try TemporaryFolder()
    let model = try model(in: folder)
    // Panels are of 64 rows: keys and values, with 32, take as much as 64 would.
    let packed: Int = 2 * (64 * 64 + 2 * 64 * 64 + 64 * 64 + 2 * 64 * 128 + 96 * 64) * 2
    let products: Int = 2 * (64 * 64 + 2 * 32 * 64 + 64 * 64 + 3 * 64 * 96)
    let cost = model.cost(texts: 3, tokens: 5, taskCount: 0)
    #expect(cost.weightBytes == packed && cost.productOperations == 0)
    let one = model.cost(texts: 3, tokens: 5, taskCount: 1)
    let updates: Int = 2 * 32 * (2 * (64 + 64) + 2 * (64 + 32) + 3 * (64 + 96))
    #expect(one.productOperations == Double(2 * 15 * (products + updates)))
    #expect(one.attentionOperations == 2 * 4 * 64 * 3 * 15)
    let picture = try #require(model.cost(of: PatchGrid(rows: 4, columns: 4, mergeSize: 2)))
    #expect(picture.attentionOperations == 2 * 4 * 32 * 256)
  }

  @Test func onlyWeightsThatWereUsedArePackedAndVectorsStayTheSame() throws {
    let folder = try TemporaryFolder()
    let model = try model(in: folder)
    let sequence = MultimodalSequence(tokens: [5, 6, 7], tasks: [model.tasks[0]], wantsMultiVector: false)
    let before = try model.forward([sequence])[0][0].vector
    #expect(!model.packWeights(for: .seconds(600)))
    let layer = model.decoder.layers[1]
    let code = layer.attention.output.adapters[model.tasks[0]]
    let retrieval = layer.attention.output.adapters[model.tasks[1]]
    #expect(layer.linears.allSatisfy { $0.weight.isPacked } && code?.up.isPacked == true)
    #expect(retrieval?.up.isPacked == false)
    #expect(model.vision?.weights.contains { $0.isPacked } == false)
    #expect(try model.forward([sequence])[0][0].vector == before)
  }
}

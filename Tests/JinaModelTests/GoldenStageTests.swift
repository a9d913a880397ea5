import Embeddings
import Safetensors
import TestSupport
import Testing

@testable import JinaModel

@Suite struct GoldenStageTests {
  /// Every stage is compared, and the first that differs is named.
  @Test(arguments: ["tiny-published", "tiny-newer"])
  func everyStageOfATextEqualsTheReference(checkpoint: String) throws {
    let goldens = try Goldens(checkpoint)
    let file = try #require(goldens.stages)
    let model = try goldens.model()
    let ids = Set(file.header.entries.compactMap { $0.name.split(separator: "/").dropFirst().first.map(String.init) })
    #expect(ids.count >= 2)
    for task in model.tasks {
      for text in goldens.texts where ids.contains(text.id) {
        let comparison = StageComparison(file, prefix: "\(task)/\(text.id)/")
        _ = try model.forward(
          [MultimodalSequence(tokens: text.tokens(.query, task: task), tasks: [task], wantsMultiVector: true)],
          tap: comparison.tap)
        #expect(comparison.firstDifference == nil)
        #expect(comparison.seen == comparison.recorded)
      }
    }
  }

  @Test(arguments: ImageGoldens.checkpoints)
  func everyStageOfAnImageEqualsTheReference(checkpoint: String) throws {
    let goldens = try ImageGoldens(checkpoint)
    let model = try Goldens(checkpoint).model()
    let task = try #require(model.tasks.first)
    let files = Set(goldens.stages.header.entries.compactMap { $0.name.split(separator: "/").dropFirst().first })
    #expect(files.count >= 3)
    for file in files.map(String.init).sorted() {
      let comparison = StageComparison(goldens.stages, prefix: "\(task)/\(file)/")
      let image = try goldens.image(file, model: model, tap: comparison.tap)
      let sequence = try goldens.sequence(image, model: model, tasks: [task], wantsMultiVector: true)
      _ = try model.forward([sequence], tap: comparison.tap)
      #expect(comparison.firstDifference == nil)
      #expect(comparison.seen == comparison.recorded)
    }
  }
}

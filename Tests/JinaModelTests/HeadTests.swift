import Embeddings
import TestSupport
import Testing

@testable import JinaModel

@Suite struct HeadTests {
  @Test func cutVectorsHaveUnitLengthAgain() throws {
    let model = try Goldens("tiny-published").model()
    let sequence = MultimodalSequence(tokens: [5, 6, 7], tasks: model.tasks, wantsMultiVector: true)
    for embedding in try model.forward([sequence])[0] {
      for dimension in model.configuration.matryoshkaDims {
        let cut = embedding.vector.truncated(to: dimension)
        #expect(cut.dimensions == dimension && abs(length(cut.values) - 1) < 1e-6)
      }
      let multiVector = try #require(embedding.multiVector)
      #expect(multiVector.tokens == 3 && multiVector.dimensions == 32)
      #expect((0..<3).allSatisfy { abs(length(multiVector[$0]) - 1) < 1e-6 })
    }
  }

  private func length(_ values: some Collection<Float>) -> Double {
    values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}

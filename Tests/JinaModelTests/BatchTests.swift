import Embeddings
import Tensors
import TestSupport
import Testing

@testable import JinaModel

/// A vector never depends on what it was computed with: not on its neighbors in the batch, the number of rows, the
/// tasks beside it, the threads, or whether weights have been packed; under any precision and weight format.
@Suite struct BatchTests {
  private static let ways: [(precision: Precision, format: WeightFormat)] = [
    (.exact, .stored), (.fast, .stored), (.exact, .int8), (.fast, .int8),
  ]
  /// Of lengths on both sides of every number of rows that kernels treat in their own way.
  private static let lengths = [1, 5, 7, 16, 25, 65]
  /// Where every product takes its time.
  private static let fewLengths = [1, 7, 26]

  private func sequences(_ model: JinaModel, tasks: [EmbeddingTask], _ lengths: [Int]) -> [MultimodalSequence] {
    lengths.map { length in
      MultimodalSequence(
        tokens: (0..<length).map { ($0 * 37 + length * 11) % 1200 }, tasks: tasks,
        wantsMultiVector: model.multiVectorDimension != nil)
    }
  }

  private func model(_ checkpoint: String, _ way: (precision: Precision, format: WeightFormat), threads: Int = 1) throws
    -> JinaModel
  {
    try JinaModel(
      directory: ModelDirectory(path: checkpoint), threads: threads, precision: way.precision, weights: way.format)
  }

  @Test(arguments: InstructionSet.names) func aVectorDoesNotDependOnWhatItWasComputedWith(set: String) throws {
    let before = InstructionSet.current
    guard InstructionSet.use(set) else { return }
    defer { _ = InstructionSet.use(before) }
    let lengths = set == "scalar" ? Self.fewLengths : Self.lengths
    for way in Self.ways {
      // In this one the products with F16 are of another kind.
      let checkpoint = Goldens.directory(of: way.format == .stored ? "tiny-newer" : "tiny-published")
      let alone = try model(checkpoint, way)
      let tasks = Array(alone.tasks.prefix(2))
      let expected = try sequences(alone, tasks: tasks, lengths).map { try alone.forward([$0])[0] }
      func compare(_ found: [[SequenceEmbedding]], _ what: String) {
        for (index, (found, expected)) in zip(found, expected).enumerated() {
          for (found, expected) in zip(found, expected) {
            #expect(
              found.vector == expected.vector && found.multiVector == expected.multiVector,
              "\(what): \(lengths[index]) tokens, \(set) \(way)")
          }
        }
      }
      let together = try model(checkpoint, way)
      let all = sequences(together, tasks: tasks, lengths)
      compare(try together.forward(all), "in one batch")
      compare(try together.forward(all), "in one batch, packing")
      while together.packWeights(for: .seconds(1)) {}
      compare(try together.forward(all.reversed()).reversed(), "in the other order, packed")
      compare(try all.map { try together.forward([$0])[0] }, "alone, packed")
      let single = sequences(together, tasks: [tasks[1]], lengths)
      for (found, expected) in zip(try together.forward(single), expected) {
        #expect(found[0].vector == expected[1].vector, "under one task, \(set) \(way)")
      }
    }
  }

  @Test func aVectorDoesNotDependOnThreads() throws {
    for way in Self.ways {
      let one = try model(Goldens.directory(of: "tiny-published"), way)
      let expected = try one.forward(sequences(one, tasks: one.tasks, Self.lengths)).map { $0.map(\.vector) }
      for threads in [2, 3, 5] {
        let several = try model(Goldens.directory(of: "tiny-published"), way, threads: threads)
        #expect(
          try several.forward(sequences(several, tasks: several.tasks, Self.lengths)).map { $0.map(\.vector) }
            == expected,
          "\(threads) threads, \(way)")
      }
    }
  }
}

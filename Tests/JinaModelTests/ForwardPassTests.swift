import Embeddings
import TestSupport
import Testing

@testable import JinaModel

@Suite struct ForwardPassTests {
  private func sequences(_ goldens: Goldens, _ tasks: [EmbeddingTask], count: Int = 12) throws -> [MultimodalSequence] {
    try goldens.texts.prefix(count).map {
      MultimodalSequence(tokens: try #require($0.tokens[.query]), tasks: tasks, wantsMultiVector: true)
    }
  }

  /// The largest cosine distance between two results of as many sequences and tasks.
  private func largestDistance(_ found: [[SequenceEmbedding]], _ expected: [[SequenceEmbedding]]) -> Double {
    guard found.map(\.count) == expected.map(\.count) else { return .infinity }
    return zip(found.joined(), expected.joined()).map { found, expected in
      guard found.task == expected.task, found.multiVector?.tokens == expected.multiVector?.tokens else {
        return .infinity
      }
      let single = cosineDistance(found.vector.values, expected.vector.values)
      guard let ours = found.multiVector, let theirs = expected.multiVector else { return single }
      return max(single, (0..<ours.tokens).map { cosineDistance(ours[$0], theirs[$0]) }.max() ?? 0)
    }.max() ?? 0
  }

  @Test(arguments: ["tiny-published", "tiny-newer"])
  func aBatchOfTextsUnderSeveralTasksGivesWhatEachGivesAlone(checkpoint: String) throws {
    let goldens = try Goldens(checkpoint)
    let model = try goldens.model()
    var batch = try sequences(goldens, model.tasks)
    // Texts under one task, and in another order, among those under all.
    batch.insert(MultimodalSequence(tokens: batch[0].tokens, tasks: [model.tasks[1]], wantsMultiVector: false), at: 3)
    batch.append(MultimodalSequence(tokens: [7], tasks: model.tasks.reversed(), wantsMultiVector: true))
    let together = try model.forward(batch)
    for (index, sequence) in batch.enumerated() {
      let alone = try sequence.tasks.map { task in
        try model.forward([
          MultimodalSequence(tokens: sequence.tokens, tasks: [task], wantsMultiVector: sequence.wantsMultiVector)
        ])[0][0]
      }
      #expect(together[index].map(\.task) == sequence.tasks)
      #expect(largestDistance([together[index]], [alone]) < 1e-11)
    }
  }

  @Test func taskAThenBThenAGivesTheSameVectorsForA() throws {
    let goldens = try Goldens("tiny-published")
    let model = try goldens.model()
    let first = try model.forward(sequences(goldens, [model.tasks[0]]))
    let other = try model.forward(sequences(goldens, [model.tasks[1]]))
    let second = try model.forward(sequences(goldens, [model.tasks[0]]))
    #expect(zip(first, second).allSatisfy { $0[0].vector == $1[0].vector && $0[0].multiVector == $1[0].multiVector })
    #expect(zip(first, other).allSatisfy { cosineDistance($0[0].vector.values, $1[0].vector.values) > 1e-4 })
  }

  @Test func theNumberOfThreadsDoesNotChangeTheVectors() throws {
    let goldens = try Goldens("tiny-newer")
    let one = try goldens.model(threads: 1)
    let three = try goldens.model(threads: 3)
    let found = try three.forward(sequences(goldens, three.tasks))
    #expect(largestDistance(found, try one.forward(sequences(goldens, one.tasks))) < 1e-11)
  }

  @Test func aPassThatIsCancelledAfterALayerLeavesTheModelUsable() throws {
    let goldens = try Goldens("tiny-published")
    let model = try goldens.model()
    let batch = try sequences(goldens, model.tasks)
    let expected = try model.forward(batch)
    var layers: [Int] = []
    #expect(throws: CancellationError.self) {
      _ = try model.forward(batch) { stage, layer, count in
        #expect(stage == .decoder && count == model.configuration.numHiddenLayers)
        layers.append(layer)
        if layer == 2 { throw CancellationError() }
      }
    }
    #expect(layers == [1, 2])
    #expect(largestDistance(try model.forward(batch), expected) == 0)
  }

  @Test func everyLayerIsReportedOnce() throws {
    let model = try Goldens("tiny-newer").model()
    var layers: [Int] = []
    let sequence = MultimodalSequence(tokens: [1, 2, 3], tasks: model.tasks, wantsMultiVector: false)
    _ = try model.forward([sequence]) { _, layer, _ in layers.append(layer) }
    #expect(layers == [1, 2, 3, 4])
  }

  @Test func laterTokensDoNotChangeEarlierOnes() throws {
    let model = try Goldens("tiny-published").model()
    let tokens = Array(10..<40)
    func vectors(_ count: Int) throws -> MultiVector {
      let sequence = MultimodalSequence(
        tokens: Array(tokens.prefix(count)), tasks: [model.tasks[0]], wantsMultiVector: true)
      return try #require(try model.forward([sequence])[0][0].multiVector)
    }
    let (short, long) = (try vectors(12), try vectors(30))
    #expect((0..<12).allSatisfy { cosineDistance(short[$0], long[$0]) < 1e-11 })
  }

  @Test func textsLongerThanAFeedForwardBlockAreComputedWhole() throws {
    let model = try Goldens("tiny-published").model()
    let tokens = (0..<1500).map { ($0 * 31) % 1000 }
    let long = MultimodalSequence(tokens: tokens, tasks: model.tasks, wantsMultiVector: true)
    let prefix = MultimodalSequence(
      tokens: Array(tokens.prefix(1100)), tasks: [model.tasks[2]], wantsMultiVector: true)
    let whole = try #require(try model.forward([long])[0][2].multiVector)
    let part = try #require(try model.forward([prefix])[0][0].multiVector)
    #expect((0..<1100).map { cosineDistance(whole[$0], part[$0]) }.max() ?? 1 < 1e-10)
  }

  @Test func tokensWithoutARowAndUnknownTasksAreErrors() throws {
    let model = try Goldens("tiny-published").model()
    for token in [-1, 1280, Int.max] {
      #expect(throws: JinaModelError.tokenOutOfRange(token, rows: 1280)) {
        _ = try model.forward([MultimodalSequence(tokens: [1, token], tasks: model.tasks, wantsMultiVector: false)])
      }
    }
    #expect(throws: JinaModelError.unknownTask(EmbeddingTask("clustering"), known: model.tasks)) {
      let task = EmbeddingTask("clustering")
      _ = try model.forward([MultimodalSequence(tokens: [1], tasks: [task], wantsMultiVector: false)])
    }
  }

  @Test func noSequencesGiveNoResults() throws { #expect(try Goldens("tiny-merged").model().forward([]).isEmpty) }
}

import Embeddings
import Foundation
import Imaging
import JinaModel
import Tensors

/// Times the cases on one model: all of them once in every round, so that what disturbs for a while disturbs all.
struct Benchmark {
  /// What one case came to.
  struct Timing {
    let name: String
    let items: Int
    /// Rows of the decoder, or patches of a picture.
    let rows: Int
    /// Seconds of each round.
    let seconds: [Double]
    /// Seconds below which this machine cannot come.
    let floor: Double

    /// The median of the rounds.
    var median: Double {
      let sorted = seconds.sorted()
      return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
  }

  let model: JinaModel
  let weights: WeightFormat
  let progress: ProgressLine

  /// Seconds of a first pass over 12 tokens, on weights as they lie in their files.
  func firstQuery() throws -> Double {
    try time(.texts(count: 1, tokens: 12, allTasks: false), saying: "first query")
  }

  /// Times `cases` for `rounds` rounds, after one that does not count and in which the weights are packed.
  func timings(_ cases: [BenchmarkCase], rounds: Int, ceilings: MachineCeilings) throws -> [Timing] {
    for benchmarkCase in cases {
      _ = try time(benchmarkCase.content, saying: "warming up \(benchmarkCase.name)")
      repeat { try Task.checkCancellation() } while model.packWeights(for: .milliseconds(100))
    }
    var seconds = cases.map { _ in [Double]() }
    for round in 1...rounds {
      for (index, benchmarkCase) in cases.enumerated() {
        let text = "round \(round) of \(rounds): \(benchmarkCase.name)"
        seconds[index].append(try time(benchmarkCase.content, saying: text))
      }
    }
    return zip(cases, seconds).map { benchmarkCase, seconds in
      let cost = cost(benchmarkCase.content)
      return Timing(
        name: benchmarkCase.name, items: items(benchmarkCase.content), rows: cost.rows, seconds: seconds,
        floor: cost.cost.floor(ceilings, precision: model.precision, weights: weights))
    }
  }

  private func time(_ content: BenchmarkCase.Content, saying text: String) throws -> Double {
    func report(_ stage: EmbeddingProgress.Stage, _ layer: Int, _ layerCount: Int) throws {
      try Task.checkCancellation()
      progress.show { _ in "\(text) · \(stage.rawValue) \(layer)/\(layerCount)" }
    }
    let clock = ContinuousClock()
    switch content {
    case .texts(let count, let tokens, let allTasks):
      let sequence = MultimodalSequence(
        tokens: BenchmarkCase.tokens(tokens, vocabulary: model.configuration.vocabSize),
        tasks: allTasks ? model.tasks : [model.tasks[0]], wantsMultiVector: false)
      let sequences = Array(repeating: sequence, count: count)
      let start = clock.now
      _ = try model.forward(sequences, afterLayer: report)
      return (clock.now - start) / .seconds(1)
    case .picture(let side):
      let patches = BenchmarkCase.patches(side: side, model: model)
      let start = clock.now
      _ = try model.imageTokens(of: patches, afterLayer: report)
      return (clock.now - start) / .seconds(1)
    }
  }

  private func items(_ content: BenchmarkCase.Content) -> Int {
    switch content {
    case .texts(let count, _, let allTasks): allTasks ? count * model.tasks.count : count
    case .picture: 1
    }
  }

  private func cost(_ content: BenchmarkCase.Content) -> (rows: Int, cost: PassCost) {
    switch content {
    case .texts(let count, let tokens, let allTasks):
      let tasks = allTasks ? model.tasks.count : 1
      return (count * tokens * tasks, model.cost(texts: count, tokens: tokens, taskCount: tasks))
    case .picture(let side):
      let grid = BenchmarkCase.patches(side: side, model: model).grid
      return (grid.count, model.cost(of: grid) ?? PassCost())
    }
  }
}

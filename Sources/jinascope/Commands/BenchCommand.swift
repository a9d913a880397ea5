import ArgumentParser
import EmbeddingEngine
import Embeddings
import JinaModel
import ModelHub
import Tensors
import Threading

/// `jinascope bench`.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Time the model and compare with the limits of this machine.",
    discussion: """
      Cases are query-N and passage-N (one text of N tokens), adapters-N (one text under every task), texts-CxN (C texts \
      of N tokens) and image-N (the vision tower on N × N pixels). Each round runs \
      every case once; run it on an otherwise idle machine. The floor of a case is the time to read \
      the weights once, or to do the operations, at the rates measured first. What `--precision fast` and \
      `--weights int8` cost in accuracy is measured too.

      Examples:
        jinascope bench query-8 passage-512
        jinascope bench --synthetic --precision fast --format json
      """)

  @Argument(help: "The cases to time (default: \(BenchmarkCase.all.map(\.name).joined(separator: ", "))).")
  var cases: [BenchmarkCase] = []

  @Flag(help: "Time random weights of the published sizes, written to a temporary folder (8 GB) and deleted after.")
  var synthetic = false

  @Option(
    help: ArgumentHelp("With --synthetic: write the weights to this new folder and keep them.", valueName: "folder"))
  var keep: String?

  @Option(help: ArgumentHelp("How many times to run each case.", valueName: "n")) var rounds: Int = 5
  @Option(help: AnalysisFormat.help) var format: AnalysisFormat = .table
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    if !(1...1000).contains(rounds) { throw ValidationError("--rounds must be between 1 and 1000") }
    if keep != nil, !synthetic { throw ValidationError("--keep needs --synthetic") }
    if synthetic, model.model != nil { throw ValidationError("use either --synthetic or --model") }
  }

  func run() async throws {
    try log.start()
    let configuration = try ProgramConfiguration(model.configuration)
    configuration.remarkProblems()
    let options = model.engineOptions(configuration)
    let progress = ProgressLine()
    defer { progress.clear() }
    if synthetic {
      let files = try SyntheticModel(kept: keep, progress: progress)
      try withExtendedLifetime(files) {
        try run(files.directory, name: "random weights of the published sizes", options, progress)
      }
    } else {
      let located = try model.locate(configuration)
      try run(located.directory, name: located.name, options, progress)
    }
  }

  private func run(_ directory: String, name: String, _ options: EngineOptions, _ progress: ProgressLine) throws {
    let threads = options.threads
    progress.show { _ in "measuring the machine" }
    let ceilings = MachineCeilings.measure(parallel: ParallelFor(threads: threads))
    let start = ContinuousClock.now
    let network = try JinaModel(
      directory: ModelDirectory(path: directory), threads: threads, precision: options.precision,
      packsWeights: !options.lowMemory, weights: options.weights)
    let openSeconds = (ContinuousClock.now - start) / .seconds(1)
    let cases = try chosenCases(for: network, name: name)
    let benchmark = Benchmark(model: network, weights: options.weights, progress: progress)
    let firstQuery = try benchmark.firstQuery()
    let timings = try benchmark.timings(cases, rounds: rounds, ceilings: ceilings)
    let report = BenchmarkReport(
      model: name, precision: options.precision, weights: options.weights, threads: threads,
      instructionSet: InstructionSet.current, ceilings: ceilings, openSeconds: openSeconds,
      firstQuerySeconds: firstQuery, timings: timings,
      distance: try distance(of: network, directory: directory, options, progress))
    progress.clear()
    try report.print(as: format)
  }

  private func chosenCases(for network: JinaModel, name: String) throws -> [BenchmarkCase] {
    guard !cases.isEmpty else {
      return BenchmarkCase.all.filter { benchmarkCase in
        if case .picture = benchmarkCase.content { network.readsImages } else { true }
      }
    }
    for benchmarkCase in cases {
      switch benchmarkCase.content {
      case .picture where !network.readsImages:
        throw BenchmarkError.noPictures(case: benchmarkCase.name, model: name)
      case .texts(_, let tokens, _) where tokens > network.configuration.maxPositionEmbeddings:
        throw BenchmarkError.tooLong(case: benchmarkCase.name, window: network.configuration.maxPositionEmbeddings)
      default: break
      }
    }
    return cases
  }

  /// How far what was timed is from the exact way.
  private func distance(
    of network: JinaModel, directory: String, _ options: EngineOptions, _ progress: ProgressLine
  ) throws -> ReferenceDistance? {
    guard options.precision != .exact || options.weights != .stored else { return nil }
    let exact = try JinaModel(
      directory: ModelDirectory(path: directory), threads: network.threadCount, precision: .exact, packsWeights: false)
    func vectors(_ network: JinaModel) throws -> ReferenceDistance.Vectors {
      try ReferenceDistance.vectors(of: network) { stage, layer, layerCount in
        try Task.checkCancellation()
        progress.show { _ in "measuring the distance from exact · \(stage.rawValue) \(layer)/\(layerCount)" }
      }
    }
    return ReferenceDistance(try vectors(network), exact: try vectors(exact))
  }
}

import ArgumentParser
import BundledAssets
import EmbeddingEngine
import Embeddings
import Imaging

/// `jinascope hello`.
struct HelloCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hello",
    abstract: "A guided first run: load the model, embed a few texts and a picture, compare them.",
    discussion: """
      Examples:
        jinascope hello
        jinascope hello --model jinaai/jina-embeddings-v4
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  private static let texts = [
    "A cat sleeps in the warm sun.", "Eine Katze schläft in der warmen Sonne.", "Un gato duerme al sol.",
    "猫が暖かい日なたで眠っています。", "The central bank raised interest rates again.",
  ]

  func run() async throws {
    try log.start()
    let clock = ContinuousClock()
    let start = clock.now
    let engine = try model.load()
    let facts = engine.model
    try say("1. The model")
    try say("   \(facts.name): \(facts.parameterCount) parameters, opened in \(durationText(clock.now - start))")
    if let notice = facts.notice { try say("   \(notice)") }
    try say("   tasks \(facts.tasks.map(\.name).joined(separator: ", "))")
    try say("   dimensions \(facts.matryoshkaDimensions.map(String.init).joined(separator: ", "))")

    let task = facts.tasks[0]
    try say("\n2. Texts become vectors (task \(task), read as '\(Prompt.prefix(role: .query, task: task))…')")
    let beforeTexts = clock.now
    let requests = Self.texts.map { EmbeddingRequest(.text($0, .query), tasks: [task]) }
    let results = try await engine.results(of: requests).map { $0[0] }
    let elapsed = clock.now - beforeTexts
    for (text, result) in zip(Self.texts, results) {
      try say("   \(text)")
      try say("     \(result.tokenCount) tokens → \(Self.statistics(result.vector))")
    }
    try say("   \(results.count) vectors of \(facts.fullDimension) dimensions in \(durationText(elapsed))")

    try say("\n3. Similar texts have similar vectors")
    let again = try await engine.results(of: [requests[0]])[0][0].vector
    let first = results[0].vector
    try say("   the same text twice            \(scoreText(first.cosineSimilarity(to: again)))")
    try say("   English and German             \(scoreText(first.cosineSimilarity(to: results[1].vector)))")
    try say("   English and Japanese           \(scoreText(first.cosineSimilarity(to: results[3].vector)))")
    try say("   a cat and the central bank     \(scoreText(first.cosineSimilarity(to: results[4].vector)))")

    try say("\n4. Shorter vectors from the same pass")
    for dimensions in facts.matryoshkaDimensions {
      let score = first.truncated(to: dimensions).cosineSimilarity(to: results[1].vector.truncated(to: dimensions))
      try say("   \(dimensions) dimensions, \(dimensions * 4) bytes: English and German \(scoreText(score))")
    }
    if facts.readsImages { try await showPicture(engine, task: task) }
    try say("\nNow try jinascope search \"why do volcanoes explode\", or open the explorer: jinascope")
  }

  /// Embeds a bundled picture and compares texts with it.
  private func showPicture(_ engine: any Embedder, task: EmbeddingTask) async throws {
    let clock = ContinuousClock()
    let path = try BundledAssets().samples + "/images/red-house.png"
    let texts = ["a red house", "a picture of a cat"]
    let start = clock.now
    let picture = try await engine.results(of: [EmbeddingRequest(.image(.file(path)), tasks: [task])])[0][0]
    let elapsed = clock.now - start
    try say("\n5. Pictures become vectors in the same space")
    try say("   \(path)")
    if let reading = picture.image {
      let size = PixelSize(width: reading.width, height: reading.height)
      try say("     \(size) pixels, \(reading.grid.rows) × \(reading.grid.columns) cells, in \(durationText(elapsed))")
    }
    try say("     \(picture.tokenCount) tokens → \(Self.statistics(picture.vector))")
    let results = try await engine.results(of: texts.map { EmbeddingRequest(.text($0, .query), tasks: [task]) })
    for (text, result) in zip(texts, results) {
      let title = "'\(text)' and the picture"
      let padding = String(repeating: " ", count: max(0, 38 - title.count))
      try say("   \(title)\(padding)\(scoreText(result[0].vector.cosineSimilarity(to: picture.vector)))")
    }
  }

  private func say(_ line: String) throws { try Destination.print(lines: [line]) }

  /// Length, mean and extremes of a vector.
  private static func statistics(_ vector: SingleVector) -> String {
    let values = vector.values.map(Double.init)
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let mean = values.reduce(0, +) / Double(max(values.count, 1))
    let numbers = [("length", length), ("mean", mean), ("min", values.min() ?? 0), ("max", values.max() ?? 0)]
    return numbers.map { "\($0.0) \(scoreText(Float($0.1)).drop { $0 == " " })" }.joined(separator: ", ")
  }
}

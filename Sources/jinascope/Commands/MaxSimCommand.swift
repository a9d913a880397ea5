import ArgumentParser
import Corpus
import Embeddings
import Files
import Imaging
import Plots
import Reports
import TerminalUI

/// `jinascope maxsim`.
struct MaxSimCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maxsim", abstract: "Show which tokens of a text or picture each query token matches.",
    discussion: """
      Late interaction: each query token, prompt included, is matched with the most similar token of the item; the score \
      is the sum. --png draws the similarities over the picture, one color per cell: by default the maximum over the \
      query's own tokens, without the prompt's. Colors are comparable between the tokens of a query.

      Examples:
        jinascope maxsim "total amount due" invoice.png --png why.png
        jinascope maxsim "sleeping cat" --text "A cat sleeps in the sun."
      """)

  @Argument(help: "The query.") var query: String
  @Argument(help: "A .txt, .md, .png, .jpg or .jpeg file, or - for a line of JSON Lines on standard input.")
  var item: String?
  @Option(help: ArgumentHelp("A text instead of a file.", valueName: "text")) var text: String?
  @Option(name: .customLong("task"), help: TaskOptions.help) var task: String?
  @Option(help: ArgumentHelp("Draw the similarities over the picture, as a PNG.", valueName: "file")) var png: String?
  @Option(help: ArgumentHelp("The query token to draw, by its number in the table.", valueName: "n"))
  var token: Int?
  @Option(help: AnalysisFormat.help) var format: AnalysisFormat = .table
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    if (item == nil) == (text == nil) { throw ValidationError("give one item: a file, or --text \"…\"") }
    if token != nil, png == nil { throw ValidationError("--token needs --png") }
  }

  func run() async throws {
    try log.start()
    let engine = try model.load(cache)
    let task = try engine.task(named: task).task
    let items = try CorpusReading.told(
      inputs: item.map { [$0] } ?? [], texts: text.map { [$0] } ?? [],
      CorpusReader.Options(readsImages: engine.model.readsImages)
    ).items
    guard items.count == 1, let item = items.first else { throw InputError.notOneItem(count: items.count) }
    if item.isVectorAlone { throw InputError.onlyVector(id: item.id) }
    let interaction = try await LateInteraction(query, with: item, engine: engine, task: task)
    if let png { try write(interaction, over: item, to: png) }
    var facts = Facts(engine.model, task: task, query: .text(query))
    facts.add(interaction, id: item.id)
    let kind = interaction.image.map { "picture of \($0.grid.rows) × \($0.grid.columns) cells" } ?? "text"
    let (score, mean) = (scoreText(interaction.maxSim.score), scoreText(interaction.maxSim.meanScore))
    try Report(
      table: .lateInteraction(interaction), facts: facts,
      notes: ["score \(score), mean \(mean) · \(task) · \(kind)"]
    ).print(as: format)
  }

  /// Writes the similarity map, laid over the picture.
  private func write(_ interaction: LateInteraction, over item: CorpusItem, to path: String) throws {
    guard case .image(let source) = item.content, let map = interaction.similarityMap else {
      throw InputError.notPicture(id: item.id)
    }
    if let token, !(0..<map.tokens).contains(token) { throw InputError.noToken(token, count: map.tokens) }
    let values = token.map(map.values(ofToken:)) ?? map.maximum(overTokens: interaction.ownTokens)
    guard let range = map.range else { return }
    let picture = try model.imageDecoder.decode(source)
    let overlay = SimilarityOverlay(grid: map.grid, values: values, scale: ValueScale(range: range))
    try AtomicFile.write(try PNGWriter.encode(overlay.blended(with: picture)), to: path)
    let (least, greatest) = (scoreText(range.lowerBound), scoreText(range.upperBound))
    Destination.remark(
      "jinascope: \(path) shows similarities from \(least.drop { $0 == " " }) (violet) to "
        + "\(greatest.drop { $0 == " " }) (yellow)")
  }
}

import ArgumentParser
import Corpus
import EmbeddingEngine
import Embeddings
import Files
import Imaging
import Plots
import Reports
import TerminalUI

/// `jinascope maxsim`.
struct MaxSimCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maxsim", abstract: "Show what each token of a query finds in a text or a picture.",
    discussion: """
      Late interaction: each token of the query, prompt included, finds the token of the item it is most similar to; the \
      score is the sum. With --png the similarities are laid over the picture, one color for each cell: by default the \
      largest of the query's own tokens, the prompt's left out. Colors are comparable between the tokens of a query.
      """)

  @Argument(help: "The query.") var query: String
  @Argument(help: "A .txt, .md, .png, .jpg or .jpeg file, or - for one line of JSON Lines on standard input.")
  var item: String?
  @Option(help: ArgumentHelp("A text in place of the file.", valueName: "text")) var text: String?
  @Option(name: .customLong("task"), help: TaskOptions.help) var task: String?
  @Option(help: ArgumentHelp("Write the map over the picture to this PNG file.", valueName: "file")) var png: String?
  @Option(help: ArgumentHelp("The query token whose map is written, as the table counts them.", valueName: "n"))
  var token: Int?
  @Option(help: AnalysisFormat.help) var format: AnalysisFormat = .table
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    if (item == nil) == (text == nil) { throw ValidationError("give one item: a file, or --text \"…\"") }
    if token != nil, png == nil { throw ValidationError("--token chooses the map of --png; name a file with --png") }
  }

  func run() async throws {
    try log.start()
    let engine = try model.load()
    let task = try engine.task(named: task).task
    let items = try CorpusReading.told(
      inputs: item.map { [$0] } ?? [], texts: text.map { [$0] } ?? [], readsImages: engine.model.readsImages
    ).items
    guard items.count == 1, let item = items.first else { throw InputError.notOneItem(count: items.count) }
    let interaction = try await LateInteraction(query, with: item, engine: engine, task: task)
    if let png { try write(interaction, over: item, to: png) }
    var facts = Facts(engine.model, task: task, query: query)
    facts.add(interaction, id: item.id)
    let kind = interaction.image.map { "picture of \($0.grid.rows) × \($0.grid.columns) cells" } ?? "text"
    let (score, mean) = (scoreText(interaction.maxSim.score), scoreText(interaction.maxSim.meanScore))
    try Report(
      table: .lateInteraction(interaction), facts: facts,
      notes: ["score \(score), mean \(mean) · \(task) · \(kind)"]
    ).print(as: format)
  }

  /// Writes the map over the picture.
  private func write(_ interaction: LateInteraction, over item: CorpusItem, to path: String) throws {
    guard case .image(let source) = item.content, let map = interaction.map else {
      throw InputError.notPicture(id: item.id)
    }
    if let token, !(0..<map.tokens).contains(token) { throw InputError.noToken(token, count: map.tokens) }
    let values = token.map(map.map(ofToken:)) ?? map.maximum(overTokens: interaction.ownTokens)
    guard let range = map.range else { return }
    let picture = try model.imageDecoder.decode(source)
    let overlay = MapOverlay(grid: map.grid, values: values, scale: ValueScale(range: range))
    try AtomicFile.write(try PNGWriter.encode(overlay.blended(with: picture)), to: path)
    let (least, greatest) = (scoreText(range.lowerBound), scoreText(range.upperBound))
    Destination.remark(
      "jinascope: \(path) shows similarities from \(least.drop { $0 == " " }) (violet) to "
        + "\(greatest.drop { $0 == " " }) (yellow)")
  }
}

import ArgumentParser
import Corpus
import Embeddings
import Reports

/// `jinascope tokenize`.
struct TokenizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize", abstract: "Show the tokens of items as the model reads them, prompt included.",
    discussion: """
      One row per token: id, task, role, token_index, token_id, token.

      Examples:
        jinascope tokenize --text "why do volcanoes explode"
        jinascope tokenize notes/ --role passage --format csv
      """)

  @OptionGroup var input: InputOptions
  @Option(name: .customLong("task"), help: TaskOptions.help) var task: String?
  @Option(help: "The role of items that have none of their own: query or passage.") var role: PromptRole?
  @Option(help: AnalysisFormat.help) var format: AnalysisFormat = .table
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func run() async throws {
    try log.start()
    try input.checkNotEmpty()
    let engine = try model.load()
    let items = try input.collection(readsImages: false, with: engine).items
    let texts = try items.map { item in
      if item.isVectorAlone { throw InputError.onlyVector(id: item.id) }
      let asked = try item.askedRole(among: engine.model.tasks)
      let name = try engine.task(named: item.task ?? task)
      guard case .text(let text) = item.content else { throw InputError.notText(id: item.id) }
      let role = try asked ?? name.role(beside: role) ?? .query
      return TokenizedText(
        id: item.id, task: name.task, role: role, pieces: engine.tokenize(text, role: role, task: name.task))
    }
    try Report(table: .tokens(texts), facts: Facts(model: engine.model)).print(as: format)
  }
}

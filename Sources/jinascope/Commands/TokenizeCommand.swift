import ArgumentParser
import Corpus
import EmbeddingEngine
import Embeddings
import StrictJSON

/// `jinascope tokenize`.
struct TokenizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenize", abstract: "Show the tokens of items as the model reads them, prompt included.",
    discussion: """
      One line per item: {"id", "ids", "pieces"}.

      Examples:
        jinascope tokenize --text "why do volcanoes explode"
        jinascope tokenize notes/ --role passage
      """)

  @OptionGroup var input: InputOptions
  @Option(name: .customLong("task"), help: TaskOptions.help) var task: String?
  @Option(help: "The role of items that have none of their own: query or passage.") var role: PromptRole?
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func run() async throws {
    try log.start()
    let items = try input.items(readsImages: false)
    let engine = try model.load()
    for item in items {
      let asked = try item.askedRole(among: engine.model.tasks)
      let name = try engine.task(named: item.task ?? task)
      guard case .text(let text) = item.content else { throw InputError.notText(id: item.id) }
      let role = try asked ?? name.role(beside: role) ?? .query
      let pieces = engine.tokenize(text, role: role, task: name.task)
      var writer = JSONWriter()
      writer.object { writer in
        writer.member("id", item.id)
        writer.name("ids")
        writer.array { writer in for piece in pieces { writer.value(piece.id) } }
        writer.name("pieces")
        writer.array { writer in for piece in pieces { writer.value(piece.text) } }
      }
      writer.endLine()
      try Destination.print(writer.bytes)
    }
  }
}

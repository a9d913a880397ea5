import ArgumentParser
import BundledAssets
import Corpus
import EmbeddingEngine
import Embeddings
import Explorer
import NcursesTerminal

/// `jinascope explore`, and what happens without a command.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer in the terminal.",
    discussion: "Type a query; Tab and Alt-1…9 change the pane; ? shows the keys; q leaves.")

  @Option(
    help: ArgumentHelp(
      "What to explore: a folder of .txt and .md files, one such file, or JSON Lines; by default the bundled samples.",
      valueName: "file-or-folder"))
  var collection: String?
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    try log.start()
    let engine = try model.load()
    let source = try collection ?? BundledAssets().collection
    let items = try CorpusReader.items(inputs: [source])
    let name = source.split(separator: "/").last.map(String.init) ?? source
    var terminal = try NcursesTerminal()
    try Explorer(embedder: engine, items: items, collectionName: collection == nil ? "samples" : name) { "\($0)" }
      .run(on: &terminal)
  }
}

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
      "What to explore: a folder of texts and pictures (.txt, .md, .png, .jpg), one such file, or JSON Lines; by default the bundled samples.",
      valueName: "file-or-folder"))
  var collection: String?
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    try log.start()
    let engine = try model.load()
    let inputs = try collection.map { [$0] } ?? samples(withPictures: engine.model.readsImages)
    let items = try CorpusReader.items(inputs: inputs, readsImages: engine.model.readsImages)
    let name = collection?.split(separator: "/").last.map(String.init) ?? "samples"
    var terminal = try NcursesTerminal()
    try Explorer(embedder: engine, items: items, collectionName: name) { "\($0)" }
      .run(on: &terminal)
  }

  /// The collections that come with the program.
  private func samples(withPictures: Bool) throws -> [String] {
    let assets = try BundledAssets()
    return [assets.collection] + (withPictures ? [assets.pictures] : [])
  }
}

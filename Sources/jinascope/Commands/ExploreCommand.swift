import ArgumentParser
import BundledAssets
import Corpus
import EmbeddingEngine
import Embeddings
import Explorer
import Files
import Foundation
import NcursesTerminal
import TerminalUI

/// `jinascope explore`, and what happens without a command.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer in the terminal.",
    discussion: """
      Type a query, or image:PATH to search by a picture; Tab and Alt-1…9 change the pane; ? shows the keys, : and \
      Ctrl-P every command; q leaves.

      A script has a step a line: keys, as water cycle<Enter> or <Esc>3jj, or a command, as :dimension 64. Each step \
      waits until all that the last one brought about is done. :save-display FILE writes the screen as text (with \
      colors where FILE ends in .ansi), :record FILE writes down what is done in the same form, until \
      :stop-recording or the end. Lines that begin with # are remarks.
      """)

  @Option(
    help: ArgumentHelp(
      "What to explore: a folder of texts and pictures (.txt, .md, .png, .jpg), one such file, or JSON Lines; by default "
        + "the bundled samples.",
      valueName: "file-or-folder"))
  var collection: String?
  @Option(
    help: ArgumentHelp("Do what this file says, without a terminal, and end; - is standard input.", valueName: "file"))
  var script: String?
  @OptionGroup var screen: ScreenOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func run() throws {
    try log.start()
    let script = try script.map(Self.readScript)
    let engine = try model.load()
    let facts = engine.model
    let items =
      if let collection {
        try CorpusReader.items(inputs: [collection], readsImages: facts.readsImages)
      } else {
        try BundledAssets().items(for: facts)
      }
    let name = collection.map { $0.split(separator: "/").last.map(String.init) ?? $0 } ?? "samples"
    let explorer = Explorer(
      embedder: engine, items: items, collectionName: name,
      homeDirectory: ProcessInfo.processInfo.environment["HOME"], describe: { "\($0)" })
    if let script {
      try explorer.play(script, size: screen.size.size, colorDepth: screen.color?.depth ?? .trueColor)
    } else {
      var terminal = try NcursesTerminal(colorDepth: screen.color?.depth)
      try explorer.run(on: &terminal)
    }
  }

  private static func readScript(at path: String) throws -> ExplorerScript {
    let bytes = try path == "-" ? FileContents.readStandardInput() : FileContents.read(path, limit: 64 << 20)
    let name = path == "-" ? "standard input" : path
    guard let text = String(validating: bytes, as: UTF8.self) else { throw InputError.notUTF8(file: name) }
    return try ExplorerScript(text, name: name)
  }
}

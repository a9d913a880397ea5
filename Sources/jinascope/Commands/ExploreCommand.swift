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

      Where you were is remembered in $XDG_STATE_HOME/jinascope (else ~/.local/state/jinascope): session.json holds \
      the collection, adapters, dimension and selected item, history.json the queries; :clear-history forgets those. \
      Messages of a crash are in crash.log beside them. A script neither reads nor changes any of it.
      """)

  @Option(
    help: ArgumentHelp(
      "What to explore: a folder of texts and pictures (.txt, .md, .png, .jpg), one such file, or JSON Lines; by default "
        + "the bundled samples.",
      valueName: "file-or-folder"))
  var collection: String?
  @Option(
    help: ArgumentHelp(
      "A second collection beside the first: the similarities are those of the one with the other.",
      valueName: "file-or-folder"))
  var against: String?
  @Option(
    help: ArgumentHelp("Do what this file says, without a terminal, and end; - is standard input.", valueName: "file"))
  var script: String?
  @Flag(help: "Begin anew, not where the last session ended.")
  var fresh = false
  @Flag(help: "Neither read nor write the history of queries.")
  var noHistory = false
  @OptionGroup var screen: ScreenOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    if against != nil && collection == nil {
      throw ValidationError("--against compares with a collection; name one with --collection")
    }
  }

  func run() throws {
    try log.start()
    let script = try script.map(Self.readScript)
    let engine = try model.load()
    if let script {
      try explorer(of: collection, engine)
        .play(script, size: screen.size.size, colorDepth: screen.color?.depth ?? .trueColor)
    } else {
      try runInTerminal(engine)
    }
  }

  /// Goes on where the last session ended, and keeps where this one ends.
  private func runInTerminal(_ engine: EmbeddingEngine) throws {
    let files = SessionFiles(environment: ProcessInfo.processInfo.environment)
    var (session, problem) = files.read(place: !fresh, history: !noHistory)
    let wanted = collection.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    if let wanted, wanted != session.collection { session.move(to: wanted) }
    let explorer: Explorer
    do { explorer = try self.explorer(of: session.collection, engine) } catch {
      // What the user named must be there; what only was open last time need not be any more.
      if wanted != nil || session.collection == nil { throw error }
      session.move(to: nil)
      problem = "\(error); these are the samples"
      explorer = try self.explorer(of: nil, engine)
    }
    let end = try show(explorer, session, problem, crashLog: files.crashLog)
    do { try files.write(end, history: !noHistory) } catch {
      Destination.remark("jinascope: where you were is not remembered: \(error)")
    }
  }

  /// Takes the terminal, and has given it back when it returns.
  private func show(
    _ explorer: Explorer, _ session: ExplorerSession, _ problem: String?, crashLog: String?
  ) throws -> ExplorerSession {
    var terminal = try NcursesTerminal(colorDepth: screen.color?.depth, crashLog: crashLog)
    return try explorer.run(on: &terminal, restoring: session, notice: problem.map { "\($0)." })
  }

  /// The explorer of a collection; `nil` stands for the samples.
  private func explorer(of collection: String?, _ engine: EmbeddingEngine) throws -> Explorer {
    let facts = engine.model
    let items =
      if let collection {
        try CorpusReader.items(
          inputs: [collection] + (against.map { [$0] } ?? []), readsImages: facts.readsImages)
      } else {
        try BundledAssets().items(for: facts)
      }
    func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
    let second = try against.map { path in
      let rest = try CorpusReader.items(inputs: [path], readsImages: facts.readsImages)
      return (first: items.count - rest.count, name: name(of: path))
    }
    return Explorer(
      embedder: engine, items: items, collectionName: collection.map(name(of:)) ?? "samples",
      homeDirectory: ProcessInfo.processInfo.environment["HOME"], pictureDecoder: model.imageDecoder,
      secondCollection: second, describe: { "\($0)" })
  }

  private static func readScript(at path: String) throws -> ExplorerScript {
    let bytes = try path == "-" ? FileContents.readStandardInput() : FileContents.read(path, limit: 64 << 20)
    let name = path == "-" ? "standard input" : path
    guard let text = String(validating: bytes, as: UTF8.self) else { throw InputError.notUTF8(file: name) }
    return try ExplorerScript(text, name: name)
  }
}

import ArgumentParser
import BundledAssets
import Corpus
import EmbeddingEngine
import Embeddings
import Explorer
import Files
import Foundation
import NcursesTerminal
import Settings
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
      Messages of a crash are in crash.log beside them. Settings and keys are in config.toml (see jinascope config). A \
      script neither reads nor changes any of it.
      """)

  @Option(
    help: ArgumentHelp(
      "What to explore: a folder of texts and pictures (.txt, .md, .png, .jpg; or what its collection.json lists), one "
        + "such file, or JSON Lines; by default the bundled samples.",
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
  @Flag(
    help: ArgumentHelp(
      "A dialogue of lines instead of a screen, for readers of screens: a line is the query, after a colon a command."))
  var accessible = false
  @Flag(help: "Begin anew, not where the last session ended.")
  var fresh = false
  @Flag(inversion: .prefixedNo, help: "Whether queries are kept for the next start; by default they are.")
  var history: Bool?
  @OptionGroup var screen: ScreenOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    if against != nil && collection == nil {
      throw ValidationError("--against compares with a collection; name one with --collection")
    }
    if accessible && script != nil { throw ValidationError("--accessible and --script exclude each other") }
  }

  func run() throws {
    let inbox = LogInbox()
    try log.start(inbox: script == nil ? inbox : nil)
    if let script {
      let script = try Self.readScript(at: script)
      // The same script shows the same wherever it is played.
      var configuration = ProgramConfiguration.unset
      let engine = try model.load(configuration)
      let (explorer, remark) = try explorer(of: collection, engine, preferences(&configuration, engine))
      if let remark { Destination.remark("jinascope: \(remark)") }
      try explorer.play(script, size: screen.size.size, colorDepth: screen.color?.depth ?? .trueColor)
    } else {
      try runInTerminal(inbox)
    }
  }

  /// Goes on where the last session ended, and keeps where this one ends.
  private func runInTerminal(_ inbox: LogInbox) throws {
    var configuration = try ProgramConfiguration(model.configuration)
    let engine = try model.load(configuration)
    let preferences = preferences(&configuration, engine)
    let keepsHistory = history ?? configuration.values.flag("history") ?? true
    let files = SessionFiles(environment: ProcessInfo.processInfo.environment)
    var (session, problem) = files.read(place: !fresh, history: keepsHistory)
    let wanted = (collection ?? configuration.path("collection")).map {
      URL(fileURLWithPath: $0).standardizedFileURL.path
    }
    if let wanted, wanted != session.collection { session.move(to: wanted) }
    let opened: (explorer: Explorer, remark: String?)
    do { opened = try explorer(of: session.collection, engine, preferences, inbox) } catch {
      // What the user named must be there; what only was open last time need not be any more.
      if wanted != nil || session.collection == nil { throw error }
      session.move(to: nil)
      problem = "\(error); these are the samples"
      opened = try explorer(of: nil, engine, preferences, inbox)
    }
    let problems = [problem, opened.remark].compactMap { $0 } + configuration.problems
    let end = try show(
      opened.explorer, session, problems.isEmpty ? nil : problems.joined(separator: "; "), configuration, preferences,
      crashLog: files.crashLog)
    do { try files.write(end, history: keepsHistory) } catch {
      Destination.remark("jinascope: where you were is not remembered: \(error)")
    }
  }

  /// How the explorer shall be: as the command line says, else as the configuration does.
  private func preferences(
    _ configuration: inout ProgramConfiguration, _ engine: EmbeddingEngine
  ) -> ExplorerPreferences {
    var preferences = configuration.preferences(for: engine.model)
    preferences.theme = screen.theme ?? preferences.theme
    preferences.hasMouse = screen.mouse ?? preferences.hasMouse
    return preferences
  }

  /// Takes the terminal, and has given it back when it returns.
  private func show(
    _ explorer: Explorer, _ session: ExplorerSession, _ problem: String?, _ configuration: ProgramConfiguration,
    _ preferences: ExplorerPreferences, crashLog: String?
  ) throws -> ExplorerSession {
    let notice = problem.map { "\($0)." }
    if accessible {
      return try explorer.converse(restoring: session, notice: notice, read: { readLine() }) { line, isPrompt in
        Destination.say(line, terminator: isPrompt ? "" : "\n")
      }
    }
    var terminal = try NcursesTerminal(
      colorDepth: screen.color?.depth ?? configuration.colorDepth,
      asksBackground: [nil, .highContrast].contains(preferences.theme), crashLog: crashLog)
    return try explorer.run(on: &terminal, restoring: session, notice: notice)
  }

  /// The explorer of a collection (`nil` stands for the samples), and what of its folders was left out.
  private func explorer(
    of collection: String?, _ engine: EmbeddingEngine, _ preferences: ExplorerPreferences, _ inbox: LogInbox? = nil
  ) throws -> (explorer: Explorer, remark: String?) {
    let facts = engine.model
    let inputs = [try collection ?? BundledAssets().samples] + (against.map { [$0] } ?? [])
    let reading = try CorpusReader.read(inputs: inputs, readsImages: facts.readsImages)
    if let empty = inputs.indices.first(where: { reading.counts[$0] == 0 }) {
      throw CorpusError.empty(inputs: [inputs[empty]])
    }
    func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
    let explorer = Explorer(
      embedder: engine, items: reading.items, collectionName: collection.map(name(of:)) ?? "samples",
      homeDirectory: HomeDirectory.path, pictureDecoder: model.imageDecoder,
      secondCollection: against.map { (first: reading.counts[0], name: name(of: $0)) }, preferences: preferences,
      log: inbox, describe: { "\($0)" })
    return (explorer, reading.remark)
  }

  private static func readScript(at path: String) throws -> ExplorerScript {
    let bytes = try path == "-" ? FileContents.readStandardInput() : FileContents.read(path, limit: 64 << 20)
    let name = path == "-" ? "standard input" : path
    guard let text = String(validating: bytes, as: UTF8.self) else { throw InputError.notUTF8(file: name) }
    return try ExplorerScript(text, name: name)
  }
}

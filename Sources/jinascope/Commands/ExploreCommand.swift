import ArgumentParser
import BundledAssets
import Corpus
import EmbeddingEngine
import Embeddings
import Explorer
import Files
import Foundation
import ModelHub
import NcursesTerminal
import Settings
import TerminalUI
import Threading

/// `jinascope explore`, and what happens without a command.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer in the terminal.",
    discussion: """
      Type a query, or image:PATH to search by a picture. Tab and Alt-1…9 change the pane, ? shows the keys, : and \
      Ctrl-P run any command, q quits.

      A script has one step per line: keys, such as water cycle<Enter> or <Esc>3jj, or a command, such as :dimension 64. \
      Each step waits until everything the last one started is done. :save-display FILE saves the screen as text (with \
      colors if FILE ends in .ansi); :record FILE records what you do as a script, until :stop-recording or the end. \
      Lines that begin with # are comments.

      The session is kept in $XDG_STATE_HOME/jinascope (or ~/.local/state/jinascope): session.json has the collection, \
      adapters, dimension and selected item, history.json the queries, which :clear-history deletes, and crash.log the \
      messages of a crash. Settings and keys are in config.toml (see jinascope config). Scripts neither read nor change \
      any of these.

      Examples:
        jinascope explore notes/
        jinascope explore notes/ --watch
        jinascope explore manual.md --chunk paragraph
        jinascope explore --script tour.keys --size 120x40
      """)

  @Argument(
    help: ArgumentHelp(
      "What to explore: folders of texts, source code, PDF and pictures (or what their collection.json lists), such files, "
        + "JSON Lines, tables (.csv, .tsv), BEIR sets or vectors (.npy, .safetensors, vectors.tsv); by default the last "
        + "collection, or the bundled samples.",
      valueName: "input"))
  var inputs: [String] = []
  @Option(
    help: ArgumentHelp("The same as naming it without an option.", valueName: "file-or-folder"))
  var collection: String?
  @Option(
    help: ArgumentHelp(
      "A second collection; the similarities shown are those between the two.",
      valueName: "file-or-folder"))
  var against: String?
  @Option(
    help: ArgumentHelp("Play this script without a terminal, then exit; - is standard input.", valueName: "file"))
  var script: String?
  @Flag(
    help: ArgumentHelp(
      "A dialogue of lines instead of a screen, for screen readers: type a query, or a command after a colon."))
  var accessible = false
  @Flag(help: "Read files again when they change, and embed what has changed.") var watch = false
  @Flag(help: "Start fresh instead of resuming the last session.")
  var fresh = false
  @Flag(inversion: .prefixedNo, help: "Whether to keep queries for the next start (default: yes).")
  var history: Bool?
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var screen: ScreenOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var log: LogOptions

  func validate() throws {
    if collection != nil && !inputs.isEmpty {
      throw ValidationError("name what to explore either with --collection or without an option")
    }
    if against != nil && named.isEmpty {
      throw ValidationError("--against needs something to compare with: name it first")
    }
    // A word that is no command comes here as well.
    if let word = inputs.first, !word.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }),
      word != "-", (try? FileStatus(path: word)) == nil
    {
      throw ValidationError("there is no command, file or folder \(word.debugDescription); see jinascope --help")
    }
    if watch && (accessible || script != nil) {
      throw ValidationError("--watch needs the screen; :reload reads the files again everywhere")
    }
    if accessible && script != nil { throw ValidationError("use either --accessible or --script") }
  }

  /// What the command line names.
  private var named: [String] { collection.map { [$0] } ?? inputs }

  func run() throws {
    let inbox = LogInbox()
    try log.start(inbox: script == nil ? inbox : nil)
    if let script {
      let script = try Self.readScript(at: script)
      // The same script shows the same wherever it is played.
      var configuration = ProgramConfiguration.unset
      let located = try model.locate(configuration)
      let engine = OpenedOnce { [configuration] in
        let loaded = try model.loadAndRemark(configuration)
        // What a script shows must not depend on what was computed before, unless that is asked for.
        return cache.folder == nil ? loaded : model.remembering(loaded, cache.store(configuration), configuration)
      }
      let reading = try reading.completed(by: configuration)
      let (explorer, remarks) = try explorer(of: named, reading, engine, located, &configuration)
      let said = engine.model?.assumptions ?? []
      for remark in remarks where !said.contains(remark) { Destination.remark("jinascope: \(remark)") }
      try explorer.play(script, size: screen.size.size, colorDepth: screen.color?.depth ?? .trueColor)
    } else {
      try runInTerminal(inbox)
    }
  }

  /// Goes on where the last session ended, and keeps where this one ends.
  private func runInTerminal(_ inbox: LogInbox) throws {
    var configuration = try ProgramConfiguration(model.configuration)
    let located = try model.locate(configuration)
    let engine = OpenedOnce { [configuration] in
      model.remembering(try model.open(located, configuration), cache.store(configuration), configuration)
    }
    let keepsHistory = history ?? configuration.values.flag("history") ?? true
    let files = SessionFiles(environment: ProcessInfo.processInfo.environment)
    let start = files.read(place: !fresh, history: keepsHistory)
    var (session, problem) = start
    let wanted = (named.isEmpty ? configuration.path("collection").map { [$0] } ?? [] : named).map {
      URL(fileURLWithPath: $0).standardizedFileURL.path
    }
    if !wanted.isEmpty, wanted != session.collection { session.move(to: wanted) }
    var reading = self.reading
    reading.adopt(session.reading)
    let opened: (explorer: Explorer, remarks: [String])
    do {
      opened = try explorer(
        of: session.collection, reading.completed(by: configuration), engine, located, &configuration, inbox, files)
    } catch {
      // What the user named must be there; what only was open last time need not be any more.
      if !wanted.isEmpty || session.collection.isEmpty { throw error }
      session.move(to: [])
      reading = self.reading
      problem = "\(error); opened the samples instead"
      opened = try explorer(
        of: [], reading.completed(by: configuration), engine, located, &configuration, inbox, files)
    }
    session.reading = reading.kept
    let again = self.reading.chunk == nil ? reading.chunk?.chunking : nil
    let resumed = again.map { "texts are split as last time (\($0)); --chunk none leaves them whole" }
    // What the bundled model is stands on the screen all the time.
    let found = located.origin == .bundled || engine.model == nil ? nil : located.remark
    let problems = [found, problem, resumed].compactMap { $0 } + opened.remarks + configuration.problems
    let end = try show(
      opened.explorer, session, problems.isEmpty ? nil : problems.joined(separator: "; "), configuration,
      crashLog: files.crashLog)
    do { try files.write(end, since: start.session, history: keepsHistory) } catch {
      Destination.remark("jinascope: the session could not be saved: \(error)")
    }
    if let signal = Interruption.endingSignal { throw EndedBySignal(signal: signal) }
  }

  /// How the explorer shall be: as the command line says, else as the configuration does.
  private func preferences(
    _ configuration: inout ProgramConfiguration, _ model: ModelDescription?
  ) -> ExplorerPreferences {
    var preferences = configuration.preferences(for: model)
    preferences.theme = screen.theme ?? preferences.theme
    preferences.hasMouse = screen.mouse ?? preferences.hasMouse
    return preferences
  }

  /// Takes the terminal, and has given it back when it returns.
  private func show(
    _ explorer: Explorer, _ session: ExplorerSession, _ problem: String?, _ configuration: ProgramConfiguration,
    crashLog: String?
  ) throws -> ExplorerSession {
    let notice = problem.map { "\($0)." }
    if accessible {
      var lines = try LineReader.standardInput(lineLimit: ReadingLimit.text, limit: .max)
      func read() -> String? {
        // Who is asked to end while it waits for a line keeps the session first.
        let watch = Interruption {}
        defer { watch.stop() }
        do { return try lines.next().map { String(decoding: $0, as: UTF8.self) } } catch {
          if Interruption.endingSignal == nil { Destination.remark("jinascope: \(error)") }
          return nil
        }
      }
      return try explorer.converse(restoring: session, notice: notice, read: read) { line, isPrompt in
        Destination.say(line, terminator: isPrompt ? "" : "\n")
      }
    }
    var terminal = try NcursesTerminal(
      colorDepth: screen.color?.depth ?? configuration.colorDepth,
      asksBackground: [nil, .highContrast].contains(explorer.preferences.theme), crashLog: crashLog)
    return try explorer.run(on: &terminal, restoring: session, notice: notice)
  }

  /// The explorer of what was named (nothing stands for the samples), what of it was left out, and what was taken for
  /// granted.
  private func explorer(
    of named: [String], _ reading: ReadingOptions, _ engine: OpenedOnce, _ located: LocatedModel,
    _ configuration: inout ProgramConfiguration, _ inbox: LogInbox? = nil, _ files: SessionFiles? = nil
  ) throws -> (explorer: Explorer, remarks: [String]) {
    let first = named.isEmpty ? [try BundledAssets().samples] : named
    let inputs = first + (against.map { [$0] } ?? [])
    let isNamed = ![.cache, .bundled].contains(located.origin)
    let isReadAlone = !isNamed && CorpusReader.bringVectors(inputs)
    let collection = ReadCollection(inputs, reading, isReadAlone ? nil : try engine.embedder)
    let reading = try collection.read()
    let kept = files.map { MarkFiles($0, collection: inputs.count > first.count ? inputs : named).read() }
    // Vectors that the usual model does not make need no model.
    let needsModel = isNamed || reading.dimensions == nil || reading.dimensions == located.dimensions
    let embedder = try reading.embedder(needsModel ? try engine.embedder : nil)
    let explorer = Explorer(
      embedder: embedder, items: reading.items,
      collectionName: named.isEmpty ? "samples" : named.map(Path.name(of:)).joined(separator: ", "),
      homeDirectory: HomeDirectory.path, pictureDecoder: model.imageDecoder,
      secondCollection: against.map {
        (first: reading.counts[..<first.count].reduce(0, +), name: Path.name(of: $0))
      }, preferences: preferences(&configuration, engine.model),
      log: inbox,
      source: collection.canBeReadAgain
        ? CollectionSource(
          sources: reading.sources, isWatched: watch, firstInputs: against == nil ? nil : first.count,
          read: collection.readAgain) : nil, judgments: reading.judgments, marks: kept?.marks, describe: { "\($0)" })
    if watch && !collection.canBeReadAgain { throw InputError.cannotWatch }
    return (explorer, [reading.remark, kept?.problem].compactMap { $0 } + embedder.model.assumptions)
  }

  private static func readScript(at path: String) throws -> ExplorerScript {
    let bytes =
      try path == "-"
      ? FileContents.readStandardInput(limit: ReadingLimit.script)
      : FileContents.read(path, limit: ReadingLimit.script, acceptsStreams: true)
    let name = path == "-" ? StandardStream.input.name : path
    guard let text = String(validating: bytes, as: UTF8.self) else { throw InputError.notUTF8(file: name) }
    return try ExplorerScript(text, name: name)
  }
}

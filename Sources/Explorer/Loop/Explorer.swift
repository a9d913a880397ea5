public import Corpus
public import Embeddings
import Files
public import Imaging
public import TerminalUI

/// The explorer: a collection of items, a model, and a terminal to look at them in.
public struct Explorer: Sendable {
  let embedder: any Embedder
  private let items: [CorpusItem]
  private let collectionName: String
  private let homeDirectory: String?
  private let pictureDecoder: ImageDecoder
  private let secondCollection: (first: Int, name: String)?
  /// How it shall be at its start.
  public let preferences: ExplorerPreferences
  private let log: LogInbox?
  let source: CollectionSource?
  private let judgments: [Judgments]
  private let marks: KeptMarks?
  let describe: @Sendable (any Error) -> String

  /// An explorer of `items` with the vectors of `embedder`.
  ///
  /// - Parameters:
  ///   - collectionName: what the user calls the items: the name of a file or folder.
  ///   - homeDirectory: what `~` stands for in the path of a picture.
  ///   - pictureDecoder: decodes pictures for the screen, with the limits and the orientation that the embedder's have.
  ///   - secondCollection: where a second collection begins among `items`, and what the user calls it: the similarities
  ///     are then those of the first with the second.
  ///   - preferences: how it shall be at its start.
  ///   - log: what other parts of the program tell.
  ///   - source: reads the items again; `nil` where they cannot be.
  ///   - judgments: what people judged of the items; that of the test split is evaluated, else the first.
  ///   - marks: what was judged here at earlier times, and where that is kept; `nil` where it is not.
  ///   - describe: makes one sentence of an error, for the foot of the screen.
  public init(
    embedder: any Embedder, items: [CorpusItem], collectionName: String, homeDirectory: String? = nil,
    pictureDecoder: ImageDecoder = ImageDecoder(), secondCollection: (first: Int, name: String)? = nil,
    preferences: ExplorerPreferences = ExplorerPreferences(), log: LogInbox? = nil,
    source: CollectionSource? = nil, judgments: [Judgments] = [], marks: KeptMarks? = nil,
    describe: @escaping @Sendable (any Error) -> String
  ) {
    self.embedder = embedder
    self.items = items
    self.collectionName = collectionName
    self.homeDirectory = homeDirectory
    self.pictureDecoder = pictureDecoder
    self.secondCollection = secondCollection
    self.preferences = preferences
    self.log = log
    self.source = source
    self.judgments = judgments
    self.marks = marks
    self.describe = describe
  }

  /// Runs until the user quits or the terminal goes away, on the calling thread, which sleeps between events.
  ///
  /// - Parameters:
  ///   - session: where the user was at the last end.
  ///   - notice: a sentence that the first screen says.
  /// - Returns: where the user was in the end; the collection's path is that of `session`.
  /// - Throws: `ThreadingError.noPipe` before the first frame; nothing afterwards.
  @discardableResult
  public func run<Screen: Terminal & ~Copyable>(
    on terminal: inout Screen, restoring session: ExplorerSession = ExplorerSession(), notice: String? = nil
  ) throws -> ExplorerSession {
    var effects = try EffectRunner(embedder: embedder, describe: describe, source: source)
    var state = state(on: terminal)
    state.screen.showsTimes = true
    state.restore(session)
    if !state.screen.hasMouse { terminal.setMouse(isOn: false) }
    let start = ContinuousClock.now
    func moment() -> Moment { Moment(elapsed: start.duration(to: .now), residentBytes: ResidentMemory.bytes) }
    let said = notice.map { [Action.noticed($0)] } ?? []
    step(&state, said + [.input(.resize(terminal.size))], at: moment(), &effects, &terminal)
    for case .watch(let sources) in state.watching { effects.watch(sources) }
    while !state.commands.isQuitting {
      let input = terminal.waitForInput(wakeUp: effects.wakeUp).map(Action.input)
      step(&state, input + effects.actions(), at: moment(), &effects, &terminal)
    }
    effects.cancelAll()
    return state.session(in: session.collection, reading: session.reading)
  }

  /// Does what a script says on a screen of a size without a terminal. Each step begins when all that the last one
  /// brought about is done, so that the same script always shows the same.
  ///
  /// - Throws: `ScriptError` where a command cannot be run; `ThreadingError.noPipe`.
  public func play(_ script: ExplorerScript, size: Size, colorDepth: ColorDepth) throws {
    var terminal = DetachedTerminal(size: size, colorDepth: colorDepth)
    // What stands where may follow from the vectors that came first.
    var effects = try EffectRunner(embedder: embedder, describe: describe, deliveryInterval: nil, source: source)
    defer { effects.cancelAll() }
    var state = state(on: terminal)
    step(&state, [.input(.resize(size))], &effects, &terminal)
    finish(&state, &effects, &terminal)
    for line in script.lines where !state.commands.isQuitting {
      state.commands.error = nil
      step(&state, line.actions, &effects, &terminal)
      finish(&state, &effects, &terminal)
      // Only then is known whether a file could be written.
      if let error = state.commands.error { throw script.error(in: line, "\(error)") }
    }
  }

  /// Waits until nothing is being done any more; `meanwhile` is asked again and again for what else happens.
  func finish(
    _ state: inout ExplorerState, _ effects: inout EffectRunner, _ terminal: inout DetachedTerminal,
    at moment: () -> Moment = { Moment() }, meanwhile: (ExplorerState) -> [Action] = { _ in [] }
  ) {
    while effects.isWorking && !state.commands.isQuitting {
      _ = terminal.waitForInput(wakeUp: effects.wakeUp)
      let actions = effects.actions() + meanwhile(state)
      step(&state, actions, at: moment(), &effects, &terminal)
    }
  }

  /// The state at the start.
  func state<Screen: Terminal & ~Copyable>(on terminal: borrowing Screen) -> ExplorerState {
    var state = ExplorerState(
      model: embedder.model, items: items, collectionName: collectionName, size: terminal.size,
      colorDepth: terminal.colorDepth, hasLightBackground: terminal.hasLightBackground, homeDirectory: homeDirectory,
      pictureDecoder: pictureDecoder, preferences: preferences, source: source, judgments: judgments,
      marks: marks?.marks)
    if let (first, name) = secondCollection {
      state.similarity.makeSets(
        rows: ItemSet(name: collectionName, items: Array(0..<first), number: 1),
        columns: ItemSet(name: name, items: Array(first..<items.count), number: 2))
    }
    return state
  }

  /// Lets the actions change the state, starts what follows from them, and shows the result.
  func step<Screen: Terminal & ~Copyable>(
    _ state: inout ExplorerState, _ actions: [Action], at moment: Moment = Moment(), _ effects: inout EffectRunner,
    _ terminal: inout Screen
  ) {
    guard !actions.isEmpty else { return }
    let logged = log?.take().map { LogState.Line(time: moment.elapsed, level: $0.level, text: $0.text) } ?? []
    let told: [Action] = logged.isEmpty ? [] : [.logged(logged)]
    var remaining = ArraySlice(told + actions)
    while let next = remaining.popFirst() {
      var action = state.joined(next, with: &remaining)
      if terminal.isEnding {
        // However much has been typed before.
        action = .input(.terminate)
        remaining = []
      }
      for effect in advance(&state, action, at: moment) {
        switch effect {
        case .compute(let computation): effects.start(computation)
        case .embed(let work): effects.start(work, in: state)
        case .reload: effects.reload(over: state.subject.collection)
        case .watch(let sources): effects.watch(sources)
        case .export(let pane, let path): effects.export(pane, to: path, from: state)
        case .write(.display(let path)):
          effects.write(screen(for: state).saved(as: path, colorDepth: state.screen.colorDepth), to: path)
        case .write(.recording(let recording)): effects.write(recording.text, to: recording.path)
        case .write(.text(let text, let path)): effects.write(text, to: path)
        case .keep(let mark): if let problem = keep(mark) { remaining.append(.noticed(problem)) }
        case .awaitQuitConfirmation: effects.awaitQuitConfirmation()
        case .cancel(let slot): effects.cancel(slot)
        case .terminal(let request): if let answer = perform(request, on: &terminal) { remaining.append(answer) }
        }
      }
    }
    terminal.draw(screen(for: state))
  }

  /// Keeps a mark for the next start, at once: nothing is lost however the program ends. Returns what is wrong.
  private func keep(_ mark: Judgments.Mark) -> String? {
    do { try marks?.keep(mark) } catch { return "The mark could not be kept: \(describe(error))." }
    return nil
  }

  /// Has the terminal do something; returns what comes of it.
  private func perform<Screen: Terminal & ~Copyable>(_ request: TerminalRequest, on terminal: inout Screen) -> Action? {
    switch request {
    case .copy(let text): return .copied(terminal.copy(text))
    case .setMouse(let isOn): terminal.setMouse(isOn: isOn)
    case .suspend:
      terminal.suspend()
      return .input(.resize(terminal.size))
    }
    return nil
  }
}

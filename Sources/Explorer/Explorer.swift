public import Corpus
public import Embeddings
public import TerminalUI

/// The explorer: a collection of items, a model, and a terminal to look at them in.
public struct Explorer: Sendable {
  private let embedder: any Embedder
  private let items: [CorpusItem]
  private let collectionName: String
  private let describe: @Sendable (any Error) -> String

  /// An explorer of `items` with the vectors of `embedder`.
  ///
  /// - Parameters:
  ///   - collectionName: what the user calls the items: the name of a file or folder.
  ///   - describe: makes one sentence of an error, for the foot of the screen.
  public init(
    embedder: any Embedder, items: [CorpusItem], collectionName: String,
    describe: @escaping @Sendable (any Error) -> String
  ) {
    self.embedder = embedder
    self.items = items
    self.collectionName = collectionName
    self.describe = describe
  }

  /// Runs until the user quits or the terminal goes away, on the calling thread, which sleeps between events.
  ///
  /// - Throws: `ThreadingError.noPipe` before the first frame; nothing afterwards.
  public func run<Screen: Terminal & ~Copyable>(on terminal: inout Screen) throws {
    var effects = try EffectRunner(embedder: embedder, describe: describe)
    var state = ExplorerState(
      model: embedder.model, items: items, collectionName: collectionName, size: terminal.size,
      colorDepth: terminal.colorDepth)
    step(&state, [.input(.resize(terminal.size))], &effects, &terminal)
    while !state.isQuitting {
      let input = terminal.waitForInput(wakeUp: effects.wakeUp).map(Action.input)
      step(&state, input + effects.actions(), &effects, &terminal)
    }
    effects.cancelAll()
  }

  /// Lets the actions change the state, starts what follows from them, and shows the result.
  private func step<Screen: Terminal & ~Copyable>(
    _ state: inout ExplorerState, _ actions: [Action], _ effects: inout EffectRunner, _ terminal: inout Screen
  ) {
    guard !actions.isEmpty else { return }
    var remaining = actions[...]
    while let action = remaining.popFirst() {
      for effect in update(&state, action) {
        switch effect {
        case .suspend:
          terminal.suspend()
          remaining.append(.input(.resize(terminal.size)))
        case .setMouse(let isOn): terminal.setMouse(isOn: isOn)
        case .copy(let text): remaining.append(.copied(terminal.copy(text)))
        default: effects.start(effect, in: state)
        }
      }
    }
    terminal.draw(screen(for: state))
  }
}

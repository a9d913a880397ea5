import Embeddings

/// What a derived value answers now.
enum Need<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
  /// The input is not there yet, or nothing shows the answer: what is known stays, and nothing is left pending.
  case later
  /// There is nothing to know: what was known is forgotten.
  case nothing
  /// The answer to a question asked of the data of a revision. `known` is an answer that was kept, so that nothing need
  /// be computed; `compute` runs off the main thread on what it has captured.
  case answer(
    Question, revision: Int = 0, known: Answer? = nil, compute: @Sendable (_ embedder: any Embedder) -> Answer)
}

/// The declaration of a derived value: where it is kept, what it answers, and how that is computed.
struct Derivation: Sendable {
  let slot: Slot
  /// Asks for the answer that the state now needs, if it is neither known nor under way.
  let request: @Sendable (inout ExplorerState) -> [Effect]
  /// Forgets what is known, and ends what is under way.
  let forget: @Sendable (inout ExplorerState) -> [Effect]

  /// A value kept at `path`.
  ///
  /// - Parameters:
  ///   - need: what is to be answered, given the state. It captures what the computation reads, so a question is never
  ///     pending without somebody to answer it.
  ///   - then: what else an answer changes.
  init<Question, Answer>(
    _ slot: Slot, at path: any WritableKeyPath<ExplorerState, Derived<Question, Answer>> & Sendable,
    need: @escaping @Sendable (ExplorerState) -> Need<Question, Answer>,
    then: @escaping @Sendable (inout ExplorerState, Answer, Derived<Question, Answer>.Key) -> Void = { _, _, _ in }
  ) {
    self.slot = slot
    let forget: @Sendable (inout ExplorerState) -> [Effect] = { state in
      state[keyPath: path].clear() ? [.cancel(slot)] : []
    }
    self.forget = forget
    request = { state in
      switch need(state) {
      case .later: return []
      case .nothing: return forget(&state)
      case .answer(let question, let revision, let known, let compute):
        guard let key = state[keyPath: path].ask(question, revision: revision) else { return [] }
        if let known {
          state[keyPath: path].take(known, for: key)
          return []
        }
        return [
          .compute(
            Computation(slot, key) { embedder, deliver in
              let answer = compute(embedder)
              deliver { state in
                guard state[keyPath: path].take(answer, for: key) else { return }
                then(&state, answer, key)
              }
            })
        ]
      }
    }
  }

  /// Every derived value, in the order in which they are asked for: what all panes need first.
  static let all: [Derivation] = [.tables, .ranking] + Pane.allCases.flatMap { $0.definition.derivations }
}

/// A change of the state that a computation brings about.
typealias Delivery = @Sendable (inout ExplorerState) -> Void

/// A pure computation off the main thread, with what it reads already captured. Two are equal if they ask the same
/// question in the same slot.
struct Computation: Hashable, Sendable {
  let slot: Slot
  /// Delivers its results, once or several times.
  let run: @Sendable (_ embedder: any Embedder, _ deliver: (@escaping Delivery) -> Void) -> Void
  private let questionHash: Int

  init(
    _ slot: Slot, _ question: some Hashable,
    run: @escaping @Sendable (_ embedder: any Embedder, _ deliver: (@escaping Delivery) -> Void) -> Void
  ) {
    self.slot = slot
    self.run = run
    questionHash = question.hashValue
  }

  static func == (first: Computation, second: Computation) -> Bool {
    first.slot == second.slot && first.questionHash == second.questionHash
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(slot)
    hasher.combine(questionHash)
  }
}

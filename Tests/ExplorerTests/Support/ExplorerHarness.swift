import Corpus
import Embeddings
import Imaging
import TerminalUI
import TestSupport

@testable import Explorer

/// An explorer whose effects are carried out at once, one after the other: a state between two keys is a settled one.
struct ExplorerHarness {
  var state: ExplorerState
  let embedder: StubEmbedder
  /// The effects since the last `effects = []`, in order.
  var effects: [Effect] = []
  /// Whether effects are carried out, or only noted.
  var isRunning = true

  init(
    items: [CorpusItem] = ExplorerHarness.samples, embedder: StubEmbedder = StubEmbedder(),
    size: Size = Size(columns: 80, rows: 24), colorDepth: ColorDepth = .trueColor,
    pictureDecoder: ImageDecoder = ImageDecoder(), preferences: ExplorerPreferences = ExplorerPreferences(),
    source: CollectionSource? = nil, judgments: [Judgments] = [ExplorerHarness.judgments], marks: Judgments? = nil
  ) {
    self.embedder = embedder
    state = ExplorerState(
      model: embedder.model, items: items, collectionName: "samples", size: size, colorDepth: colorDepth,
      homeDirectory: "/home/someone", pictureDecoder: pictureDecoder, preferences: preferences, source: source,
      judgments: judgments, marks: marks)
    perform(.input(.resize(size)))
  }

  /// Types keys in key notation.
  mutating func type(_ keys: String) throws {
    for key in try KeyPress.sequence(keys) { perform(.input(.key(key))) }
  }

  /// Clicks on a cell.
  mutating func click(row: Int, column: Int) {
    perform(.input(.mouse(MouseEvent(.press, at: Position(row: row, column: column)))))
  }

  /// Lets an action happen, with everything that follows from it.
  mutating func perform(_ action: Action) {
    for effect in advance(&state, action) {
      effects.append(effect)
      if isRunning { carryOut(effect) }
    }
  }

  /// Carries an effect out, with everything that follows from it.
  mutating func carryOut(_ effect: Effect) {
    switch effect {
    case .compute(let computation): carryOut(computation)
    case .export(let pane, let path):
      let told = Recorder<Action>()
      ExportJob(embedder: embedder, state: state, pane: pane, path: path).run { told.record($0) }
      for action in told.values { perform(action) }
    case .embed(let work): embed(work)
    case .write, .keep, .reload, .watch, .awaitQuitConfirmation, .cancel, .terminal: break
    }
  }

  private mutating func carryOut(_ computation: Computation) {
    var deliveries: [Delivery] = []
    computation.run(embedder) { deliveries.append($0) }
    for delivery in deliveries { perform(.delivered(delivery)) }
  }

  private mutating func embed(_ work: EmbeddingWork) {
    switch work {
    case .query(let key, let tasks, _):
      do {
        let results = try embedder.results(of: EmbeddingRequest(state.subject.content(of: key), tasks: tasks))
        perform(.queryEmbedded(key, results))
        perform(.finished(.query))
      } catch { perform(.failed(.query, "\(error)")) }
    case .judgedQueries(let queries, let tasks):
      do {
        for query in queries {
          let request = EmbeddingRequest(.text(query.text, query.role), tasks: tasks)
          perform(.judgedQueriesEmbedded([query: try embedder.results(of: request)]))
        }
        perform(.finished(.judgedQueries))
      } catch { perform(.failed(.judgedQueries, "\(error)")) }
    case .tokens(let sides):
      do {
        for side in sides {
          for result in try embedder.results(of: state.subject.request(for: side)) {
            guard let vectors = result.multiVector else { continue }
            perform(.tokensEmbedded(side, TokenVectors(vectors: vectors, image: result.image)))
          }
        }
        perform(.finished(.tokenVectors))
      } catch { perform(.failed(.tokenVectors, "\(error)")) }
    case .items(let items, let tasks):
      var results: [Int: [EmbeddingResult]] = [:]
      for item in items {
        do {
          results[item] = try embedder.results(of: state.subject.items[item].request(tasks: tasks))
        } catch { perform(.itemFailed(item, "\(error)")) }
      }
      perform(.itemsEmbedded(results))
      perform(.finished(.items))
    }
  }

  /// The view of a pane.
  func view<Definition: PaneDefinition>(_ pane: Definition.Type) -> Definition.Content {
    pane.view(of: state, state.screen.theme)
  }

  /// The late interaction that the inspector shows.
  var shownLateInteraction: LateInteraction? { state.inspector.lateInteraction.shown(state.subject) }

  /// What is on the screen.
  var picture: Screen { screen(for: state) }

  /// The identifiers of the list, from the top.
  var listed: [String] { state.subject.items.indices.map { state.subject.items[state.subject.item(inRow: $0)].id } }

  /// What was judged of the samples.
  static let judgments = Judgments(
    name: "judged.jsonl",
    judgments: [
      ("clouds", "cloud", 2), ("clouds", "rain", 1), ("clouds", "bread", 0), ("tides", "tide", 1), ("tides", "moon", 1),
      ("list", "sort", 1), ("list", "search", 1), ("list", "gone", 1),
    ].map { Judgments.Judgment(query: $0.0, item: $0.1, grade: $0.2) },
    writtenQueries: [
      .init(id: "clouds", text: "water in the clouds"), .init(id: "tides", text: "what makes the tides"),
      .init(id: "list", text: "find an item", role: .passage),
    ])

  /// Two dozen texts in several languages, with code.
  static let samples: [CorpusItem] = [
    ("water", "The water cycle moves water from the sea to the clouds and back to the land."),
    ("rain", "Rain falls when clouds of water vapour cool and condense."),
    ("river", "A river carries rain water from the land to the sea."),
    ("desert", "In a desert hardly any rain falls, and rivers are dry."),
    ("bread", "Bread is made of flour, water, salt and time."),
    ("coffee", "Coffee needs hot water, but not boiling water."),
    ("wasser", "Der Wasserkreislauf bringt Wasser vom Meer in die Wolken und zurück."),
    ("pluie", "La pluie tombe quand les nuages se refroidissent."),
    ("lluvia", "La lluvia cae cuando las nubes se enfrían."),
    ("mizu", "水は海から雲へ、そして陸へと循環する。"),
    ("shui", "水循环把海水带到云中，再带回陆地。"),
    ("voda", "Вода испаряется из моря и выпадает дождём на сушу."),
    ("maa", "الماء يتبخر من البحر ثم يعود مطرا إلى الأرض."),
    ("sort", "func sorted(_ numbers: [Int]) -> [Int] { numbers.sorted() }"),
    ("search", "def search(items, query): return [item for item in items if query in item]"),
    ("loop", "for (int i = 0; i < n; ++i) sum += values[i];"),
    ("query", "SELECT name FROM rivers WHERE length > 1000 ORDER BY length;"),
    ("moon", "The moon pulls the sea and makes the tides."),
    ("tide", "Tides rise and fall twice a day, drawn by the moon."),
    ("emoji", "Weather report: ☀️ then 🌧️ then 👨‍👩‍👧 under one umbrella."),
    ("escape", "A line with \u{1B}[31mcolors\u{1B}[0m that must not reach the terminal."),
    ("short", "Water."),
    ("ocean", "The sea covers most of the land of this planet with water."),
    ("cloud", "A cloud is water in the air."),
  ].map { CorpusItem(id: $0.0, content: .text($0.1)) }
}

extension Effect {
  /// The slot of a computation; `nil` for any other effect.
  var slot: Slot? { if case .compute(let computation) = self { computation.slot } else { nil } }
}

import Corpus
import Embeddings
import Imaging
import TerminalUI

/// Everything the explorer knows: a value that `update` alone changes and the views draw.
struct ExplorerState: Sendable {
  /// The model.
  let model: ModelDescription
  /// The items to explore.
  let items: [CorpusItem]
  /// The items' identifiers: they decide ties.
  let identifiers: [String]
  /// What the items are called on the screen: their identifiers, without the folder where all of them lie.
  let names: [String]
  /// The labels of the collection, in the order in which they come.
  let labels: [String]
  /// What the collection is called.
  let collectionName: String
  /// How many colors the terminal shows.
  let terminalDepth: ColorDepth
  /// Whether the terminal's background is light.
  let hasLightBackground: Bool
  /// Which key runs which command.
  let keymap: Keymap
  /// What `~` stands for in a path.
  let homeDirectory: String?
  /// Decodes pictures for the screen as the embedder decodes them.
  let pictureDecoder: ImageDecoder

  /// The terminal's size.
  var size: Size
  /// The colors the user wants; `nil` for those that suit the background.
  var themeName: ThemeName?
  /// The pane that has the focus.
  var focus = Pane.query
  /// Whether the pane with the focus fills the screen.
  var isZoomed = false
  /// The list of commands over the panes; `nil` while it is closed.
  var menu: CommandMenu?
  /// Whether the mouse is the explorer's, not the terminal's.
  var hasMouse = true
  /// Whether the program is to end.
  var isQuitting = false
  /// Whether a second Ctrl-C quits.
  var isQuitConfirmationPending = false
  /// A sentence for the user.
  var message: Message?
  /// What the user has done since `:record`; `nil` while nothing is written down.
  var recording: Recording?
  /// The file that an export is being written to.
  var exportPath: String?
  /// Why the command that was written last could not be run; `nil` when it was.
  var commandError: CommandError?

  /// The adapter that ranks the items.
  var task: EmbeddingTask
  /// The adapters compared with it.
  var marked: Set<EmbeddingTask> = []
  /// The adapter under the cursor.
  var adapterCursor = 0
  /// Components of the vectors that are compared.
  var dimensions: Int
  /// The pair whose score the dimension pane follows.
  var pair = Pair.query
  /// The first line of the inspector's text that is shown.
  var inspectorLine = 0

  /// The typed query.
  var query = QueryState()
  /// The list.
  var list = ItemsState()
  /// The similarity pane.
  var heatmap = HeatmapState()
  /// How many sets of items were made for it.
  var setCount = 0
  /// The order of the comparison of adapters.
  var compareOrder = CompareOrder.disagreement
  /// What happened.
  var log = ExplorerLog()
  /// Where the user was before looking at the log.
  var paneBeforeLog = Pane.items
  /// When the last action came.
  var moment = Moment()
  /// The items on a plane.
  var map = Derived<MapQuestion, ItemMap>()
  /// What the points of the map are told apart by.
  var mapColoring = MapColoring.score
  /// What the dimension pane plots.
  var sweepMeasure = SweepMeasure.score
  /// Whether times that were measured are shown: a script shows the same every time it is played.
  var showsTimes = false
  /// Which of `Pane.sharingPlace` is in their place.
  var sharedPlacePane = Pane.similarity

  /// Every vector there is.
  var vectors: VectorStore
  /// The items' vectors, ready to be compared.
  var tables = Derived<TablesQuestion, ItemTables>()
  /// The items by score.
  var ranking = Derived<RankingQuestion, ItemRanking>()
  /// The dimensions compared.
  var sweep = Derived<SweepQuestion, DimensionSweep>()
  /// The query and the selected item, token by token.
  var interaction = InteractionState()
  /// The pictures that were looked at.
  var pictures = PictureCache()
  /// What the model is doing, by the slot that asked for it.
  var jobs: [Effect.Slot: Job] = [:]

  /// Two things whose similarity the dimension pane follows.
  enum Pair: Hashable, Sendable {
    /// The query and the selected item.
    case query
    /// The two items under the crosshair of the similarity pane.
    case items(Int, Int)
  }

  /// A sentence for the user.
  struct Message: Hashable, Sendable {
    /// The sentence.
    var text: String
    /// Whether something went wrong; it then stays until it is answered.
    var isFailure = false
  }

  /// The explorer at its start: nothing embedded, the query waiting to be typed.
  init(
    model: ModelDescription, items: [CorpusItem], collectionName: String, size: Size, colorDepth: ColorDepth,
    hasLightBackground: Bool = false, homeDirectory: String? = nil, pictureDecoder: ImageDecoder = ImageDecoder(),
    preferences: ExplorerPreferences = ExplorerPreferences()
  ) {
    precondition(!model.adapters.isEmpty, "a model without tasks cannot be explored")
    self.model = model
    self.items = items
    self.collectionName = collectionName
    self.size = size
    terminalDepth = colorDepth
    self.hasLightBackground = hasLightBackground
    keymap = preferences.keymap
    themeName = preferences.theme
    hasMouse = preferences.hasMouse
    self.homeDirectory = homeDirectory
    self.pictureDecoder = pictureDecoder
    identifiers = items.map(\.id)
    names = CorpusItem.names(of: identifiers)
    var seen: Set<String> = []
    labels = items.compactMap(\.label).filter { seen.insert($0).inserted }
    let wanted = preferences.dimensions.flatMap { model.matryoshkaDimensions.contains($0) ? $0 : nil }
    task = preferences.task.flatMap { model.tasks.contains($0) ? $0 : nil } ?? model.adapters[0].task
    dimensions = wanted ?? model.fullDimension
    query.role = preferences.role
    heatmap.colormap = preferences.colormap
    vectors = VectorStore(itemCount: items.count)
  }
}

extension ExplorerState {
  /// How the screen looks.
  var theme: Theme { Theme(themeName, depth: terminalDepth, isLight: hasLightBackground) }

  /// How many colors are shown: as many as the terminal has, unless the theme has none.
  var colorDepth: ColorDepth { theme.depth }

  /// The adapters on the screen, in the checkpoint's order: the current one and the marked ones.
  var shownTasks: [EmbeddingTask] { model.tasks.filter { $0 == task || marked.contains($0) } }

  /// Whether the keys go to a text field.
  var isEditing: Bool { focus == .query && query.isEditing && menu == nil }

  /// Where a key looks for its command.
  var keyFocus: Keymap.Focus { isEditing ? .text : .pane(focus) }

  /// The ranking, when it belongs to the query and adapter on the screen; it may be of other dimensions until the
  /// next one is there.
  var shownRanking: ItemRanking? {
    guard let question = ranking.answered?.question, question.current == task else { return nil }
    switch question.anchor {
    case .query(let key): return list.pins.isEmpty && key.role == query.key?.role ? ranking.answer : nil
    case .item(let item): return list.pins.last == item ? ranking.answer : nil
    }
  }

  /// How many items have a vector under the current adapter.
  var embeddedCount: Int { vectors.count(under: task) }

  /// The rows of the list.
  var rowCount: Int { list.arrangement?.rows.count ?? items.count }

  /// The item in a row of the list.
  func item(inRow row: Int) -> Int {
    list.arrangement.map { $0.rows[row] } ?? shownRanking.map { $0.order[row] } ?? row
  }

  /// The row of an item in the list; the first where it is not listed.
  func row(of item: Int) -> Int {
    if let arrangement = list.arrangement { return arrangement.row(of: item) ?? 0 }
    return shownRanking?.position(of: item) ?? item
  }

  /// The row of the list that is selected.
  var selectedRow: Int { list.chosen.map(row(of:)) ?? 0 }

  /// The item that is selected; `nil` only of an empty collection.
  var selectedItem: Int? { items.isEmpty ? nil : list.chosen ?? (rowCount > 0 ? item(inRow: 0) : 0) }

  /// The adapters whose items are wanted but neither embedded nor known to be unreadable.
  func missingItems(under tasks: [EmbeddingTask]) -> [Int] {
    let incomplete = tasks.filter { vectors.count(under: $0) < items.count }
    if incomplete.isEmpty { return [] }
    return items.indices.filter { item in
      list.failures[item] == nil && incomplete.contains { vectors.item(item, under: $0) == nil }
    }
  }
}

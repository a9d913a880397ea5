import Corpus
import Embeddings
import Imaging
import TerminalUI

/// Everything the explorer knows: a value that `update` alone changes and the views draw.
struct ExplorerState: Sendable {
  /// What all panes look at.
  var subject: Subject
  /// The terminal, the focus, and what the foot of the screen says.
  var screen: ScreenState
  /// What is being computed, and what was stopped.
  var work = Work()
  /// Whether the collection can be read again.
  let canReload: Bool
  /// Whether it is, whenever its files change.
  let isWatching: Bool
  /// How its files were when they were looked at last.
  var watchedSources: SourceStamps
  /// Keys, the menu, and what the user asked for by name.
  var commands: CommandState

  // One state for each pane, by the pane's name.
  var query = QueryState()
  var adapters = AdaptersState()
  var items = ItemsState()
  var similarity = SimilarityState()
  var dimensions = DimensionsState()
  var compare = CompareState()
  var inspector = InspectorState()
  var map = MapState()
  var log = LogState()
  var evaluate = EvaluateState()

  /// The explorer at its start: nothing embedded, the query waiting to be typed.
  init(
    model: ModelDescription, items: [CorpusItem], collectionName: String, size: Size, colorDepth: ColorDepth,
    hasLightBackground: Bool = false, homeDirectory: String? = nil, pictureDecoder: ImageDecoder = ImageDecoder(),
    preferences: ExplorerPreferences = ExplorerPreferences(), source: CollectionSource? = nil,
    judgments: [Judgments] = [], marks: Judgments? = nil
  ) {
    canReload = source != nil
    isWatching = source?.isWatched ?? false
    watchedSources = source?.sources ?? SourceStamps()
    precondition(!model.adapters.isEmpty, "a model without tasks cannot be explored")
    let dimensions = preferences.dimensions.flatMap { model.matryoshkaDimensions.contains($0) ? $0 : nil }
    let task = preferences.task.flatMap { model.tasks.contains($0) ? $0 : nil }
    subject = Subject(
      model: model,
      collection: ItemCollection(
        name: collectionName, items: items, sources: watchedSources, judgments: judgments,
        marks: marks ?? Judgments(name: "marks")),
      task: task ?? model.adapters[0].task, dimensions: dimensions ?? model.fullDimension,
      homeDirectory: homeDirectory, pictureDecoder: pictureDecoder)
    screen = ScreenState(
      size: size, terminalDepth: colorDepth, hasLightBackground: hasLightBackground, theme: preferences.theme,
      hasMouse: preferences.hasMouse)
    commands = CommandState(keymap: preferences.keymap)
    query.role = preferences.role
    similarity.colormap = preferences.colormap
  }
}

extension ExplorerState {
  /// Whether keys go to the text field of the query.
  var isEditing: Bool { screen.focus == .query && query.isEditing && commands.menu == nil }

  /// Where a key looks for its command.
  var keyFocus: Keymap.Focus { isEditing ? .text : .pane(screen.focus) }

  /// Gives the focus to a pane; its keys are commands then.
  mutating func focus(on pane: Pane) {
    screen.focus(on: pane)
    query.isEditing = false
  }
}

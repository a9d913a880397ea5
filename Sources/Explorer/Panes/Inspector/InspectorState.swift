import Corpus
import Embeddings

/// What the inspector shows of the selected item.
struct InspectorState: Sendable {
  /// The first visible line of the item's text.
  private(set) var line = 0
  /// The query and the item token by token.
  var lateInteraction = LateInteractionState()

  /// The item whose text `line` is of.
  var item: Int?
}

extension InspectorState {
  /// Goes through the tokens, or scrolls the text.
  mutating func move(by rows: Int) {
    if lateInteraction.isShown {
      lateInteraction.row = max(0, lateInteraction.row + rows)
    } else {
      line = max(0, line + rows)
    }
  }

  /// Leaves the late interaction, then the inspector.
  mutating func back(_ screen: inout ScreenState) {
    if lateInteraction.isShown { lateInteraction.isShown = false } else { screen.focus(on: .items) }
  }

  /// Begins at the top of another item's text, and stops scrolling at its end.
  mutating func settle(_ subject: Subject, extent: PaneExtent?) {
    if item != subject.selectedItem { line = extent?.firstLine ?? 0 }
    // A part of a document is gone to once the pane is there to show it.
    item =
      extent == nil && subject.selectedItem.map { subject.items[$0].chunk != nil } == true ? nil : subject.selectedItem
    if let extent { line = min(line, extent.lastLine) }
    lateInteraction.settle(subject)
  }
}

extension Slot {
  static let lateInteraction = Slot("late interaction")
  static let picture = Slot("picture")
}

extension Derivation {
  /// The query and the selected item token by token, once both have a vector for each token.
  static let lateInteraction = Derivation(.lateInteraction, at: \.inspector.lateInteraction.comparison) { state in
    let lateInteraction = state.inspector.lateInteraction
    guard state.screen.geometry.isShown(.inspector), let question = lateInteraction.question(state.subject),
      let query = lateInteraction[question.sides[0]], let item = lateInteraction[question.sides[1]]
    else { return .later }
    let requests = question.sides.map(state.subject.request(for:))
    return .answer(question) { embedder in
      let prompts = requests.map { embedder.promptTokens(of: $0.content, task: question.task) }
      return Result { () throws(LateInteraction.Failure) in
        try LateInteraction(query: query, prompts[0], item: item, prompts[1])
      }
    }
  }
}

extension Subject {
  /// The request for the token vectors of a side.
  func request(for side: TokenSide) -> EmbeddingRequest {
    let content =
      switch side.content {
      case .query(let key): content(of: key)
      case .item(let item): items[item].request(tasks: []).content
      }
    return EmbeddingRequest(content, tasks: [side.task], wantsMultiVector: true)
  }

  /// The picture of an item; `nil` if it is a text.
  func picture(of item: Int) -> ImageSource? {
    if case .image(let source) = items[item].content { source } else { nil }
  }
}

extension ExplorerState {
  /// The two items under the crosshair while the similarities have the focus; the inspector shows both of them.
  var inspectedPair: Subject.ItemPair? { screen.focus == .similarity ? subject.crosshair : nil }

  /// Has the first picture read that is on the screen and not known yet.
  mutating func requestPicture() -> [Effect] {
    guard let source = shownPictures.first(where: { subject.pictures[$0] == nil }) else {
      guard work.running[.picture] != nil else { return [] }
      work.end(.picture)
      return [.cancel(.picture)]
    }
    if work.running[.picture] == .picture(source) { return [] }
    work.begin(.picture, .picture(source), reportsProgress: false)
    let decoder = subject.pictures.decoder
    return [
      .compute(
        Computation(.picture, source) { _, deliver in
          let entry = PictureCache.Entry(reading: source, with: decoder)
          deliver { state in
            state.subject.pictures.insert(entry, for: source)
            state.work.end(.picture)
          }
        })
    ]
  }

  /// The pictures on the screen, in the order they are read.
  private var shownPictures: [ImageSource] {
    // A path that is still being typed is none that there must be something at.
    let isAwaited = !screen.geometry.isShown(.query) || work.running[.query] != nil
    return inspectedPictures + (isAwaited ? [] : [subject.queryPicture].compactMap { $0 })
  }

  /// The pictures of the items that the inspector shows.
  private var inspectedPictures: [ImageSource] {
    guard screen.geometry.isShown(.inspector) else { return [] }
    let items = inspectedPair.map { [$0.row, $0.column] } ?? [subject.selectedItem].compactMap { $0 }
    return items.compactMap(subject.picture(of:))
  }
}

import Embeddings
import TerminalUI

/// The only place where the explorer's state changes: what `action` makes of `state`, and what is to be done about it.
func update(_ state: inout ExplorerState, _ action: Action, at moment: Moment = Moment()) -> [Effect] {
  state.moment = moment
  let (messageBefore, jobsBefore, queryBefore) = (state.message, state.jobs, state.query.field.text)
  defer { state.noteInLog(messageBefore: messageBefore, jobsBefore: jobsBefore) }
  var effects = state.react(to: action, recording: state.recordedStep(of: action))
  if state.isQuitting { effects += state.stopRecording() }
  if state.query.field.text != queryBefore { state.showTheBest() }
  state.settle()
  effects += state.requestWhatIsMissing()
  // What was remembered is there at once, and may be of another size.
  state.settle()
  return effects
}

extension ExplorerState {
  /// Changes the state as the action says.
  fileprivate mutating func react(to action: Action, recording step: Recording.Step?) -> [Effect] {
    defer { record(step) }
    switch action {
    case .input(let event): return receive(event)
    case .command(let command): return run(command)
    case .line(let text): return run(line: text)
    case .noticed(let sentence): message = Message(text: sentence, isFailure: true)
    case .answered:
      message = nil
      menu = nil
    case .logged(let lines): for line in lines { log.append(line.text, level: line.level, at: line.time) }
    case .tokenized(let answer, let key): query.tokens.take(answer, for: key)
    case .queryEmbedded(let key, let results): receiveQuery(key, results)
    case .itemsEmbedded(let results): for (item, results) in results { vectors.insert(results, item: item) }
    case .itemFailed(let item, let sentence): receiveFailure(of: item, sentence)
    // What was on its way when the job was ended does not bring it back.
    case .progress(let job): if jobs[job.kind.slot] != nil { jobs[job.kind.slot] = job }
    case .finished(let slot): end(slot)
    case .failed(let slot, let sentence):
      if slot == .tokenVectors { stopInteraction(sentence) }
      stop(slot)
      message = Message(text: sentence, isFailure: true)
    case .tabulated(let answer, let key): tables.take(answer, for: key)
    case .ranked(let answer, let key): ranking.take(answer, for: key)
    case .compared(let answer, let key):
      heatmap.cache.insert(answer, for: key)
      heatmap.matrix.take(answer, for: key)
    case .seriated(let answer, let key): heatmap.seriation.take(answer, for: key)
    case .reduced(let answer, let key): heatmap.overview.take(answer, for: key)
    case .tilesComputed(let tiles, let arrangement): heatmap.tiles.insert(tiles, for: arrangement)
    case .matrixComputed(let delivery, let arrangement): heatmap.tiles.take(delivery, for: arrangement)
    case .rectangleDescribed(let answer, let key): heatmap.rectangle.take(answer, for: key)
    case .pairsFound(let answer, let key):
      heatmap.pairs.take(answer, for: key)
      if heatmap.isListing { selectPair(heatmap.pairRow) }
    case .projected(let answer, let key): map.take(answer, for: key)
    case .swept(let answer, let key): sweep.take(answer, for: key)
    case .pictureRead(let source, let entry): pictures.insert(entry, for: source)
    case .written(let path, let failure):
      if exportPath == path { end(.export) }
      noteWritten(path, failure)
    case .tokensEmbedded(let side, let vectors): interaction.insert(vectors, for: side)
    case .interacted(let answer, let key): interaction.answer.take(answer, for: key)
    case .quitConfirmationExpired:
      isQuitConfirmationPending = false
      message = nil
    case .copied(let how): message = Message(text: how.map { "Copied (\($0))." } ?? "This terminal has no clipboard.")
    }
    return []
  }

  /// Does what an event of the terminal means.
  mutating func receive(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .paste(let text):
      if menu?.isTyping == true { menu?.paste(text) } else if list.isFiltering { list.filter.paste(text) }
      guard isEditing else { return [] }
      query.field.paste(text)
      query.historyPlace = nil
    case .mouse(let event): return point(event)
    case .resize(let size): self.size = size
    case .resume: break
    case .terminate: isQuitting = true
    }
    return []
  }

  private mutating func press(_ key: KeyPress) -> [Effect] {
    if message?.isFailure == false { message = nil }
    if menu != nil { return pressInMenu(key) }
    if list.isFiltering { return pressInFilter(key) }
    if let line = keymap.line(for: key, in: keyFocus) {
      return line.argument == nil ? run(line.command) : run(line: line.text)
    }
    isQuitConfirmationPending = false
    if isEditing, query.field.handle(key) { query.historyPlace = nil }
    return []
  }

  /// Runs a command where the focus is.
  mutating func run(_ command: Command) -> [Effect] {
    if command != .cancel { isQuitConfirmationPending = false }
    switch command {
    case .quit: isQuitting = true
    case .help: menu = CommandMenu(.applicable)
    case .palette: menu = CommandMenu(.all)
    case .cancel: return cancel()
    case .suspend: return [.suspend]
    case .nextPane: focus(on: focus.advanced(by: 1))
    case .previousPane: focus(on: focus.advanced(by: -1))
    case .focusQuery: focus(on: .query)
    case .focusAdapters: focus(on: .adapters)
    case .focusItems: focus(on: .items)
    case .focusSimilarity: focus(on: .similarity)
    case .focusDimensions: focus(on: .dimensions)
    case .focusCompare: focus(on: .compare)
    case .focusMap: focus(on: .map)
    case .focusInspector: focus(on: .inspector)
    case .focusLog: focus(on: .log)
    case .switchLog: switchLog()
    case .back: back()
    case .zoomPane: isZoomed.toggle()
    case .nextAdapter: chooseNextAdapter()
    case .shorterVectors: moveDimension(by: -1)
    case .longerVectors: moveDimension(by: 1)
    case .embedMissing: embedMissing()
    case .stopRecording: return stopRecording()
    case .clearHistory:
      query.history = []
      query.historyPlace = nil
      message = Message(text: "The history is empty.")
    case .copy: return copy()
    case .switchMouse: return switchMouse()
    case .up: move(rows: -1)
    case .down: move(rows: 1)
    case .left: move(columns: -1)
    case .right: move(columns: 1)
    case .pageUp: move(rows: -pageRows)
    case .pageDown: move(rows: pageRows)
    case .first: move(rows: -Self.farAway)
    case .last: move(rows: Self.farAway)
    case .edit: edit()
    case .switchRole: switchRole()
    case .submit: submit()
    case .olderQuery: query.walkHistory(by: -1)
    case .newerQuery: query.walkHistory(by: 1)
    case .chooseAdapter: chooseAdapter(model.tasks[adapterCursor])
    case .markAdapter: markAdapter(model.tasks[adapterCursor])
    case .queryByItem: queryByItem()
    case .lateInteraction: interaction.isShown.toggle()
    case .changeMap: interaction.display = interaction.display.next
    case .inspect: focus(on: .inspector)
    case .filterItems: editFilter()
    case .nextMatch: walkMatches(by: 1)
    case .previousMatch: walkMatches(by: -1)
    case .switchSort: switchSort()
    case .reverseSort: list.isReversed.toggle()
    case .switchThreshold: switchThreshold()
    case .raiseThreshold: if focus == .similarity { moveHeatmapThreshold(by: 1) } else { moveThreshold(by: 1) }
    case .lowerThreshold: if focus == .similarity { moveHeatmapThreshold(by: -1) } else { moveThreshold(by: -1) }
    case .makeRows: makeSet(ofColumns: false)
    case .makeColumns: makeSet(ofColumns: true)
    case .pinItem: pin()
    case .unpinItem: unpin()
    case .switchMatrix: switchMatrix()
    case .selectRectangle: selectRectangle()
    case .listPairs: listPairs()
    case .switchOrder: if focus == .compare { switchCompareOrder() } else { switchOrder() }
    case .zoomIn: zoomHeatmap(by: 1)
    case .zoomOut: zoomHeatmap(by: -1)
    case .switchReduction: heatmap.reduction = heatmap.reduction == .mean ? .max : .mean
    case .switchColormap: heatmap.colormap = next(after: heatmap.colormap)
    case .invertColors: heatmap.isInverted.toggle()
    case .switchRange: heatmap.range = next(after: heatmap.range)
    case .switchSweepMeasure: sweepMeasure = next(after: sweepMeasure)
    case .switchMapColoring: mapColoring = next(after: mapColoring)
    case .switchDifference: switchDifference()
    case .goToItem: goToItem()
    case .export: menu = CommandMenu(.all, text: "export \(suggestedExport ?? "")")
    case .recall where query.history.isEmpty, .forget where query.history.isEmpty:
      message = Message(text: "No query has been asked yet; Enter in the query asks it.")
    case .dimension, .adapter, .compare, .role, .theme, .query, .recall, .forget, .item, .paste, .mouse, .saveDisplay,
      .record:
      menu = CommandMenu(.all, text: "\(command.rawValue) ")
    }
    return []
  }

  /// The rows of a page of the pane with the focus.
  private var pageRows: Int { max(1, (layout.content(of: focus)?.size.rows ?? 2) - 2) }

  /// More rows than anything has.
  static let farAway = 1 << 40

  /// Moves what has the focus.
  private mutating func move(rows: Int = 0, columns: Int = 0) {
    switch focus {
    case .query: break
    case .adapters: adapterCursor = clamped(adapterCursor + rows, to: model.adapters.count)
    case .items: selectRow(selectedRow + rows)
    case .similarity: moveCrosshair(rows: rows, columns: columns)
    case .dimensions: moveDimension(by: rows + columns)
    case .compare: moveInComparison(by: rows)
    case .map: moveOnMap(right: columns, up: -rows)
    case .inspector: moveInInspector(by: rows)
    case .log: log.move(by: rows)
    }
  }

  mutating func focus(on pane: Pane) {
    focus = pane
    query.isEditing = false
  }

  /// Esc: one level back; it never quits.
  private mutating func back() {
    if isEditing {
      query.isEditing = false
    } else if isZoomed {
      isZoomed = false
    } else if focus == .similarity && heatmap.anchor != nil {
      heatmap.anchor = nil
    } else if focus == .similarity && heatmap.isListing {
      heatmap.isListing = false
    } else if focus == .inspector && interaction.isShown {
      interaction.isShown = false
    } else if focus == .inspector {
      focus = .items
    } else if focus == .log {
      switchLog()
    } else if focus == .items, !list.filter.text.isEmpty {
      clearFilter()
    } else if focus == .items, !list.pins.isEmpty {
      unpin()
    } else {
      message = nil
    }
  }

  private mutating func copy() -> [Effect] {
    let text = paneText
    if text.isEmpty {
      message = Message(text: "There is nothing to copy in this pane yet.")
      return []
    }
    return [.copy(text)]
  }

  private mutating func switchMouse() -> [Effect] {
    hasMouse.toggle()
    message = Message(
      text: hasMouse ? "The mouse works here; Shift-drag selects text." : "The terminal has the mouse; M takes it back."
    )
    return [.setMouse(isOn: hasMouse)]
  }

  /// Ctrl-C: ends the writing of a file, else what the model is doing; with nothing to end, quits on the second press.
  private mutating func cancel() -> [Effect] {
    if let path = exportPath {
      end(.export)
      message = Message(text: "Cancelled. \(path) was not written.")
      return [.cancel(.export)]
    }
    let running = [Effect.Slot.query, .items, .tokenVectors].filter { jobs[$0] != nil }
    if !running.isEmpty {
      running.forEach { stop($0) }
      message = Message(text: "Cancelled. R or :embed-missing embeds what is missing.")
      return running.map { .cancel($0) }
    }
    if isCancellable {
      heatmap.tiles.stop()
      message = Message(text: "Cancelled. R or :embed-missing computes the rest of the similarities.")
      return [.cancel(.matrixPass)]
    }
    if isQuitConfirmationPending {
      isQuitting = true
      return []
    }
    isQuitConfirmationPending = true
    message = Message(text: "Press Ctrl-C again to quit.")
    return [.awaitQuitConfirmation]
  }

  /// Scrolls and cursors follow what they point at, whatever has changed.
  fileprivate mutating func settle() {
    if focus != .items { list.isFiltering = false }
    if Pane.sharingPlace.contains(focus) { sharedPlacePane = focus }
    adapterCursor = clamped(adapterCursor, to: model.adapters.count)
    settleList()
    settleComparison()
    settleInteraction()
    settleHeatmap()
  }

  /// The nearest index into a list of `count`; 0 of an empty one.
  func clamped(_ index: Int, to count: Int) -> Int { max(0, min(index, count - 1)) }
}

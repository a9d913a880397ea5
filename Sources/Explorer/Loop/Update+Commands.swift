import Corpus
import Embeddings
import TerminalUI

extension ExplorerState {
  /// Runs a command where the focus is.
  mutating func run(_ command: Command) -> [Effect] {
    if command != .cancel { commands.isQuitConfirmationPending = false }
    switch command {
    case .quit: commands.isQuitting = true
    case .help: commands.menu = CommandMenu(.applicable)
    case .palette: commands.menu = CommandMenu(.all)
    case .cancel: return cancel()
    case .suspend: return [.terminal(.suspend)]
    case .nextPane: focus(on: screen.focus.advanced(by: 1))
    case .previousPane: focus(on: screen.focus.advanced(by: -1))
    case .toggleLog: toggleLog()
    case .back: back()
    case .zoomPane: screen.isZoomed.toggle()
    case .nextAdapter: chooseAdapter(subject.nextTask)
    case .shorterVectors: subject.moveDimension(by: -1)
    case .longerVectors: subject.moveDimension(by: 1)
    case .embedMissing: embedMissing()
    case .reload:
      work.resume(.items)
      return beginReload()
    case .toggleLateChunks: return toggleLateChunks()
    case .stopRecording: return stopRecording()
    case .clearHistory:
      query.clearHistory()
      screen.say("The history is empty.")
    case .copy: return copy()
    case .toggleMouse: return toggleMouse()

    case .up: move(rows: -1)
    case .down: move(rows: 1)
    case .left: move(columns: -1)
    case .right: move(columns: 1)
    case .pageUp: move(rows: -pageRows)
    case .pageDown: move(rows: pageRows)
    case .first: move(rows: -Motion.farAway)
    case .last: move(rows: Motion.farAway)

    case .edit:
      focus(on: .query)
      query.isEditing = true
    case .toggleRole: query.toggleRole()
    case .submit: submit()
    case .olderQuery: query.walkHistory(by: -1)
    case .newerQuery: query.walkHistory(by: 1)
    case .chooseAdapter: chooseAdapter(subject.model.tasks[adapters.cursor])
    case .markAdapter: markAdapter(subject.model.tasks[adapters.cursor])
    case .queryByItem: queryByItem()
    case .lateInteraction: inspector.lateInteraction.isShown.toggle()
    case .cycleOverlay: inspector.lateInteraction.display = inspector.lateInteraction.display.next
    case .inspect: focus(on: .inspector)
    case .filterItems:
      focus(on: .items)
      items.isFiltering = true
    case .nextMatch: items.walkMatches(by: 1, &subject, &screen)
    case .previousMatch: items.walkMatches(by: -1, &subject, &screen)
    case .cycleSort: items.cycleSort(subject, &screen)
    case .reverseSort: items.isReversed.toggle()
    case .toggleThreshold: items.toggleThreshold(&subject, &screen)
    case .raiseThreshold: moveThreshold(by: 1)
    case .lowerThreshold: moveThreshold(by: -1)
    case .showNeighbors: items.showNeighbors(&subject)
    case .judge: return judge()
    case .leaveNeighbors: items.leaveNeighbors(&subject, &screen)
    case .makeRows: makeSet(.rows)
    case .makeColumns: makeSet(.columns)
    case .cycleMatrix: similarity.cycleMatrix(subject, &screen)
    case .toggleRectangle: similarity.toggleRectangle(&screen)
    case .togglePairs: similarity.toggleList(subject, &screen)
    case .cycleOrder:
      if screen.focus == .compare { compare.toggleOrder() } else { similarity.cycleOrder(subject, &screen) }
    case .zoomIn: similarity.zoom(by: 1, screen)
    case .zoomOut: similarity.zoom(by: -1, screen)
    case .toggleReduction: similarity.reduction = similarity.reduction == .mean ? .max : .mean
    case .cycleColormap: similarity.colormap = similarity.colormap.next
    case .invertColors: similarity.isInverted.toggle()
    case .cycleRange: similarity.range = similarity.range.next
    case .toggleDifference: similarity.toggleDifference(subject, &screen)
    case .goToItem: if similarity.selectColumn(&subject) { focus(on: .items) }
    case .cycleSweepMeasure: dimensions.measure = dimensions.measure.next
    case .toggleMapColoring: map.coloring = map.coloring.next
    case .cycleMetric: evaluate.cycleMetric()
    case .toggleQueries:
      evaluate.listsQueries.toggle()
      evaluate.queryRow = 0
    case .useEvaluated: useEvaluated()

    case .export: commands.menu = CommandMenu(.all, text: "export \(suggestedExport ?? "")")
    case .recall where query.history.isEmpty, .forget where query.history.isEmpty:
      screen.say("No query has been asked yet; Enter in the query asks it.")
    case .focus, .dimension, .adapter, .compare, .role, .theme, .query, .recall, .forget, .item, .paste, .mouse,
      .saveDisplay, .record, .grade, .saveJudgments:
      commands.menu = CommandMenu(.all, text: "\(command.rawValue) ")
    }
    return []
  }

  /// The rows of a page of the pane with the focus.
  private var pageRows: Int { max(1, (screen.geometry.content(of: screen.focus)?.size.rows ?? 2) - 2) }

  private mutating func move(rows: Int = 0, columns: Int = 0) {
    screen.focus.definition.move(&self, by: Motion(rows: rows, columns: columns))
  }

  /// Esc: one level back; it never quits.
  private mutating func back() {
    if isEditing {
      query.isEditing = false
    } else if screen.isZoomed {
      screen.isZoomed = false
    } else if !screen.focus.definition.back(&self) {
      screen.message = nil
    }
  }

  /// Goes to the log, or back to where the user was before.
  mutating func toggleLog() {
    if screen.focus == .log { return focus(on: screen.paneBeforeLog) }
    screen.paneBeforeLog = screen.focus
    focus(on: .log)
  }

  /// Ranks under another adapter.
  mutating func chooseAdapter(_ task: EmbeddingTask) {
    adapters.choose(task, &subject)
    work.resume(.items)
  }

  /// Compares an adapter with the current one, or no longer.
  mutating func markAdapter(_ task: EmbeddingTask) {
    if subject.toggleMark(task) { work.resume(.items) }
  }

  /// Embeds the query without waiting for the next keystroke, and remembers it.
  mutating func submit() {
    if !query.submit() { screen.say("Type something first.") }
  }

  /// Makes the selected item the query: its text, or the path of its picture.
  private mutating func queryByItem() {
    guard let item = subject.selectedItem else { return }
    guard let text = QueryPicture.query(of: subject.items[item]) else {
      return screen.say("\(subject.identifiers[item]) is a picture without a path and cannot be the query.")
    }
    query.field.replace(with: text)
    query.historyPlace = nil
    subject.neighborPath = []
    submit()
  }

  /// Uses the adapter and dimension of the selected cell, or asks the selected query, whose judged items the list marks.
  private mutating func useEvaluated() {
    guard let shown = evaluate.shown, shown.evaluation.cells.indices.contains(evaluate.cell) else { return }
    let cell = shown.evaluation.cells[evaluate.cell]
    chooseAdapter(cell.task)
    if let dimensions = cell.dimensions { subject.dimensions = dimensions }
    guard evaluate.listsQueries, let place = evaluate.selectedQuery,
      let asked = subject.collection.judged?.query(called: shown.evaluation.queries[place])
    else { return }
    guard case .text(let text) = asked.content else {
      return screen.say("\(asked.id) is a picture; select it among the items and press u.")
    }
    query.role = asked.role
    query.field.replace(with: text)
    query.historyPlace = nil
    subject.neighborPath = []
    submit()
    focus(on: .items)
  }

  /// Moves the threshold of the pane with the focus by hundredths.
  private mutating func moveThreshold(by hundredths: Int) {
    if screen.focus == .similarity {
      similarity.moveThreshold(by: hundredths, subject, &screen)
    } else {
      items.moveThreshold(by: hundredths, &subject, &screen)
    }
  }

  /// Makes the listed items the rows, or the columns, of A × B, and shows it.
  private mutating func makeSet(_ side: SimilarityState.Side) {
    if similarity.makeSet(side, named: items.filter.text, of: subject, &screen) { screen.sharedPlacePane = .similarity }
  }

  private mutating func copy() -> [Effect] {
    let text = TextWidth.pasteable(screen.focus.definition.text(of: self))
    guard text.isEmpty else { return [.terminal(.copy(text))] }
    screen.say("There is nothing to copy in this pane yet.")
    return []
  }

  private mutating func toggleMouse() -> [Effect] {
    screen.hasMouse.toggle()
    screen.say(
      screen.hasMouse
        ? "The mouse works here; Shift-drag selects text." : "The terminal has the mouse; M takes it back.")
    return [.terminal(.setMouse(isOn: screen.hasMouse))]
  }

  /// Ctrl-C: ends the export that is under way, else what the model is doing; with nothing to end, quits on the second
  /// press.
  private mutating func cancel() -> [Effect] {
    if let path = work.exportPath {
      work.end(.export)
      screen.say("Cancelled. \(path) was not written.")
      return [.cancel(.export)]
    }
    if work.running[.reload] != nil {
      work.end(.reload)
      screen.say("Cancelled. The items stay as they were; :reload reads them again.")
      return [.cancel(.reload)] + watching
    }
    let running = [Slot.query, .items, .tokenVectors, .judgedQueries].filter { work.jobs[$0] != nil }
    if !running.isEmpty {
      for slot in running {
        work.stop(slot, reason: slot == .tokenVectors ? "Cancelled; R compares the tokens again." : "Cancelled.")
      }
      screen.say("Cancelled. R or :embed-missing embeds what is missing.")
      return running.map { .cancel($0) }
    }
    if work.running[.matrixPass] != nil {
      work.stop(.matrixPass)
      similarity.tiles.abandonPass()
      screen.say("Cancelled. R or :embed-missing computes the rest of the similarities.")
      return [.cancel(.matrixPass)]
    }
    if commands.isQuitConfirmationPending {
      commands.isQuitting = true
      return []
    }
    commands.isQuitConfirmationPending = true
    screen.say("Press Ctrl-C again to quit.")
    return [.awaitQuitConfirmation]
  }

  /// Tries everything that was cancelled or failed once more.
  private mutating func embedMissing() {
    work.resumeAll()
    subject.failures = [:]
    subject.pictures.forgetFailures()
    screen.message = nil
  }

  /// Begins to write what the pane with the focus shows to a file.
  mutating func beginExport(to path: String) -> [Effect] {
    let instead = work.exportPath.map { " instead of \($0), which was not written" } ?? ""
    work.begin(.export, .export(path: path))
    screen.say("Writing \(path)\(instead); Ctrl-C cancels.")
    return [.export(screen.focus, path: path)]
  }
}

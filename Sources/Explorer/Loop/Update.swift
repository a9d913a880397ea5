import Embeddings
import TerminalUI

/// The only place where the explorer's state changes: what `action` makes of `state`, and what is to be done about it.
/// It asks no view anything; `state.screen.geometry` and `state.screen.target` hold what it needs to know of the screen.
func update(_ state: inout ExplorerState, _ action: Action) -> [Effect] {
  let typed = state.query.field.text
  var effects = state.react(to: action, recording: state.recordedStep(of: action))
  if state.commands.isQuitting { effects += state.stopRecording() }
  state.subject.query = state.query.key
  if state.query.field.text != typed { state.subject.selectFirst() }
  return effects
}

extension ExplorerState {
  /// Changes the state as the action says.
  fileprivate mutating func react(to action: Action, recording step: Recording.Step?) -> [Effect] {
    defer { record(step) }
    switch action {
    case .input(let event): return receive(event)
    case .typed(let text): type(text)
    case .command(let command): return run(command)
    case .line(let text): return run(line: text)
    case .noticed(let sentence): screen.fail(sentence)
    case .acknowledged:
      screen.message = nil
      commands.menu = nil
    case .logged(let lines): for line in lines { log.append(line.text, level: line.level, at: line.time) }
    case .delivered(let change): change(&self)
    case .queryEmbedded(let key, let results): receiveQuery(key, results)
    case .itemsEmbedded(let results): for (item, results) in results { subject.vectors.insert(results, item: item) }
    case .judgedQueriesEmbedded(let results):
      for (query, results) in results { subject.vectors.insert(results, judgedQuery: query) }
    case .recalled(let count, let total): noteRecalled(count, of: total)
    case .itemFailed(let item, let sentence): receiveFailure(of: item, sentence)
    case .tokensEmbedded(let side, let vectors): inspector.lateInteraction.insert(vectors, for: side)
    case .progress(let job): work.report(job)
    case .finished(let slot): work.end(slot)
    case .filesChanged(let sources):
      watchedSources = sources
      return beginReload()
    case .reloaded(let collection): return take(collection)
    case .failed(.reload, let sentence): return refuseReload(sentence)
    case .failed(let slot, let sentence):
      work.stop(slot, reason: sentence)
      screen.fail(sentence)
    case .written(let path, let failure):
      if work.exportPath == path { work.end(.export) }
      noteWritten(path, failure)
    case .quitConfirmationExpired:
      commands.isQuitConfirmationPending = false
      screen.message = nil
    case .copied(let how): screen.say(how.map { "Copied (\($0))." } ?? "This terminal has no clipboard.")
    }
    return []
  }

  /// Does what an event of the terminal means.
  mutating func receive(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .paste(let text): paste(text)
    case .mouse(let event): return point(event)
    case .resize(let size): screen.size = size
    case .resume: break
    case .terminate: commands.isQuitting = true
    }
    return []
  }

  /// Puts pasted text where keys are text.
  private mutating func paste(_ text: String) {
    if commands.menu?.isTyping == true {
      commands.menu?.paste(text)
    } else if items.isFiltering {
      items.filter.paste(text)
    } else if isEditing {
      query.field.paste(text)
      query.historyPlace = nil
    }
  }

  /// Puts typed text where keys are text.
  private mutating func type(_ text: String) {
    passMessage()
    commands.isQuitConfirmationPending = false
    paste(text)
  }

  /// What was said is gone with the next key, unless it is a failure.
  private mutating func passMessage() { if screen.message?.isFailure == false { screen.message = nil } }

  private mutating func press(_ key: KeyPress) -> [Effect] {
    passMessage()
    if commands.menu != nil { return pressInMenu(key) }
    if items.isFiltering { return items.press(key, commands.keymap, &subject).map { run($0) } ?? [] }
    if let line = commands.keymap.line(for: key, in: keyFocus) {
      return line.argument == nil ? run(line.command) : run(line: line.text)
    }
    commands.isQuitConfirmationPending = false
    if isEditing, query.field.handle(key) { query.historyPlace = nil }
    return []
  }

  /// Keeps the vectors of a query.
  private mutating func receiveQuery(_ key: QueryKey, _ results: [EmbeddingResult]) {
    subject.vectors.insert(results, query: key)
    let cut = results.first { $0.tokenCountBeforeTruncation != nil }
    if let cut, let before = cut.tokenCountBeforeTruncation {
      screen.say("The query has \(before) tokens; the model reads the first \(cut.tokenCount).")
    } else if screen.message?.isFailure == true {
      screen.message = nil
    }
  }

  /// Says what an earlier start has left, where something is new and nothing more important is said.
  private mutating func noteRecalled(_ count: Int, of total: Int) {
    guard screen.message == nil, count < total else { return }
    screen.say("\(NumberText.grouped(total - count)) new, \(NumberText.grouped(count)) remembered.")
  }

  /// Keeps why an item cannot be embedded, and says so.
  private mutating func receiveFailure(of item: Int, _ sentence: String) {
    subject.failures[item] = sentence
    let count = subject.failures.count
    let others = count > 1 ? " (\(count) items could not be embedded)" : ""
    // Many sentences say themselves which file they are about.
    let id = subject.identifiers[item]
    screen.fail("\(sentence.contains(id) ? "" : "\(id): ")\(sentence)\(others)")
  }
}

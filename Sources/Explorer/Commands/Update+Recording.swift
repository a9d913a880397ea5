import TerminalUI

extension ExplorerState {
  /// Begins to write down what the user does. The file is written at once, so that a bad path shows now.
  mutating func startRecording(path: String) -> [Effect] {
    let effects = stopRecording()
    let recording = Recording(path: path)
    commands.recording = recording
    return effects + [.write(.recording(recording))]
  }

  /// Ends writing down, and saves it.
  mutating func stopRecording() -> [Effect] {
    defer { commands.recording = nil }
    return commands.recording.map { [.write(.recording($0))] } ?? []
  }

  /// How an action is written down, seen before it changes the state. What is typed into a menu is not: the command it
  /// ends in is.
  func recordedStep(of action: Action) -> Recording.Step? {
    guard commands.recording != nil, commands.menu == nil else { return nil }
    if case .typed(let text) = action { return .typed(text, isText: isEditing) }
    guard case .input(let event) = action else { return nil }
    switch event {
    case .key(let key): return .key(key, isText: isEditing && key.typesText)
    case .paste(let text): return Recording.paste(text)
    case .mouse(let event): return Recording.mouse(event)
    case .resize, .resume, .terminate: return nil
    }
  }

  /// Writes down a step, unless it opened a menu.
  mutating func record(_ step: Recording.Step?) {
    if let step, commands.menu == nil { commands.recording?.append(step) }
  }

  /// Writes down a command that the menu runs.
  mutating func noteRun(_ entry: CommandMenu.Entry) {
    let isComplete = entry.argument != nil || entry.command.description.argument == nil
    if isComplete && entry.command != .stopRecording { commands.recording?.append(.command(entry.text)) }
  }

  /// Says what came of writing a file.
  mutating func noteWritten(_ path: String, _ failure: String?) {
    if let failure {
      if commands.recording?.path == path { commands.recording = nil }
      fail(.notWritten(failure))
    } else {
      screen.say(commands.recording?.path == path ? "What you do is written to \(path)." : "Written to \(path).")
    }
  }
}

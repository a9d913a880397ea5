import TerminalUI

extension ExplorerState {
  /// Where keys would go if the help were closed: what it lists.
  var helpFocus: Keymap.Focus { focus == .query && query.isEditing ? .text : .pane(focus) }

  /// Moves in the help, runs the selected command, or closes it.
  mutating func pressInHelp(_ key: KeyPress) -> [Effect] {
    let commands = Keymap.applicable(in: helpFocus)
    guard let line = helpLine, let command = Keymap.standard.command(for: key, in: .pane(.inspector)) else {
      if key == KeyPress(.enter) { return runFromHelp(commands) }
      return []
    }
    switch command {
    case .up: helpLine = clamped(line - 1, to: commands.count)
    case .down: helpLine = clamped(line + 1, to: commands.count)
    case .pageUp: helpLine = clamped(line - 10, to: commands.count)
    case .pageDown: helpLine = clamped(line + 10, to: commands.count)
    case .first: helpLine = 0
    case .last: helpLine = clamped(commands.count, to: commands.count)
    case .back, .help, .quit: helpLine = nil
    case .cancel, .suspend: return run(command)
    default: break
    }
    return []
  }

  private mutating func runFromHelp(_ commands: [(command: Command, keys: [KeyPress])]) -> [Effect] {
    guard let line = helpLine, commands.indices.contains(line) else { return [] }
    helpLine = nil
    return run(commands[line].command)
  }
}

import TerminalUI

extension ExplorerState {
  /// Moves in the menu, searches it, runs the selected command, or closes it.
  mutating func pressInMenu(_ key: KeyPress) -> [Effect] {
    guard let isTyping = commands.menu?.isTyping else { return [] }
    if key == KeyPress(.enter) { return runFromMenu() }
    if !isTyping && key == KeyPress(.character("/")) {
      commands.menu?.isTyping = true
      return []
    }
    let command = commands.keymap.command(for: key, in: isTyping ? .text : .menu)
    switch command {
    case .cancel, .suspend: return command.map { run($0) } ?? []
    case .back: closeMenuLevel()
    default:
      if let step = menuStep(of: key, isTyping: isTyping) {
        moveInMenu(by: step)
      } else if isTyping {
        typeInMenu(key)
      } else if [.help, .quit].contains(command) {
        commands.menu = nil
      }
    }
    return []
  }

  /// Moves the selection.
  mutating func moveInMenu(by lines: Int) {
    guard let line = commands.menu?.line else { return }
    let target = (line + lines).clamped(to: menuEntries.count)
    commands.menu?.line = target
  }

  /// How many lines a key moves the selection; `nil` where it does not.
  private func menuStep(of key: KeyPress, isTyping: Bool) -> Int? {
    if isTyping && ![.up, .down, .pageUp, .pageDown].contains(key.key) { return nil }
    switch commands.keymap.command(for: key, in: .menu) {
    case .up: return -1
    case .down: return 1
    case .pageUp: return -10
    case .pageDown: return 10
    case .first: return -Motion.farAway
    case .last: return Motion.farAway
    default: return nil
    }
  }

  private mutating func typeInMenu(_ key: KeyPress) {
    if key == KeyPress(.tab), let menu = commands.menu, menuEntries.indices.contains(menu.line) {
      complete(menuEntries[menu.line])
    } else {
      commands.menu?.edit { _ = $0.handle(key) }
    }
  }

  /// Writes a line of the menu into its text, ready for an argument.
  private mutating func complete(_ entry: CommandMenu.Entry) {
    let awaitsArgument = entry.argument == nil && entry.command.description.argument != nil
    let text = entry.text + (awaitsArgument ? " " : "")
    commands.menu?.edit { $0.replace(with: text) }
  }

  /// Esc: out of the search, then out of the menu.
  private mutating func closeMenuLevel() {
    if let menu = commands.menu, menu.scope == .applicable, menu.isTyping {
      commands.menu = CommandMenu(.applicable)
    } else {
      commands.menu = nil
    }
  }

  /// Runs the selected line, or asks for its argument.
  mutating func runFromMenu() -> [Effect] {
    guard let menu = commands.menu else { return [] }
    let entries = menuEntries
    guard entries.indices.contains(menu.line) else {
      if menu.scope == .applicable { return [] }
      return run(line: menu.field.text)
    }
    let entry = entries[menu.line]
    noteRun(entry)
    if entry.command.description.argument == nil {
      commands.menu = nil
      return run(entry.command)
    }
    guard entry.argument != nil else {
      commands.menu = CommandMenu(.all)
      complete(entry)
      return []
    }
    commands.menu = nil
    return run(line: entry.text)
  }
}

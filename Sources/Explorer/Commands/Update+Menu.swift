import TerminalUI

extension ExplorerState {
  /// Moves in the menu, searches it, runs the selected command, or closes it.
  mutating func pressInMenu(_ key: KeyPress) -> [Effect] {
    guard let isTyping = menu?.isTyping else { return [] }
    if key == KeyPress(.enter) { return runFromMenu() }
    if !isTyping && key == KeyPress(.character("/")) {
      menu?.isTyping = true
      return []
    }
    let command = keymap.command(for: key, in: isTyping ? .text : .pane(.inspector))
    switch command {
    case .cancel, .suspend: return command.map { run($0) } ?? []
    case .back: closeMenuLevel()
    default:
      if let step = menuStep(of: key, isTyping: isTyping), let line = menu?.line {
        let target = clamped(line + step, to: menuEntries.count)
        menu?.line = target
      } else if isTyping {
        typeInMenu(key)
      } else if [.help, .quit].contains(command) {
        menu = nil
      }
    }
    return []
  }

  /// How many lines a key moves the selection; `nil` where it does not.
  private func menuStep(of key: KeyPress, isTyping: Bool) -> Int? {
    if isTyping && ![.up, .down, .pageUp, .pageDown].contains(key.key) { return nil }
    switch keymap.command(for: key, in: .pane(.inspector)) {
    case .up: return -1
    case .down: return 1
    case .pageUp: return -10
    case .pageDown: return 10
    case .first: return -Self.farAway
    case .last: return Self.farAway
    default: return nil
    }
  }

  private mutating func typeInMenu(_ key: KeyPress) {
    if key == KeyPress(.tab), let menu, menuEntries.indices.contains(menu.line) {
      complete(menuEntries[menu.line])
    } else {
      menu?.edit { _ = $0.handle(key) }
    }
  }

  /// Writes a line of the menu into its text, ready for an argument.
  private mutating func complete(_ entry: CommandMenu.Entry) {
    let awaitsArgument = entry.argument == nil && entry.command.description.argument != nil
    let text = entry.text + (awaitsArgument ? " " : "")
    menu?.edit { $0.replace(with: text) }
  }

  /// Esc: out of the search, then out of the menu.
  private mutating func closeMenuLevel() {
    if let menu, menu.scope == .applicable, menu.isTyping {
      self.menu = CommandMenu(.applicable)
    } else {
      menu = nil
    }
  }

  /// Runs the selected line, or asks for its argument.
  mutating func runFromMenu() -> [Effect] {
    guard let menu else { return [] }
    let entries = menuEntries
    guard entries.indices.contains(menu.line) else {
      if menu.scope == .applicable { return [] }
      return run(line: menu.field.text)
    }
    let entry = entries[menu.line]
    noteRun(entry)
    if entry.command.description.argument == nil {
      self.menu = nil
      return run(entry.command)
    }
    guard entry.argument != nil else {
      self.menu = CommandMenu(.all)
      complete(entry)
      return []
    }
    self.menu = nil
    return run(line: entry.text)
  }
}

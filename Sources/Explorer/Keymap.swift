import TerminalUI

/// Which key runs which command, depending on where the focus is.
struct Keymap: Sendable {
  /// What a key finds: where the focus is.
  enum Focus: Hashable, Sendable {
    /// In the text field of the query.
    case text
    /// In a pane, outside of its text field.
    case pane(Pane)
  }

  private var commands: [Command.Scope: [KeyPress: Command]] = [:]

  /// The keys of the command descriptions.
  static let standard = Keymap(Command.allCases)

  /// The keys of these commands; what is not in key notation is left out, a test sees to it that there is none.
  init(_ list: [Command]) {
    for command in list {
      for (scope, keys) in command.description.keys {
        for key in keys.compactMap({ try? KeyPress(notation: $0) }) { commands[scope, default: [:]][key] = command }
      }
    }
  }

  /// The command of a key where the focus is; the narrower scope wins, and what types a character is text in a text
  /// field.
  func command(for key: KeyPress, in focus: Focus) -> Command? {
    switch focus {
    case .text:
      if key.typesText { return nil }
      return commands[.text]?[key] ?? commands[.everywhere]?[key]
    case .pane(let pane):
      return commands[.pane(pane)]?[key] ?? commands[.outsideText]?[key] ?? commands[.everywhere]?[key]
    }
  }

  /// The commands that apply where the focus is, each with its keys there, in the order of the list.
  static func applicable(in focus: Focus) -> [(command: Command, keys: [KeyPress])] {
    Command.allCases.compactMap { command in
      let keys = keys(of: command, in: focus)
      return keys.isEmpty ? nil : (command, keys)
    }
  }

  /// The keys of a command where the focus is.
  static func keys(of command: Command, in focus: Focus) -> [KeyPress] {
    keys(of: command).filter { standard.command(for: $0, in: focus) == command }
  }

  /// The keys of a command, wherever they apply.
  static func keys(of command: Command) -> [KeyPress] {
    command.description.keys.flatMap(\.value).compactMap { try? KeyPress(notation: $0) }
  }
}

extension KeyPress {
  /// Whether the key types a character.
  var typesText: Bool {
    guard case .character = key else { return false }
    return !isControl && !isAlternate
  }

  /// The key as people write it: `Ctrl-C`, `Alt-1`, `Shift-Tab`, `↑`.
  var label: String {
    let modifiers = (isControl ? "Ctrl-" : "") + (isAlternate ? "Alt-" : "") + (isShift ? "Shift-" : "")
    switch key {
    case .character(" "): return modifiers + "Space"
    case .character(let scalar): return modifiers + (isControl ? String(scalar).uppercased() : String(scalar))
    case .backTab: return modifiers + "Shift-Tab"
    case .up: return modifiers + "↑"
    case .down: return modifiers + "↓"
    case .left: return modifiers + "←"
    case .right: return modifiers + "→"
    case .pageUp: return modifiers + "PgUp"
    case .pageDown: return modifiers + "PgDn"
    default: return notation.filter { $0 != "<" && $0 != ">" }
    }
  }
}

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

  /// A key where it runs a command.
  struct Place: Hashable, Sendable {
    let scope: Command.Scope
    let key: KeyPress
  }

  private var lines: [Place: CommandLine] = [:]
  private var places: [Command: [Place]] = [:]

  /// The keys of the command descriptions.
  static let standard = Keymap(Command.allCases)

  /// The keys of these commands; what is not in key notation is left out, a test sees to it that there is none.
  init(_ list: [Command]) {
    for command in list {
      for (scope, keys) in command.description.keys {
        for key in keys.compactMap({ try? KeyPress(notation: $0) }) {
          let place = Place(scope: scope, key: key)
          lines[place] = CommandLine(command)
          places[command, default: []].append(place)
        }
      }
    }
  }

  /// Gives a key to another command, before those that the command has already; `nil` takes it away from its own.
  mutating func bind(_ place: Place, to line: CommandLine?) {
    if let old = lines.removeValue(forKey: place) { places[old.command]?.removeAll { $0 == place } }
    guard let line else { return }
    lines[place] = line
    places[line.command, default: []].insert(place, at: 0)
  }

  /// What a key runs where the focus is; the narrower scope wins, and what types a character is text in a text field.
  func line(for key: KeyPress, in focus: Focus) -> CommandLine? {
    func line(_ scope: Command.Scope) -> CommandLine? { lines[Place(scope: scope, key: key)] }
    switch focus {
    case .text: return key.typesText ? nil : line(.text) ?? line(.everywhere)
    case .pane(let pane): return line(.pane(pane)) ?? line(.outsideText) ?? line(.everywhere)
    }
  }

  /// The command of a key where the focus is; `nil` also where the key runs one with an argument.
  func command(for key: KeyPress, in focus: Focus) -> Command? {
    line(for: key, in: focus).flatMap { $0.argument == nil ? $0.command : nil }
  }

  /// The commands that apply where the focus is, each with its keys there: first those of that place alone.
  func applicable(in focus: Focus) -> [(command: Command, keys: [KeyPress])] {
    let all = Command.allCases.map { (command: $0, keys: keys(of: $0, in: focus)) }.filter { !$0.keys.isEmpty }
    return all.filter { isOwn($0.command, in: focus) } + all.filter { !isOwn($0.command, in: focus) }
  }

  /// The keys of a command where the focus is.
  func keys(of command: Command, in focus: Focus) -> [KeyPress] {
    keys(of: command).filter { line(for: $0, in: focus)?.command == command }
  }

  /// The keys of a command, wherever they apply, each once.
  func keys(of command: Command) -> [KeyPress] {
    (places[command] ?? []).map(\.key).reduce(into: []) { keys, key in
      if !keys.contains(key) { keys.append(key) }
    }
  }

  /// Whether a command has a key that works in no other place than where the focus is.
  func isOwn(_ command: Command, in focus: Focus) -> Bool {
    (places[command] ?? []).contains { place in
      switch (place.scope, focus) {
      case (.text, .text): true
      case (.pane(let pane), .pane(let focused)): pane == focused
      default: false
      }
    }
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

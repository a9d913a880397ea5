import TerminalUI

/// Which key runs which command, depending on where the focus is.
struct Keymap: Sendable {
  /// What a key finds: where the focus is.
  enum Focus: Hashable, Sendable {
    /// In the text field of the query.
    case text
    /// In a pane, outside of its text field.
    case pane(Pane)
    /// In the list of commands.
    case menu
  }

  /// A key where it runs a command.
  struct Place: Hashable, Sendable {
    let scope: Command.Scope
    let key: KeyPress
  }

  private var lines: [Place: CommandLine] = [:]
  private var places: [CommandLine: [Place]] = [:]
  /// Everything that has a key, in the order of the commands; those of the panes in the order of their numbers. Kept, as
  /// every frame asks for it.
  private var allLines: [CommandLine] = []

  /// The keys of the command descriptions, and the numbers of the panes.
  static let standard: Keymap = {
    var keymap = Keymap(Command.allCases)
    for pane in Pane.allCases {
      for notation in ["\(pane.number)", "<A-\(pane.number)>"] {
        guard let key = try? KeyPress(notation: notation) else { continue }
        keymap.add(Place(scope: .everywhere, key: key), CommandLine(.focus, argument: pane.name))
      }
    }
    keymap.sortLines()
    return keymap
  }()

  /// The keys of these commands; what is not in key notation is left out, and a test sees to it that nothing is.
  init(_ list: [Command]) {
    for command in list {
      for (scope, keys) in command.description.keys {
        for key in keys.compactMap({ try? KeyPress(notation: $0) }) {
          add(Place(scope: scope, key: key), CommandLine(command))
        }
      }
    }
    sortLines()
  }

  private mutating func add(_ place: Place, _ line: CommandLine) {
    lines[place] = line
    places[line, default: []].append(place)
  }

  /// Gives a key to another command, before those that the command has already; `nil` takes it away from its own.
  mutating func bind(_ place: Place, to line: CommandLine?) {
    if let old = lines.removeValue(forKey: place) { places[old]?.removeAll { $0 == place } }
    guard let line else { return }
    lines[place] = line
    places[line, default: []].insert(place, at: 0)
    sortLines()
  }

  /// What a key runs where the focus is; the narrower scope wins, and what types a character is text in a text field.
  func line(for key: KeyPress, in focus: Focus) -> CommandLine? {
    func line(_ scope: Command.Scope) -> CommandLine? { lines[Place(scope: scope, key: key)] }
    switch focus {
    case .text: return key.typesText ? nil : line(.text) ?? line(.everywhere)
    case .pane(let pane): return line(.pane(pane)) ?? line(.outsideText) ?? line(.everywhere)
    case .menu: return line(.outsideText) ?? line(.everywhere)
    }
  }

  /// The command of a key where the focus is; `nil` also where the key runs one with an argument.
  func command(for key: KeyPress, in focus: Focus) -> Command? {
    line(for: key, in: focus).flatMap { $0.argument == nil ? $0.command : nil }
  }

  /// What applies where the focus is, each with its keys there: first what applies only there.
  func applicable(in focus: Focus) -> [(line: CommandLine, keys: [KeyPress])] {
    let all = allLines.map { (line: $0, keys: keys(of: $0, in: focus)) }.filter { !$0.keys.isEmpty }
    return all.filter { isOwn($0.line, in: focus) } + all.filter { !isOwn($0.line, in: focus) }
  }

  private mutating func sortLines() {
    let order = Dictionary(uniqueKeysWithValues: Command.allCases.enumerated().map { ($0.element, $0.offset) })
    let panes = Dictionary(uniqueKeysWithValues: Pane.allCases.map { ($0.name, $0.rawValue) })
    func rank(_ line: CommandLine) -> (Int, Int, String) {
      let pane = line.command == .focus ? line.argument.flatMap { panes[$0] } : nil
      return (order[line.command] ?? 0, pane ?? 0, line.argument ?? "")
    }
    allLines = places.keys.map { (line: $0, rank: rank($0)) }.sorted { $0.rank < $1.rank }.map(\.line)
  }

  /// The keys of a command where the focus is.
  func keys(of line: CommandLine, in focus: Focus) -> [KeyPress] {
    keys(of: line).filter { self.line(for: $0, in: focus) == line }
  }

  /// The keys of a command, wherever they apply, each once.
  func keys(of line: CommandLine) -> [KeyPress] {
    (places[line] ?? []).map(\.key).reduce(into: []) { keys, key in
      if !keys.contains(key) { keys.append(key) }
    }
  }

  /// Whether a command has a key that works nowhere else than where the focus is.
  func isOwn(_ line: CommandLine, in focus: Focus) -> Bool {
    (places[line] ?? []).contains { place in
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

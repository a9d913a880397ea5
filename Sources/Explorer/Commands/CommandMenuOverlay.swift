import TerminalUI

/// The list of commands with their keys and names; the selected one can be run, and the list be searched.
struct CommandMenuOverlay: View {
  let state: ExplorerState
  let menu: CommandMenu
  var theme = Theme(depth: .mono)

  private var isPalette: Bool { menu.scope == .all }

  func draw(on screen: inout Screen, in rect: Rect) {
    let count = state.menuEntries.count
    let parts = parts(of: rect)
    screen.fill(parts.frame)
    Border(
      title: isPalette ? "Commands" : "Keys",
      detail: count == 0 ? "none" : "\(min(menu.line, count - 1) + 1) of \(count)",
      hints: ["Enter run", isPalette ? "Tab complete" : "/ search", "Esc close"], isFocused: true,
      style: theme.border(isFocused: true)
    ).draw(on: &screen, in: parts.frame)
    drawField(on: &screen, in: parts.field)
    list(in: parts.list).draw(on: &screen, in: parts.list)
    let entries = state.menuEntries
    guard entries.indices.contains(menu.line) else { return }
    screen.write(entries[menu.line].title, in: parts.title, style: theme.faint)
  }

  /// The line of the list at a place of the screen.
  func line(at position: Position, in rect: Rect) -> Int? {
    let place = parts(of: rect).list
    return list(in: place).row(at: position, in: place)
  }

  /// The columns of the frame where there is room for them.
  private static let widest = 112

  /// The frame, and what lies in it. It keeps its height while the list is searched. If descriptions are truncated, the
  /// selected one is shown in full below.
  private func parts(of rect: Rect) -> (frame: Rect, field: Rect, list: Rect, title: Rect) {
    let longest = isPalette ? Command.allCases.count : state.commands.keymap.applicable(in: state.menuFocus).count
    let fieldRows = isPalette || menu.isTyping ? 1 : 0
    let frame = rect.centered(
      Size(columns: min(Self.widest, rect.size.columns - 2), rows: min(longest + 3 + fieldRows, rect.size.rows - 2)))
    let titleRows = isPalette && frame.size.columns < Self.widest ? 1 : 0
    let parts = Border.content(of: frame).splitRows([.fixed(fieldRows), .flexible(), .fixed(titleRows)])
    return (frame, parts[0], parts[1], parts[2])
  }

  private func list(in rect: Rect) -> List {
    let entries = state.menuEntries
    let hasNames = isPalette || rect.size.columns > 88
    return List(
      columns: [
        .init("key", .fixed(15)), .init("command", .fixed(hasNames ? 20 : 0)), .init("what it does", .flexible()),
      ], count: entries.count, selection: menu.line, headingStyle: theme.heading, select: theme.select(isFocused: true)
    ) { row in
      let entry = entries[row]
      let keymap = state.commands.keymap
      let keys = isPalette ? keymap.keys(of: entry) : keymap.keys(of: entry, in: state.menuFocus)
      let argument = entry.argument ?? entry.command.description.argument
      return [
        .init(keys.map(\.label).joined(separator: "  "), style: theme.accent),
        .init(entry.command.rawValue + (argument.map { " \($0)" } ?? "")), .init(entry.title),
      ]
    }
  }

  private func drawField(on screen: inout Screen, in line: Rect) {
    guard !line.isEmpty else { return }
    let parts = line.splitColumns([.fixed(2), .flexible()])
    screen.write(isPalette ? ":" : "/", in: parts[0], style: theme.accent)
    var field = menu.field
    field.isFocused = true
    field.placeholder = isPalette ? "a command, as dimension 64" : "what to search for"
    field.draw(on: &screen, in: parts[1])
  }
}

import TerminalUI

/// The list of commands with their keys and names; the selected one can be run, and the list be searched.
struct CommandMenuOverlay: View {
  let state: ExplorerState
  let theme: Theme

  func draw(on screen: inout Screen, in rect: Rect) {
    guard let menu = state.menu else { return }
    let entries = state.menuEntries
    let isPalette = menu.scope == .all
    // The frame keeps its height while the list is searched.
    let longest = isPalette ? Command.allCases.count : Keymap.applicable(in: state.menuFocus).count
    let fieldRows = isPalette || menu.isTyping ? 1 : 0
    let frame = rect.centered(
      Size(columns: min(96, rect.size.columns - 2), rows: min(longest + 3 + fieldRows, rect.size.rows - 2)))
    let hasNames = isPalette || frame.size.columns > 90
    screen.fill(frame)
    Border(
      title: isPalette ? "Commands" : "Keys",
      detail: entries.isEmpty ? "none" : "\(min(menu.line, entries.count - 1) + 1) of \(entries.count)",
      hints: ["Enter run", isPalette ? "Tab complete" : "/ search", "Esc close"], isFocused: true,
      style: theme.border(isFocused: true)
    ).draw(on: &screen, in: frame)
    let parts = Border.content(of: frame).splitRows([.fixed(fieldRows), .flexible()])
    drawField(menu, on: &screen, in: parts[0])
    List(
      columns: [
        .init("key", .fixed(15)), .init("command", .fixed(hasNames ? 20 : 0)), .init("what it does", .flexible()),
      ], count: entries.count, selection: menu.line, headingStyle: theme.heading, select: theme.select(isFocused: true)
    ) { row in
      let entry = entries[row]
      let keys = isPalette ? Keymap.keys(of: entry.command) : Keymap.keys(of: entry.command, in: state.menuFocus)
      let argument = entry.argument ?? entry.command.description.argument
      return [
        .init(keys.map(\.label).joined(separator: "  "), style: theme.accent),
        .init(entry.command.rawValue + (argument.map { " \($0)" } ?? "")), .init(entry.command.description.title),
      ]
    }.draw(on: &screen, in: parts[1])
  }

  private func drawField(_ menu: CommandMenu, on screen: inout Screen, in line: Rect) {
    guard !line.isEmpty else { return }
    let parts = line.splitColumns([.fixed(2), .flexible()])
    screen.write(menu.scope == .all ? ":" : "/", in: parts[0], style: theme.accent)
    var field = menu.field
    field.isFocused = true
    field.placeholder = menu.scope == .all ? "a command, as dimension 64" : "what to search for"
    field.draw(on: &screen, in: parts[1])
  }
}

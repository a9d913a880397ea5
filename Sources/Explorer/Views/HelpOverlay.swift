import TerminalUI

/// The commands that apply where the focus is, with their keys; the selected one can be run.
struct HelpOverlay: View {
  let state: ExplorerState
  let theme: Theme

  func draw(on screen: inout Screen, in rect: Rect) {
    guard let line = state.helpLine else { return }
    let commands = Keymap.applicable(in: state.helpFocus)
    let frame = rect.centered(
      Size(columns: min(76, rect.size.columns - 2), rows: min(commands.count + 3, rect.size.rows - 2)))
    screen.fill(frame)
    Border(
      title: "Keys", detail: "\(line + 1) of \(commands.count)", hints: ["Enter run", "Esc close"], isFocused: true,
      style: theme.border(isFocused: true)
    ).draw(on: &screen, in: frame)
    List(
      columns: [.init("key", .fixed(18)), .init("what it does", .flexible())], count: commands.count, selection: line,
      headingStyle: theme.heading, select: theme.select(isFocused: true)
    ) { row in
      let (command, keys) = commands[row]
      return [
        .init(keys.map(\.label).joined(separator: "  "), style: theme.accent), .init(command.description.title),
      ]
    }.draw(on: &screen, in: Border.content(of: frame))
  }
}

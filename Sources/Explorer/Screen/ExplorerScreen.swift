import Embeddings
import TerminalUI

/// The whole screen of a state: pure, so that a test sees what a user sees.
func screen(for state: ExplorerState) -> Screen {
  var screen = Screen(size: state.screen.size)
  let theme = state.screen.theme
  let layout = state.layout
  if layout.isTooSmall {
    let smallest = ExplorerLayout.smallest
    screen.write(
      "Too small: \(smallest.columns)×\(smallest.rows) is needed.", in: screen.bounds.line(0), style: theme.notice)
    return screen
  }
  for pane in Pane.allCases {
    if let frame = layout.frames[pane] { draw(pane, of: state, theme, on: &screen, in: frame) }
  }
  drawTabs(of: state, theme, on: &screen)
  StatusLine(state: state, theme: theme).draw(on: &screen, in: layout.status)
  MessageOverlay(state: state, theme: theme).draw(
    on: &screen, in: Rect(row: 0, column: 0, columns: state.screen.size.columns, rows: layout.status.origin.row))
  if let menu = state.commands.menu {
    screen.cursor = nil
    CommandMenuOverlay(state: state, menu: menu, theme: theme).draw(on: &screen, in: screen.bounds)
  }
  return screen
}

/// Draws one pane in its frame.
private func draw(_ pane: Pane, of state: ExplorerState, _ theme: Theme, on screen: inout Screen, in frame: Rect) {
  let isFocused = state.screen.focus == pane
  let content = Border.content(of: frame)
  let view: any PaneView = pane.definition.view(of: state, theme)
  Border(
    number: pane.number, title: pane.title, reserved: state.tabColumns(in: frame), detail: view.detail,
    hints: isFocused ? hints(of: state, view, in: content) : [], isFocused: isFocused,
    style: theme.border(isFocused: isFocused)
  ).draw(on: &screen, in: frame)
  view.draw(on: &screen, in: content)
}

/// What the keys of a pane's own do, for its lower border.
private func hints(of state: ExplorerState, _ view: some PaneView, in content: Rect) -> [String] {
  if state.items.isFiltering { return ["Enter keep", "Esc clear"] }
  let focus = state.keyFocus
  let keymap = state.commands.keymap
  return keymap.applicable(in: focus).compactMap { line, keys in
    guard let key = keys.first else { return nil }
    let own = keymap.isOwn(line, in: focus) ? line.command.description.hint : nil
    guard let hint = view.hint(for: line.command, in: content) ?? own, !hint.isEmpty else { return nil }
    return "\(key.label) \(hint)"
  }
}

/// Draws the names of panes that can be clicked on.
private func drawTabs(of state: ExplorerState, _ theme: Theme, on screen: inout Screen) {
  for tab in state.paneTabs {
    let isCurrent = tab.pane == state.screen.focus
    var style = isCurrent ? theme.accent : theme.faint
    style.isReversed = isCurrent
    screen.write(tab.text, in: tab.rect, style: style, truncation: .clip)
  }
}

import Embeddings
import TerminalUI

/// The whole screen of a state: pure, so that a test sees what a user sees.
func screen(for state: ExplorerState) -> Screen {
  var screen = Screen(size: state.size)
  let theme = state.theme
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
    on: &screen, in: Rect(row: 0, column: 0, columns: state.size.columns, rows: layout.status.origin.row))
  if let menu = state.menu {
    screen.cursor = nil
    CommandMenuOverlay(state: state, menu: menu, theme: theme).draw(on: &screen, in: screen.bounds)
  }
  return screen
}

/// Draws one pane in its frame.
private func draw(_ pane: Pane, of state: ExplorerState, _ theme: Theme, on screen: inout Screen, in frame: Rect) {
  let isFocused = state.focus == pane
  let content = Border.content(of: frame)
  let view: any View
  let detail: String
  switch pane {
  case .query:
    let pane = QueryPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .adapters:
    let pane = AdapterPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .items:
    let pane = ItemsPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .similarity:
    let pane = SimilarityPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .dimensions:
    let pane = DimensionsPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .compare:
    let pane = ComparePane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .map:
    let pane = MapPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .log:
    let pane = LogPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .inspector:
    let pane = InspectorPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  }
  Border(
    number: pane.rawValue, title: pane.title, reserved: state.tabColumns(in: frame), detail: detail,
    hints: isFocused ? hints(of: state, in: content) : [],
    isFocused: isFocused, style: theme.border(isFocused: isFocused)
  ).draw(on: &screen, in: frame)
  view.draw(on: &screen, in: content)
}

/// What the keys of a pane's own do, for its lower border.
private func hints(of state: ExplorerState, in content: Rect) -> [String] {
  if state.list.isFiltering { return ["Enter keep", "Esc clear"] }
  let focus = state.keyFocus
  return state.keymap.applicable(in: focus).compactMap { command, keys in
    guard let key = keys.first else { return nil }
    switch command {
    case .down where state.focus == .inspector:
      return InspectorPane(state: state).isMoreBelow(in: content) ? "\(key.label) more" : nil
    case .switchLog where state.focus == .log: return "\(key.label) back"
    case .changeMap where state.shownInteraction?.map == nil: return nil
    default: return state.keymap.isOwn(command, in: focus) ? command.description.hint.map { "\(key.label) \($0)" } : nil
    }
  }
}

/// Draws the names of panes that can be clicked on.
private func drawTabs(of state: ExplorerState, _ theme: Theme, on screen: inout Screen) {
  for tab in state.paneTabs {
    let isCurrent = tab.pane == state.focus
    var style = isCurrent ? theme.accent : theme.faint
    style.isReversed = isCurrent
    screen.write(tab.text, in: tab.rect, style: style, truncation: .clip)
  }
}

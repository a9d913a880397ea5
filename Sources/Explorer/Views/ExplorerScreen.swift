import TerminalUI

/// The whole screen of a state: pure, so that a test sees what a user sees.
func screen(for state: ExplorerState) -> Screen {
  var screen = Screen(size: state.size)
  let theme = Theme(depth: state.colorDepth)
  let layout = state.layout
  if layout.isTooSmall {
    let smallest = ExplorerLayout.smallest
    screen.write(
      "Too small: \(smallest.columns)×\(smallest.rows) is needed.", in: screen.bounds.line(0), style: theme.notice)
    return screen
  }
  drawTabs(of: state, theme, on: &screen, in: layout.tabs)
  for pane in Pane.allCases {
    if let frame = layout.frames[pane] { draw(pane, of: state, theme, on: &screen, in: frame) }
  }
  StatusLine(state: state, theme: theme).draw(on: &screen, in: layout.status)
  if state.menu != nil {
    screen.cursor = nil
    CommandMenuOverlay(state: state, theme: theme).draw(on: &screen, in: screen.bounds)
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
    (view, detail) = (pane, pane.detail(in: content))
  case .dimensions:
    let pane = DimensionsPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .compare:
    let pane = ComparePane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .map:
    let pane = MapPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  case .inspector:
    let pane = InspectorPane(state: state, theme: theme)
    (view, detail) = (pane, pane.detail)
  }
  Border(
    number: pane.rawValue, title: pane.title, detail: detail, hints: isFocused ? hints(of: state) : [],
    isFocused: isFocused, style: theme.border(isFocused: isFocused)
  ).draw(on: &screen, in: frame)
  view.draw(on: &screen, in: content)
}

/// What the keys of a pane's own do, for its lower border.
private func hints(of state: ExplorerState) -> [String] {
  if state.list.isFiltering { return ["Enter keep", "Esc clear"] }
  let focus = state.keyFocus
  return Keymap.applicable(in: focus).compactMap { command, keys in
    guard let hint = command.description.hint, let key = keys.first else { return nil }
    let isOwn = command.description.keys.contains { scope, _ in
      switch (scope, focus) {
      case (.text, .text): true
      case (.pane(let pane), .pane(let focused)): pane == focused
      default: false
      }
    }
    return isOwn ? "\(key.label) \(hint)" : nil
  }
}

/// Draws the names of all panes, where only one of them is shown.
private func drawTabs(of state: ExplorerState, _ theme: Theme, on screen: inout Screen, in line: Rect) {
  guard !line.isEmpty else { return }
  let isNarrow = line.size.columns < 72
  var column = line.origin.column
  for pane in Pane.allCases {
    let isCurrent = pane == state.focus
    let text = isNarrow && !isCurrent ? " \(pane.rawValue) " : " \(pane.rawValue) \(pane.title) "
    var style = isCurrent ? theme.accent : theme.faint
    style.isReversed = isCurrent
    column += screen.write(
      text, in: Rect(row: line.origin.row, column: column, columns: line.columns.upperBound - column, rows: 1),
      style: style, truncation: .clip)
  }
}

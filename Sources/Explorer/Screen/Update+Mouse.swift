import TerminalUI

extension ExplorerState {
  /// Does what a click or the wheel means for what lies under the pointer.
  mutating func point(_ event: MouseEvent) -> [Effect] {
    switch screen.target {
    case .menu(let line): return point(event, atMenuLine: line)
    case .tab(let pane): if event.kind == .press { focus(on: pane) }
    case .pane(let pane, let hit): point(event, at: hit, in: pane)
    case nil: break
    }
    return []
  }

  /// In the menu a click selects, a click on what is selected runs it, and one beside the list changes nothing.
  private mutating func point(_ event: MouseEvent, atMenuLine line: Int?) -> [Effect] {
    guard let selected = commands.menu?.line else { return [] }
    switch event.kind {
    case .press:
      guard let line else { break }
      if line == selected { return runFromMenu() }
      commands.menu?.line = line
    case .wheelUp: moveInMenu(by: -3)
    case .wheelDown: moveInMenu(by: 3)
    case .drag, .release: break
    }
    return []
  }

  private mutating func point(_ event: MouseEvent, at hit: PaneHit?, in pane: Pane) {
    switch event.kind {
    case .press:
      focus(on: pane)
      query.isEditing = pane == .query
      hit?.click(&self)
    case .drag: hit?.drag(&self)
    case .wheelUp: pane.definition.move(&self, by: Motion(rows: -3, isWheel: true))
    case .wheelDown: pane.definition.move(&self, by: Motion(rows: 3, isWheel: true))
    case .release: break
    }
  }
}

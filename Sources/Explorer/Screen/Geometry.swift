import TerminalUI

/// How much of a pane's content is visible. Each pane says for itself what it counts.
struct PaneExtent: Hashable, Sendable {
  /// How many rows of a list or a matrix fit.
  var rows = 0
  /// How many columns of a matrix fit.
  var columns = 0
  /// The first visible line of a text before it is scrolled.
  var firstLine = 0
  /// The first visible line once a text is scrolled to its end.
  var lastLine = 0
}

/// What `update` needs to know of the screen: measured by the loop before each frame, so that no state asks a view.
struct Geometry: Sendable {
  private var contents: [Pane: Rect] = [:]
  private var extents: [Pane: PaneExtent] = [:]

  /// A screen without panes.
  init() {}

  /// The geometry of the screen that `state` shows.
  init(of state: ExplorerState) {
    let theme = Theme(depth: state.screen.colorDepth)
    for (pane, frame) in state.layout.frames {
      let content = Border.content(of: frame)
      contents[pane] = content
      extents[pane] = pane.definition.extent(of: state, theme, in: content)
    }
  }

  /// Whether a pane is on the screen.
  func isShown(_ pane: Pane) -> Bool { contents[pane] != nil }

  /// The inside of a pane's frame; `nil` if it is not on the screen.
  func content(of pane: Pane) -> Rect? { contents[pane] }

  /// How much of a pane is visible; `nil` if it is not on the screen.
  subscript(pane: Pane) -> PaneExtent? { extents[pane] }
}

/// What lies under the mouse pointer.
enum MouseTarget: Sendable {
  /// A line of the menu; `nil` beside it.
  case menu(line: Int?)
  /// The name of a pane.
  case tab(Pane)
  /// A pane, and what of it can be clicked on there.
  case pane(Pane, PaneHit?)

  /// What lies at a position of the screen that `state` shows; `nil` if nothing does.
  init?(at position: Position, of state: ExplorerState) {
    let theme = state.screen.theme
    if let menu = state.commands.menu {
      let screen = Rect(row: 0, column: 0, columns: state.screen.size.columns, rows: state.screen.size.rows)
      self = .menu(line: CommandMenuOverlay(state: state, menu: menu, theme: theme).line(at: position, in: screen))
    } else if let tab = state.paneTabs.first(where: { $0.rect.contains(position) }) {
      self = .tab(tab.pane)
    } else if let pane = state.layout.pane(at: position) {
      let hit = state.layout.content(of: pane).flatMap { pane.definition.hit(at: position, in: $0, of: state, theme) }
      self = .pane(pane, hit)
    } else {
      return nil
    }
  }
}

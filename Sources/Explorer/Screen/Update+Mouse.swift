import Embeddings
import TerminalUI

extension ExplorerState {
  /// What a click or the wheel does to what lies under the pointer.
  mutating func point(_ event: MouseEvent) -> [Effect] {
    if let menu { return point(event, in: menu) }
    pointAtPanes(event)
    return []
  }

  /// In the list of commands a click selects, a click on what is selected runs it, and one beside the list changes
  /// nothing.
  private mutating func point(_ event: MouseEvent, in menu: CommandMenu) -> [Effect] {
    let (above, below) = (clamped(menu.line - 3, to: menuEntries.count), clamped(menu.line + 3, to: menuEntries.count))
    switch event.kind {
    case .press:
      let screen = Rect(row: 0, column: 0, columns: size.columns, rows: size.rows)
      guard let line = CommandMenuOverlay(state: self, menu: menu).line(at: event.position, in: screen) else { break }
      if line == menu.line { return runFromMenu() }
      self.menu?.line = line
    case .wheelUp: self.menu?.line = above
    case .wheelDown: self.menu?.line = below
    case .drag, .release: break
    }
    return []
  }

  private mutating func pointAtPanes(_ event: MouseEvent) {
    if event.kind == .press, let tab = paneTabs.first(where: { $0.rect.contains(event.position) }) {
      return focus(on: tab.pane)
    }
    guard let pane = layout.pane(at: event.position) else { return }
    switch event.kind {
    case .press: click(pane, at: event.position)
    case .drag: if pane == .similarity { dragCell(to: event.position) }
    case .wheelUp: turnWheel(on: pane, by: -3)
    case .wheelDown: turnWheel(on: pane, by: 3)
    case .release: break
    }
  }

  private mutating func click(_ pane: Pane, at position: Position) {
    focus = pane
    query.isEditing = pane == .query
    guard let content = layout.content(of: pane) else { return }
    switch pane {
    case .items:
      let pane = ItemsPane(state: self)
      if let sort = pane.sort(at: position, in: pane.parts(of: content).list) { sortItems(by: sort) }
      if let row = pane.list.row(at: position, in: pane.parts(of: content).list) { selectRow(row) }
    case .adapters:
      let pane = AdapterPane(state: self)
      guard let row = pane.list.row(at: position, in: content) else { break }
      adapterCursor = row
      if pane.isBox(at: position, in: content) {
        markAdapter(model.tasks[row])
      } else {
        chooseAdapter(model.tasks[row])
      }
    case .dimensions:
      if let place = DimensionsPane(state: self).place(at: position, in: content) {
        dimensions = model.matryoshkaDimensions[place]
      }
    case .similarity: pickCell(at: position, in: content)
    case .compare: pickCompared(at: position, in: content)
    case .map: pickPoint(at: position, in: content)
    case .inspector:
      if let row = InspectorPane(state: self, theme: theme).interactionRow(at: position, in: content) {
        interaction.row = row
      }
    case .query:
      let field = QueryPane(state: self).field(in: content)
      if field.rows.contains(position.row) { query.field.setCaret(at: position, in: field) }
    case .log: break
    }
  }

  private mutating func pickPoint(at position: Position, in content: Rect) {
    guard let map = shownMap else { return }
    let pane = MapPane(state: self)
    if let point = pane.scatter(map).index(at: position, in: pane.parts(of: content).plot) { select(map.items[point]) }
  }

  private mutating func pickCompared(at position: Position, in content: Rect) {
    guard let ranking = comparedRanking else { return }
    let pane = ComparePane(state: self)
    let parts = pane.parts(of: content)
    if let row = pane.list.row(at: position, in: parts.table) {
      select(comparedItems[row])
    } else if let item = pane.chart(ranking, in: parts.chart).thing(at: position, in: parts.chart) {
      select(item)
    }
  }

  private mutating func pickCell(at position: Position, in content: Rect) {
    let pane = SimilarityPane(state: self)
    if let row = pane.list.row(at: position, in: pane.parts(of: content).list) { return selectPair(row) }
    guard let cell = pane.value(at: position, in: content) else { return }
    heatmap.anchor = nil
    moveCrosshair(toRow: cell.row, column: cell.column)
  }

  /// Spans a rectangle from where the button was pressed.
  private mutating func dragCell(to position: Position) {
    guard let content = layout.content(of: .similarity),
      let cell = SimilarityPane(state: self).value(at: position, in: content),
      cell != (heatmap.row, heatmap.column)
    else { return }
    if heatmap.anchor == nil { heatmap.anchor = Heatmap.Place(row: heatmap.row, column: heatmap.column) }
    moveCrosshair(toRow: cell.row, column: cell.column)
  }

  private mutating func turnWheel(on pane: Pane, by rows: Int) {
    switch pane {
    case .items: selectRow(selectedRow + rows)
    case .similarity: moveCrosshair(rows: rows, columns: 0)
    case .compare: moveInComparison(by: rows)
    case .inspector: moveInInspector(by: rows)
    case .log: log.move(by: rows)
    case .adapters: adapterCursor = clamped(adapterCursor + rows.signum(), to: model.adapters.count)
    case .dimensions: moveDimension(by: rows.signum())
    case .query, .map: break
    }
  }
}

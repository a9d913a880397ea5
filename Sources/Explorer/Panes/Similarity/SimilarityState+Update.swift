import Embeddings
import TerminalUI

extension SimilarityState {
  /// Moves the crosshair, or the selection of the list, which the crosshair follows.
  mutating func move(by motion: Motion, _ subject: inout Subject) {
    if isListing && motion.rows != 0 { return selectListed(listRow + motion.rows, &subject) }
    moveCrosshair(to: HeatmapGrid.Place(row: row + motion.rows, column: column + motion.columns), &subject)
  }

  /// Puts the crosshair on a value, or the nearest one; the dimensions follow the pair it points at.
  mutating func moveCrosshair(to place: HeatmapGrid.Place, _ subject: inout Subject) {
    let extent = extent
    guard extent.rows > 0, extent.columns > 0 else { return }
    awaitedPair = nil
    crosshair = HeatmapGrid.Place(
      row: place.row.clamped(to: extent.rows), column: place.column.clamped(to: extent.columns))
    if rows == .query {
      subject.select(columnItems[column])
    } else {
      subject.scored = .items(Subject.ItemPair(row: rowItems[row], column: columnItems[column]))
    }
  }

  /// Spans a rectangle from where the mouse button was pressed.
  mutating func drag(to place: HeatmapGrid.Place, _ subject: inout Subject) {
    if place == self.place { return }
    if corner == nil { corner = self.place }
    moveCrosshair(to: place, &subject)
  }

  /// Selects the item of the crosshair's column; false while there is none.
  func selectColumn(_ subject: inout Subject) -> Bool {
    guard extent.columns > 0 else { return false }
    subject.select(columnItems[column])
    return true
  }

  /// Compares the items with each other, with the query, or some of them with others.
  mutating func cycleMatrix(_ subject: Subject, _ screen: inout ScreenState) {
    let hasSets = rowSet != nil || columnSet != nil
    show(rows == .items ? .query : rows == .query && hasSets ? .sets : .items)
    if rows == .query && subject.query == nil {
      screen.say("Without a query there is nothing to compare the items with: press i and type one.")
    }
  }

  /// Shows other rows, from the first on.
  mutating func show(_ rows: Rows) {
    self.rows = rows
    crosshair.row = 0
    corner = nil
  }

  /// Makes the listed items the rows, or the columns, of A × B, and shows it; false if no item is listed.
  mutating func makeSet(
    _ side: Side, named name: String, of subject: Subject, _ screen: inout ScreenState
  ) -> Bool {
    guard subject.rowCount > 0 else {
      screen.say("No item is listed; Esc clears the filter.")
      return false
    }
    setCount += 1
    let set = ItemSet(name: name.isEmpty ? "all" : name, items: subject.listedItems.sorted(), number: setCount)
    switch side {
    case .rows: rowSet = set
    case .columns: columnSet = set
    }
    show(.sets)
    let (made, key, other) = side == .rows ? ("rows", "B", "columns") : ("columns", "A", "rows")
    screen.say(
      "\(set.items.count) items are the \(made) of A × B; \(key) makes the listed ones its \(other).")
    return true
  }

  /// Shows the similarities of one set with another.
  mutating func makeSets(rows: ItemSet, columns: ItemSet) {
    (rowSet, columnSet) = (rows, columns)
    setCount = max(setCount, rows.number, columns.number)
    show(.sets)
  }

  /// Begins a rectangle at the crosshair, or lets go of the one there is.
  mutating func toggleRectangle(_ screen: inout ScreenState) {
    guard extent.rows > 0 else { return }
    corner = corner == nil ? place : nil
    if corner != nil { screen.say("Move to span a rectangle; e exports it, Space or Esc lets it go.") }
  }

  /// Lists the pairs nearest to a threshold, or shows the heatmap again.
  mutating func toggleList(_ subject: Subject, _ screen: inout ScreenState) {
    if isListing {
      isListing = false
      return
    }
    guard let value = ShownMatrix(self, subject).value(row: row, column: column) else {
      return screen.say("There are no similarities yet to list.")
    }
    threshold = subject.threshold ?? Float(Int((value * 100).rounded())) / 100
    isListing = true
    listRow = 0
    // The crosshair follows the list, and a rectangle would follow the crosshair.
    corner = nil
  }

  /// Raises or lowers the threshold whose nearest pairs are listed.
  mutating func moveThreshold(by hundredths: Int, _ subject: Subject, _ screen: inout ScreenState) {
    guard isListing else { return toggleList(subject, &screen) }
    threshold = Float(Int((threshold * 100).rounded()) + hundredths) / 100
    listRow = 0
  }

  /// Selects a pair of the list and puts the crosshair there.
  mutating func selectListed(_ row: Int, _ subject: inout Subject) {
    let pairs = listedPairs
    guard !pairs.isEmpty else { return }
    listRow = row.clamped(to: pairs.count)
    moveCrosshair(to: HeatmapGrid.Place(row: pairs[listRow].row, column: pairs[listRow].column), &subject)
  }

  /// Shows similarities, or how much the current adapter's differ from those of the first one marked beside it.
  mutating func toggleDifference(_ subject: Subject, _ screen: inout ScreenState) {
    guard subject.subtractedTask != nil || isDifference else {
      return screen.say("A difference takes two adapters: press 2, then Space on another one.")
    }
    isDifference.toggle()
    if isDifference && rows == .query { show(.items) }
  }

  /// Orders rows and columns by collection, by score or by cluster.
  mutating func cycleOrder(_ subject: Subject, _ screen: inout ScreenState) {
    order = order.next
    corner = nil
    if order == .cluster, max(extent.rows, extent.columns) > largestWhole {
      order = .collection
      screen.say("Up to \(largestWhole) items are ordered by cluster; these are more.")
    }
    if order == .score && subject.shownRanking == nil {
      screen.say("There are no scores yet to order by: press i and type a query.")
    }
  }

  /// Draws the values larger or smaller. If the overview already shows every value, there is no step between it and the
  /// digits.
  mutating func zoom(by step: Int, _ screen: ScreenState) {
    var all = Zoom.allCases
    if let capacity = screen.geometry[.similarity], zoom != .digits, extent.columns <= capacity.columns,
      extent.rows <= capacity.rows
    {
      all.removeAll { $0 == .pixels }
    }
    zoom = all[((all.firstIndex(of: zoom) ?? 0) + step).clamped(to: all.count)]
  }

  /// Leaves the rectangle, or the list; false if there is neither.
  mutating func back() -> Bool {
    if corner != nil {
      corner = nil
    } else if isListing {
      isListing = false
    } else {
      return false
    }
    return true
  }

  /// Drops a rectangle that no longer fits, and keeps the crosshair among the values that do.
  mutating func settle(_ subject: inout Subject, capacity: PaneExtent?) {
    let extent = extent
    if let corner, corner.row >= extent.rows || corner.column >= extent.columns { self.corner = nil }
    subject.crosshair =
      rows == .query || extent.rows == 0
      ? nil : Subject.ItemPair(row: rowItems[row], column: columnItems[column])
    guard extent.rows > 0, let capacity else { return }
    let first = Scrolling.first(from: firstRow, showing: row, of: extent.rows, fitting: capacity.rows)
    // Two rows share a line, so the first is even.
    firstRow = first + (first % 2 == 0 ? 0 : row < first + capacity.rows - 1 ? -1 : 1)
    firstColumn = Scrolling.first(
      from: firstColumn, showing: column, of: extent.columns, fitting: capacity.columns)
  }
}

extension Subject {
  /// The adapter whose similarities are subtracted from those under the current one.
  var subtractedTask: EmbeddingTask? { shownTasks.first { $0 != task } }
}

import Embeddings
import TerminalUI

extension ExplorerState {
  /// Begins a rectangle at the crosshair, or lets go of the one there is.
  mutating func selectRectangle() {
    guard heatmapExtent.rows > 0 else { return }
    heatmap.anchor = heatmap.anchor == nil ? Heatmap.Place(row: heatmap.row, column: heatmap.column) : nil
    if heatmap.anchor != nil {
      message = Message(text: "Move to span a rectangle; e exports it, Space or Esc lets it go.")
    }
  }

  /// Makes the listed items the rows, or the columns, of A × B.
  mutating func makeSet(ofColumns: Bool) {
    guard rowCount > 0 else {
      message = Message(text: "No item is listed; Esc clears the filter.")
      return
    }
    let filter = list.filter.text
    setCount += 1
    let set = ItemSet(
      name: filter.isEmpty ? "all" : filter, items: (0..<rowCount).map { item(inRow: $0) }.sorted(), number: setCount)
    if ofColumns { heatmap.columnSet = set } else { heatmap.rowSet = set }
    show(.sets)
    sharedPlacePane = .similarity
    let (key, other) = ofColumns ? ("A", "rows") : ("B", "columns")
    message = Message(
      text: "\(set.items.count) items are the \(ofColumns ? "columns" : "rows") of A × B; "
        + "\(key) makes the listed ones its \(other).")
  }

  /// Shows the similarities of one set with another.
  mutating func makeSets(rows: ItemSet, columns: ItemSet) {
    (heatmap.rowSet, heatmap.columnSet) = (rows, columns)
    setCount = max(setCount, rows.number, columns.number)
    show(.sets)
  }

  /// Lists the pairs nearest to a threshold, or shows the map again.
  mutating func listPairs() {
    if heatmap.isListing {
      heatmap.isListing = false
      return
    }
    guard let value = heatmapValue(row: heatmap.row, column: heatmap.column) else {
      message = Message(text: "There are no similarities yet to list.")
      return
    }
    heatmap.threshold = list.threshold ?? Float(Int((value * 100).rounded())) / 100
    heatmap.isListing = true
    heatmap.pairRow = 0
    // The crosshair follows the list, and a rectangle would follow the crosshair.
    heatmap.anchor = nil
  }

  /// Raises or lowers the threshold whose nearest pairs are listed.
  mutating func moveHeatmapThreshold(by hundredths: Int) {
    guard heatmap.isListing else { return listPairs() }
    heatmap.threshold = Float(Int((heatmap.threshold * 100).rounded()) + hundredths) / 100
    heatmap.pairRow = 0
  }

  /// Moves in the list of pairs; the crosshair follows.
  mutating func moveInPairs(by rows: Int) { selectPair(heatmap.pairRow + rows) }

  /// Selects a pair of the list and puts the crosshair there.
  mutating func selectPair(_ row: Int) {
    let pairs = listedPairs
    guard !pairs.isEmpty else { return }
    heatmap.pairRow = clamped(row, to: pairs.count)
    let pair = pairs[heatmap.pairRow]
    moveCrosshair(toRow: pair.row, column: pair.column)
  }

  /// The pairs of the list, where they are of what is shown.
  var listedPairs: [NearestPairs.Pair] {
    heatmap.pairs.answered?.question.arrangement == heatmap.arrangement ? heatmap.pairs.answer?.pairs ?? [] : []
  }

  /// What can be said of the selected rectangle, where it is known.
  var rectangleStatistics: ValueStatistics? {
    guard let selection = heatmap.selection, let question = heatmap.rectangle.answered?.question,
      question.rows == selection.rows, question.columns == selection.columns,
      question.arrangement == heatmap.arrangement
    else { return nil }
    return heatmap.rectangle.answer
  }

  /// Asks for what is said of the rectangle and of the pairs near the threshold.
  mutating func requestPairs() -> [Effect] {
    guard let arrangement = heatmap.arrangement, heatmapExtent.rows > 0 else { return [] }
    var effects: [Effect] = []
    if let selection = heatmap.selection,
      let key = heatmap.rectangle.ask(
        RectangleQuestion(arrangement: arrangement, rows: selection.rows, columns: selection.columns), revision: 0)
    {
      effects.append(.describeRectangle(key))
    }
    if heatmap.isListing,
      let key = heatmap.pairs.ask(
        PairsQuestion(arrangement: arrangement, threshold: heatmap.threshold), revision: 0)
    {
      effects.append(.findPairs(key))
    }
    return effects
  }
}

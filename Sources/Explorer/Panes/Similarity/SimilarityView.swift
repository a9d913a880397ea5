import Corpus
import Embeddings
import TerminalUI

/// The similarities of items with items, or of the query with items, as a map of colors with a crosshair.
struct SimilarityView: PaneView {
  let similarity: SimilarityState
  let subject: Subject
  var isFocused = false
  var theme = Theme(depth: .mono)

  /// What can be clicked on.
  enum Hit: Sendable {
    /// A row of the list of pairs.
    case listRow(Int)
    /// A value of the matrix.
    case value(HeatmapGrid.Place)
  }

  /// The similarities.
  var matrix: ShownMatrix { ShownMatrix(similarity, subject) }

  /// What the border says: what is compared, in which order, how much of it.
  var detail: String {
    let extent = similarity.extent
    guard extent.rows > 0 else { return kind }
    var words = ["\(extent.rows)×\(extent.columns)"]
    if similarity.rows == .sets {
      words[0] += " \(similarity.rowSet?.name ?? "all") × \(similarity.columnSet?.name ?? "all")"
    } else if extent.columns < subject.items.count {
      words[0] += " of \(subject.items.count)"
    }
    words.append("by \((similarity.arrangement?.order ?? similarity.order).rawValue)")
    if let subtracted { words.append("\(subject.task) − \(subtracted)") }
    if let scaleName { words.append(scaleName) }
    return words.joined(separator: " · ")
  }

  private var kind: String {
    switch similarity.rows {
    case .items: "items × items"
    case .query: "query × items"
    case .sets: "A × B"
    }
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    let parts = parts(of: rect)
    guard similarity.extent.rows > 0 else {
      Label(emptyText, style: theme.faint, wraps: true).draw(on: &screen, in: rect)
      return
    }
    if !parts.heatmap.isEmpty { heatmap(in: parts.heatmap).draw(on: &screen, in: parts.heatmap) }
    if !parts.list.isEmpty { list.draw(on: &screen, in: parts.list) }
    drawText(about: parts.heatmap, on: &screen, in: parts.text)
  }

  private var emptyText: String {
    switch similarity.rows {
    case .items: "Vectors are on their way: \(subject.embeddedCount) of \(subject.items.count)."
    case .query: "Press i and type a query to compare the items with, or x for items × items."
    case .sets: "None of these items has a vector yet; x shows items × items."
    }
  }

  /// The fewest lines that show the map and the list of pairs together.
  static let rowsForBoth = 30

  /// The map, the list of pairs where it is shown, and below them the lines about the crosshair.
  func parts(of rect: Rect) -> (heatmap: Rect, list: Rect, text: Rect) {
    let rows = rect.splitRows([.flexible(), .fixed(rect.size.rows >= 14 ? 3 : rect.size.rows >= 5 ? 1 : 0)])
    let none = Rect(row: rows[0].origin.row, column: rows[0].origin.column, columns: 0, rows: 0)
    guard similarity.isListing else { return (rows[0], none, rows[1]) }
    if rect.size.rows < Self.rowsForBoth { return (none, rows[0], rows[1]) }
    let halves = rows[0].splitRows([.flexible(weight: 3), .fixed(1), .flexible(weight: 2)])
    return (halves[0], halves[2], rows[1])
  }

  /// The pairs nearest to the threshold.
  var list: List {
    let pairs = similarity.listedPairs
    return List(
      columns: [
        .init("similarity", .fixed(11), alignment: .trailing),
        .init("to \(thresholdText)", .fixed(9), alignment: .trailing),
        .init("row", .flexible(minimum: 6)), .init("column", .flexible(minimum: 6)),
      ], count: pairs.count, selection: pairs.isEmpty ? nil : similarity.listRow, headingStyle: theme.heading,
      select: theme.select(isFocused: isFocused)
    ) { index in
      let pair = pairs[index]
      let distance = pair.similarity - similarity.threshold
      return [
        .init(NumberText.fixed(pair.similarity, decimals: 4)),
        .init((distance < 0 ? "" : "+") + NumberText.fixed(distance, decimals: 4), style: theme.faint),
        .init(matrix.rowName(pair.row).name), .init(matrix.columnName(pair.column).name),
      ]
    }
  }

  private var thresholdText: String { NumberText.fixed(similarity.threshold, decimals: 2) }

  /// The lines below: how far the matrix is, what is listed or selected, the value at the crosshair and both labels.
  private func drawText(about heatmap: Rect, on screen: inout Screen, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let (row, column) = (matrix.rowName(similarity.row), matrix.columnName(similarity.column))
    if let progress = similarity.tiles.progress, similarity.arrangement?.isTiled == true,
      !similarity.tiles.isComplete
    {
      ProgressBar(fraction: progress.share, label: describe(progress), style: theme.accent)
        .draw(on: &screen, in: rect.line(0))
    } else {
      screen.write(
        headline(about: heatmap, isAlone: rect.size.rows < 3, columns: rect.size.columns), in: rect.line(0),
        style: theme.accent)
    }
    if rect.size.rows < 3 { return }
    for (index, label) in [("> ", row), ("v ", column)].enumerated() {
      let line = rect.line(index + 1)
      let used = screen.write("\(label.0)\(label.1.name)  ", in: line)
      screen.write(
        label.1.content,
        in: Rect(
          row: line.origin.row, column: line.origin.column + used, columns: line.size.columns - used,
          rows: line.size.rows), style: theme.faint)
    }
  }

  private func describe(_ progress: TileProgress) -> String {
    var words = ["pairs"]
    if let rate = progress.pairsPerSecond { words[0] = "\(NumberText.fixed(rate / 1e6, decimals: 1)) M pairs/s" }
    if let seconds = progress.remainingSeconds { words.append("\(NumberText.fixed(seconds, decimals: 0)) s left") }
    return (words + ["Ctrl-C cancels"]).joined(separator: " · ")
  }

  /// What is said first: of the list, of the rectangle, or of the value at the crosshair.
  private func headline(about heatmap: Rect, isAlone: Bool, columns: Int) -> String {
    if similarity.isListing {
      guard let pairs = similarity.nearest.answer else { return "The pairs are being looked for." }
      let count = "\(similarity.listedPairs.count) of \(pairs.count) pairs"
      return isAlone
        ? "\(count) · \(pairs.countAbove) at \(thresholdText) or above"
        : "the \(count) nearest to \(thresholdText) · \(pairs.countAbove) at or above"
    }
    if let selection = similarity.selection {
      let size = (isAlone ? "" : "rectangle ") + "\(selection.rows.count)×\(selection.columns.count)"
      guard let statistics = similarity.rectangleStatistics, let mean = statistics.mean,
        let deviation = statistics.standardDeviation, let range = statistics.range
      else { return size }
      func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
      return "\(size) · mean \(text(mean)) ± \(text(deviation)) · "
        + "\(text(Double(range.lowerBound))) to \(text(Double(range.upperBound)))"
    }
    guard let value = matrix.value(row: similarity.row, column: similarity.column) else { return "" }
    let number = NumberText.fixed(value, decimals: 4)
    if isAlone {
      let row = similarity.rows == .query ? matrix.rowLabel(similarity.row) : matrix.rowName(similarity.row).name
      return "\(number)  \(row) × \(matrix.columnName(similarity.column).name)"
    }
    // Of the query every row is another adapter's.
    let task = similarity.rows == .query ? matrix.rowLabel(similarity.row) : subject.task.name
    let adapters = "under \(task)" + (subtracted.map { " − \($0)" } ?? "")
    let facts =
      ["\(number) \(adapters)"] + [blockText(in: heatmap)].compactMap { $0 } + ["\(subject.dimensions) dimensions"]
    return TextFit.joined(facts, columns: columns)
  }

  /// The mean and the largest value of what is drawn at the crosshair, if that is more than one.
  private func blockText(in heatmap: Rect) -> String? {
    guard !heatmap.isEmpty, case .overview(let overview) = window(in: heatmap) else { return nil }
    let place = overview.place(row: similarity.row, column: similarity.column)
    let (mean, greatest) = overview.values(row: place.row, column: place.column)
    return "block: mean \(NumberText.fixed(mean, decimals: 3)), max \(NumberText.fixed(greatest, decimals: 3))"
  }
}

import Embeddings
import TerminalUI

// What the similarity pane shows: which items, and their similarities.

extension ExplorerState {
  /// What the pane is to compare; `nil` of a query.
  var matrixQuestion: MatrixQuestion? {
    if heatmap.rows == .query { return nil }
    var question = MatrixQuestion(
      task: task, dimensions: dimensions, subtracted: heatmap.isDifference ? subtractedTask : nil)
    if heatmap.rows == .sets { (question.rows, question.columns) = (heatmap.rowSet, heatmap.columnSet) }
    return question
  }

  /// Whether what is to be compared is too large to be computed whole.
  func isTiled(_ question: MatrixQuestion, _ table: ItemTable) -> Bool {
    max(question.rows?.items.count ?? table.items.count, question.columns?.items.count ?? table.items.count)
      > heatmap.largestWhole
  }

  /// Whether comparing waits for more vectors: a large collection is compared when all are there, and two adapters when
  /// both have read the same items.
  func awaitsVectors(_ question: MatrixQuestion, _ table: ItemTable) -> Bool {
    if jobs[.items] != nil && table.items.count > 400 { return true }
    guard let other = question.subtracted else { return false }
    return tables.answer?[other]?.items != table.items
  }

  /// What rows and columns are to be made of; `nil` while nothing can be shown.
  private var wantedArrangement: HeatmapState.Arrangement? {
    let key = shownRanking == nil ? nil : ranking.answered
    guard let question = matrixQuestion else {
      guard let key else { return nil }
      return .init(
        rows: .query, order: heatmap.order, matrix: nil, revision: key.revision, isTiled: false, ranking: key,
        seriation: heatmap.order == .cluster ? heatmap.seriation.answered : nil)
    }
    var arrangement = HeatmapState.Arrangement(
      rows: heatmap.rows, order: heatmap.order, matrix: question, revision: 0, isTiled: false,
      ranking: heatmap.order == .score ? key : nil)
    if let table = tables.answer?[task], isTiled(question, table) {
      if awaitsVectors(question, table) { return heatmap.arrangement }
      arrangement.isTiled = true
      arrangement.revision = table.items.count
      if arrangement.order == .cluster { arrangement.order = .collection }
      return arrangement
    }
    guard let answered = heatmap.matrix.answered else { return nil }
    (arrangement.matrix, arrangement.revision) = (answered.question, answered.revision)
    if arrangement.order == .cluster { arrangement.seriation = heatmap.seriation.answered }
    return arrangement
  }

  /// Brings the items of rows and columns up to date.
  mutating func arrangeHeatmap() {
    let wanted = wantedArrangement
    let (matrix, ranking, tables) = (heatmap.matrix.answer, shownRanking, tables.answer)
    heatmap.arrange(wanted, ranking: ranking) { arrangement in
      guard let question = arrangement.matrix else {
        return (ranking?.comparison.tasks.map { _ in -1 } ?? [], ranking?.items ?? [])
      }
      if arrangement.isTiled { return tables?[question.task]?.compared(question) ?? ([], []) }
      return (matrix?.rowItems ?? [], matrix?.columnItems ?? [])
    }
  }

  /// The item of a column; the nearest where there are fewer.
  func heatmapItem(atColumn place: Int) -> Int { item(at: place, in: heatmap.columnItems) }

  /// The item of a row; the nearest where there are fewer.
  func heatmapItem(atRow place: Int) -> Int { item(at: place, in: heatmap.rowItems) }

  private func item(at place: Int, in shown: [Int]) -> Int {
    shown.isEmpty ? clamped(place, to: items.count) : shown[clamped(place, to: shown.count)]
  }

  /// Rows and columns of what is shown.
  var heatmapExtent: (rows: Int, columns: Int) {
    heatmap.columnItems.isEmpty ? (0, 0) : (heatmap.rowItems.count, heatmap.columnItems.count)
  }

  /// The similarities of what is shown; `nil` while nothing is.
  var pairSource: PairSource? {
    guard let arrangement = heatmap.arrangement else { return nil }
    guard let question = arrangement.matrix else {
      return shownRanking.map { PairSource($0, columns: heatmap.columnItems) }
    }
    let (rows, columns) = (heatmap.rowItems, heatmap.columnItems)
    if !arrangement.isTiled { return heatmap.matrix.answer.map { PairSource($0, rows: rows, columns: columns) } }
    guard let tables = tables.answer, let table = tables[question.task] else { return nil }
    return PairSource(
      table, minus: question.subtracted.flatMap { tables[$0] }, rows: rows, columns: columns,
      dimensions: question.dimensions)
  }

  /// One similarity, by its row and column as shown; `nil` where none is known.
  func heatmapValue(row: Int, column: Int) -> Float? {
    guard let arrangement = heatmap.arrangement else { return nil }
    let extent = heatmapExtent
    guard (0..<extent.rows).contains(row), (0..<extent.columns).contains(column) else { return nil }
    guard let question = arrangement.matrix else {
      return shownRanking?.score(of: heatmap.columnItems[column], under: row)
    }
    let (first, second) = (heatmap.rowItems[row], heatmap.columnItems[column])
    if !arrangement.isTiled { return heatmap.matrix.answer?.similarity(of: first, with: second) }
    if let known = heatmap.tiles.value(row: row, column: column) { return known }
    func cosine(_ task: EmbeddingTask) -> Float? {
      guard let table = tables.answer?[task], let row = table.row(of: first), let column = table.row(of: second)
      else { return nil }
      return table.vectors.cosine(of: row, with: table.vectors, column, dimensions: question.dimensions)
    }
    guard let value = cosine(question.task) else { return nil }
    return question.subtracted.map { other in cosine(other).map { value - $0 } } ?? value
  }

  /// The similarities of a part; NaN where one is not known yet.
  func heatmapGrid(rows: Range<Int>, columns: Range<Int>) -> HeatmapGrid {
    var values: [Float] = []
    values.reserveCapacity(rows.count * columns.count)
    if heatmap.arrangement?.matrix == nil {
      for row in rows { for column in columns { values.append(heatmapValue(row: row, column: column) ?? .nan) } }
    } else if heatmap.arrangement?.isTiled == true {
      for row in rows { for column in columns { values.append(heatmap.tiles.value(row: row, column: column) ?? .nan) } }
    } else if let matrix = heatmap.matrix.answer {
      let places = heatmap.columnItems[columns].map { matrix.column(of: $0) }
      for item in heatmap.rowItems[rows] {
        let row = matrix.row(of: item)
        for column in places {
          if let row, let column { values.append(matrix.similarities[row, column]) } else { values.append(.nan) }
        }
      }
    } else {
      return HeatmapGrid(rows: 0, columns: 0, values: [])
    }
    return HeatmapGrid(rows: rows.count, columns: columns.count, values: values)
  }

  /// The least and the greatest value of all.
  var heatmapRange: ClosedRange<Float> {
    guard let arrangement = heatmap.arrangement else { return 0...1 }
    if arrangement.isTiled { return heatmap.tiles.summary?.ranges.whole ?? 0...1 }
    if arrangement.matrix != nil { return heatmap.matrix.answer?.range ?? 0...1 }
    let scores = (0..<heatmapExtent.rows).map(heatmapRange(ofRow:))
    guard let low = scores.map(\.lowerBound).min(), let high = scores.map(\.upperBound).max() else { return 0...1 }
    return low...high
  }

  /// The least and the greatest value of a row, an item's similarity with itself aside.
  func heatmapRange(ofRow row: Int) -> ClosedRange<Float> {
    guard let arrangement = heatmap.arrangement, row < heatmapExtent.rows else { return 0...1 }
    if arrangement.isTiled { return heatmap.tiles.summary?.ranges.row(row) ?? 0...1 }
    if arrangement.matrix != nil {
      guard let matrix = heatmap.matrix.answer, let place = matrix.row(of: heatmap.rowItems[row]) else { return 0...1 }
      return matrix.rowRanges[place]
    }
    guard let ranking = shownRanking?.comparison.rankings[row], let best = ranking.order.first,
      let worst = ranking.order.last
    else { return 0...1 }
    return ranking.scores[worst]...ranking.scores[best]
  }

  /// The least and the greatest value of a column, an item's similarity with itself aside.
  func heatmapRange(ofColumn column: Int) -> ClosedRange<Float> {
    guard let arrangement = heatmap.arrangement, column < heatmapExtent.columns else { return 0...1 }
    if arrangement.isTiled { return heatmap.tiles.summary?.ranges.column(column) ?? 0...1 }
    if arrangement.matrix != nil {
      guard let matrix = heatmap.matrix.answer, let place = matrix.column(of: heatmap.columnItems[column]) else {
        return 0...1
      }
      return matrix.columnRanges[place]
    }
    let scores = (0..<heatmapExtent.rows).compactMap { heatmapValue(row: $0, column: column) }
    guard let low = scores.min(), let high = scores.max() else { return 0...1 }
    return low...high
  }
}

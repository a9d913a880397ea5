import Corpus
import Embeddings
import TerminalUI

/// The similarities on the screen, read by row and column as they are shown: wherever they come from.
struct ShownMatrix {
  let similarity: SimilarityState
  let subject: Subject

  init(_ similarity: SimilarityState, _ subject: Subject) {
    self.similarity = similarity
    self.subject = subject
  }

  var extent: (rows: Int, columns: Int) { similarity.extent }

  private var arrangement: MatrixArrangement? { similarity.arrangement }
  private var whole: ItemMatrix? { similarity.matrix.answer }
  /// The ranking that rows and columns were made of; `nil` where another has come since, which may be of fewer adapters.
  private var ranking: ItemRanking? {
    subject.ranking.answered == arrangement?.ranking ? subject.shownRanking : nil
  }

  /// The item of a column; the nearest if there are fewer.
  func item(atColumn place: Int) -> Int { item(at: place, in: similarity.columnItems) }

  /// The item of a row; the nearest if there are fewer.
  func item(atRow place: Int) -> Int { item(at: place, in: similarity.rowItems) }

  private func item(at place: Int, in shown: [Int]) -> Int {
    shown.isEmpty ? place.clamped(to: subject.items.count) : shown[place.clamped(to: shown.count)]
  }

  /// All similarities; `nil` while nothing is shown.
  var source: PairSource? {
    guard let arrangement else { return nil }
    guard let question = arrangement.matrix else {
      return ranking.map { PairSource($0, columns: similarity.columnItems) }
    }
    let (rows, columns) = (similarity.rowItems, similarity.columnItems)
    if !arrangement.isTiled { return whole.map { PairSource($0, rows: rows, columns: columns) } }
    guard let tables = subject.tables.answer, let table = tables[question.task] else { return nil }
    return PairSource(
      table, minus: question.subtracted.flatMap { tables[$0] }, rows: rows, columns: columns,
      dimensions: question.dimensions)
  }

  /// One similarity; `nil` if it is not known.
  func value(row: Int, column: Int) -> Float? {
    guard let arrangement, (0..<extent.rows).contains(row), (0..<extent.columns).contains(column) else { return nil }
    guard let question = arrangement.matrix else {
      return ranking?.score(of: similarity.columnItems[column], under: row)
    }
    let (first, second) = (similarity.rowItems[row], similarity.columnItems[column])
    if !arrangement.isTiled { return whole?.similarity(of: first, with: second) }
    if let known = similarity.tiles.value(row: row, column: column) { return known }
    func cosine(_ task: EmbeddingTask) -> Float? {
      guard let table = subject.tables.answer?[task], let row = table.row(of: first), let column = table.row(of: second)
      else { return nil }
      return table.vectors.cosine(of: row, with: table.vectors, column, dimensions: question.dimensions)
    }
    guard let value = cosine(question.task) else { return nil }
    return question.subtracted.map { other in cosine(other).map { value - $0 } } ?? value
  }

  /// The similarities of a part; NaN where one is not known yet.
  func grid(rows: Range<Int>, columns: Range<Int>) -> HeatmapGrid {
    var values: [Float] = []
    values.reserveCapacity(rows.count * columns.count)
    if arrangement?.matrix == nil {
      for row in rows { for column in columns { values.append(value(row: row, column: column) ?? .nan) } }
    } else if arrangement?.isTiled == true {
      let tiles = similarity.tiles
      for row in rows { for column in columns { values.append(tiles.value(row: row, column: column) ?? .nan) } }
    } else if let whole {
      let places = similarity.columnItems[columns].map { whole.column(of: $0) }
      for item in similarity.rowItems[rows] {
        let row = whole.row(of: item)
        for column in places {
          if let row, let column { values.append(whole.similarities[row, column]) } else { values.append(.nan) }
        }
      }
    } else {
      return HeatmapGrid(rows: 0, columns: 0, values: [])
    }
    return HeatmapGrid(rows: rows.count, columns: columns.count, values: values)
  }
}

// The smallest and the largest values; an item's similarity with itself does not count.

extension ShownMatrix {
  /// The range of all values; 0…1 while nothing is known.
  var range: ClosedRange<Float> {
    guard let arrangement else { return 0...1 }
    if arrangement.isTiled { return similarity.tiles.summary?.ranges.whole ?? 0...1 }
    if arrangement.matrix != nil { return whole?.range ?? 0...1 }
    let scores = (0..<extent.rows).map(range(ofRow:))
    guard let low = scores.map(\.lowerBound).min(), let high = scores.map(\.upperBound).max() else { return 0...1 }
    return low...high
  }

  /// The range of a row.
  func range(ofRow row: Int) -> ClosedRange<Float> {
    guard let arrangement, row < extent.rows else { return 0...1 }
    if arrangement.isTiled { return similarity.tiles.summary?.ranges.row(row) ?? 0...1 }
    if arrangement.matrix != nil {
      guard let whole, let place = whole.row(of: similarity.rowItems[row]) else { return 0...1 }
      return whole.rowRanges[place]
    }
    guard let ranking = ranking?.comparison.rankings[row], let best = ranking.order.first,
      let worst = ranking.order.last
    else { return 0...1 }
    return ranking.scores[worst]...ranking.scores[best]
  }

  /// The range of a column.
  func range(ofColumn column: Int) -> ClosedRange<Float> {
    guard let arrangement, column < extent.columns else { return 0...1 }
    if arrangement.isTiled { return similarity.tiles.summary?.ranges.column(column) ?? 0...1 }
    if arrangement.matrix != nil {
      guard let whole, let place = whole.column(of: similarity.columnItems[column]) else { return 0...1 }
      return whole.columnRanges[place]
    }
    let scores = (0..<extent.rows).compactMap { value(row: $0, column: column) }
    guard let low = scores.min(), let high = scores.max() else { return 0...1 }
    return low...high
  }
}

// What rows and columns are called.

extension ShownMatrix {
  /// What a column stands for.
  func columnName(_ column: Int) -> (name: String, content: String) { itemName(item(atColumn: column)) }

  private func itemName(_ item: Int) -> (name: String, content: String) {
    (subject.names[item], subject.items[item].headline)
  }

  /// What the items are compared with: the query, or the item whose neighbors are looked at.
  private var referenceName: String { subject.neighborPath.last.map { subject.names[$0] } ?? "query" }

  private var referenceContent: String {
    subject.neighborPath.last.map { subject.items[$0].headline } ?? subject.query?.text ?? ""
  }

  /// What a row stands for.
  func rowName(_ row: Int) -> (name: String, content: String) {
    if similarity.rows != .query { return itemName(item(atRow: row)) }
    let tasks = subject.shownRanking?.comparison.tasks ?? []
    return (tasks.indices.contains(row) ? "\(referenceName) under \(tasks[row])" : referenceName, referenceContent)
  }

  /// The short name beside a row.
  func rowLabel(_ row: Int) -> String {
    if similarity.rows != .query { return subject.names[item(atRow: row)] }
    return subject.shownRanking.map { row < $0.comparison.tasks.count ? $0.comparison.tasks[row].name : "" } ?? ""
  }
}

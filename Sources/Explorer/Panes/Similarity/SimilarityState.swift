import Embeddings
import TerminalUI

/// Which similarities are shown, how, and where the crosshair is.
struct SimilarityState: Sendable {
  /// What is compared with the items.
  enum Rows: String, Sendable {
    /// The items themselves.
    case items
    /// The query, a row for each adapter shown.
    case query
    /// Some of the items with others: A × B.
    case sets
  }

  /// The order of rows and columns.
  enum Order: String, Sendable, CaseIterable {
    /// As the collection has them.
    case collection
    /// By score under the current adapter.
    case score
    /// Similar items side by side.
    case cluster
  }

  /// What the ends of the colors stand for.
  enum Range: String, Hashable, Sendable, CaseIterable {
    /// The smallest and the largest value of all.
    case full
    /// Those of each row.
    case row
    /// Those of each column.
    case column
    /// The same distance on both sides of 0.
    case diverging
  }

  /// How large a value is drawn.
  enum Zoom: Int, Sendable, CaseIterable {
    /// The whole matrix.
    case overview
    /// One value per half cell.
    case pixels
    /// One value per few cells, with digits.
    case digits
  }

  /// One of the two sides of A × B.
  enum Side: Sendable { case rows, columns }

  var rows = Rows.items
  var order = Order.collection
  var zoom = Zoom.overview
  /// How an overview makes one value of several.
  var reduction = HeatmapGrid.Reduction.mean
  var colormap = Colormap.viridis
  /// Whether the ends of the colors are exchanged.
  var isInverted = false
  var range = Range.full
  /// Whether the similarities under another adapter are subtracted from those under the current one.
  var isDifference = false
  /// The items of the rows of A × B; `nil` for all.
  var rowSet: ItemSet?
  /// The items of the columns of A × B; `nil` for all.
  var columnSet: ItemSet?
  /// How many sets were made: each has a number of its own.
  var setCount = 0
  /// The most rows or columns of a matrix that is computed whole; larger ones are computed in tiles.
  let largestWhole: Int

  /// Where the crosshair was put. While there are fewer rows or columns, as when the first vectors arrive, it stands on
  /// the nearest one.
  var crosshair = HeatmapGrid.Place(row: 0, column: 1)
  /// The items that the crosshair returns to once they are there again; −1 for the row of a query.
  var awaitedPair: Subject.ItemPair?
  /// The corner of the selected rectangle opposite the crosshair; `nil` while nothing is selected.
  var corner: HeatmapGrid.Place?
  /// The first row shown.
  var firstRow = 0
  /// The first column shown.
  var firstColumn = 0
  /// Whether the pairs nearest to the threshold are listed.
  var isListing = false
  /// The similarity whose nearest pairs are listed.
  var threshold: Float = 0
  /// The selected row of that list.
  var listRow = 0

  /// The matrix on the screen.
  var matrix = Derived<MatrixQuestion, ItemMatrix>()
  /// The matrices that were computed before, so that going back to a dimension or an adapter costs nothing: 256 MB.
  var cache = BoundedCache<Derived<MatrixQuestion, ItemMatrix>.Key, ItemMatrix>(limit: 256 << 20)
  /// The order in which similar items are neighbors.
  var seriation = Derived<SeriationQuestion, SeriatedItems>()
  /// The whole matrix in as many values as the pane has places.
  var overview = Derived<OverviewQuestion, MatrixSummary>()
  /// The tiles of a matrix that is too large to be computed whole.
  var tiles = TileStore()
  /// The statistics of the selected rectangle.
  var rectangle = Derived<RectangleQuestion, ValueStatistics>()
  /// The pairs nearest to the threshold.
  var nearest = Derived<NearestQuestion, NearestPairs>()

  /// What `rowItems` and `columnItems` were made of.
  private(set) var arrangement: MatrixArrangement?
  /// The items along the rows; −1 for each row of a query.
  private(set) var rowItems: [Int] = []
  /// The items along the columns in the order they are shown, as indices of the collection.
  private(set) var columnItems: [Int] = []

  init(largestWhole: Int = 2_000) { self.largestWhole = largestWhole }
}

/// What is on the screen: which similarities, of which items, in which order.
struct MatrixArrangement: Hashable, Sendable {
  var rows: SimilarityState.Rows
  var order: SimilarityState.Order
  /// What is compared with what; `nil` for a query.
  var matrix: MatrixQuestion?
  /// How many vectors there were.
  var revision: Int
  /// Whether the matrix is too large to be computed whole.
  var isTiled: Bool
  var ranking: Derived<RankingQuestion, ItemRanking>.Key?
  var seriation: Derived<SeriationQuestion, SeriatedItems>.Key?
}

extension SimilarityState {
  /// The crosshair's row, as shown.
  var row: Int { rowItems.isEmpty ? crosshair.row : min(crosshair.row, rowItems.count - 1) }
  /// The crosshair's column, as shown.
  var column: Int { columnItems.isEmpty ? crosshair.column : min(crosshair.column, columnItems.count - 1) }
  /// Where the crosshair is, as shown.
  var place: HeatmapGrid.Place { HeatmapGrid.Place(row: row, column: column) }

  /// The items under the crosshair, −1 for the row of a query; `nil` while there are none.
  var pairUnderCrosshair: Subject.ItemPair? {
    columnItems.isEmpty || rowItems.isEmpty
      ? awaitedPair : Subject.ItemPair(row: rowItems[row], column: columnItems[column])
  }

  /// Arranges the rows and columns anew, though what they are made of may look the same.
  mutating func forgetArrangement() { (arrangement, rowItems, columnItems) = (nil, [], []) }

  /// Rows and columns of what is shown.
  var extent: (rows: Int, columns: Int) { columnItems.isEmpty ? (0, 0) : (rowItems.count, columnItems.count) }

  /// The selected rows and columns; `nil` while nothing is selected.
  var selection: (rows: Swift.Range<Int>, columns: Swift.Range<Int>)? {
    guard let corner else { return nil }
    return (
      min(corner.row, row)..<max(corner.row, row) + 1, min(corner.column, column)..<max(corner.column, column) + 1
    )
  }

  /// The pairs of the list, if they are of what is shown.
  var listedPairs: [NearestPairs.Pair] {
    nearest.answered?.question.arrangement == arrangement ? nearest.answer?.pairs ?? [] : []
  }

  /// The statistics of the selected rectangle, once they are known.
  var rectangleStatistics: ValueStatistics? {
    guard let selection, let question = rectangle.answered?.question, question.rows == selection.rows,
      question.columns == selection.columns, question.arrangement == arrangement
    else { return nil }
    return rectangle.answer
  }

  /// Brings `rowItems` and `columnItems` up to date with what is compared; nothing is done if nothing has changed.
  mutating func arrange(_ wanted: MatrixArrangement?, _ subject: Subject) {
    if arrangement == wanted { return }
    arrangement = wanted
    let ranking = subject.shownRanking
    let items: (rows: [Int], columns: [Int])
    switch wanted {
    case nil: items = ([], [])
    case let wanted? where wanted.matrix == nil:
      items = (ranking?.comparison.tasks.map { _ in -1 } ?? [], ranking?.items ?? [])
    case let wanted? where wanted.isTiled:
      items = wanted.matrix.flatMap { subject.tables.answer?[$0.task]?.compared($0) } ?? ([], [])
    case _?: items = (matrix.answer?.rowItems ?? [], matrix.answer?.columnItems ?? [])
    }
    let seriated = wanted?.seriation == nil ? nil : seriation.answer
    let order = wanted?.order ?? .collection
    columnItems = ordered(items.columns, by: order, ranking, seriated?.columns)
    rowItems = wanted?.rows == .query ? items.rows : ordered(items.rows, by: order, ranking, seriated?.rows)
    guard let pair = awaitedPair, let column = columnItems.firstIndex(of: pair.column),
      let row = pair.row < 0 ? row : rowItems.firstIndex(of: pair.row)
    else { return }
    crosshair = HeatmapGrid.Place(row: row, column: column)
    awaitedPair = nil
  }

  private func ordered(_ items: [Int], by order: Order, _ ranking: ItemRanking?, _ seriated: [Int]?) -> [Int] {
    switch order {
    case .collection: return items
    case .score:
      guard let ranking else { return items }
      let isCompared = Set(items)
      return ranking.order.filter { isCompared.contains($0) }
    case .cluster:
      guard let seriated else { return items }
      let (isCompared, isOrdered) = (Set(items), Set(seriated))
      return seriated.filter { isCompared.contains($0) } + items.filter { !isOrdered.contains($0) }
    }
  }
}

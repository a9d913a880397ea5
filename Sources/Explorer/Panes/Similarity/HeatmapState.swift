import Embeddings
import TerminalUI

/// The similarity pane: what it shows and where the crosshair is.
struct HeatmapState: Sendable {
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
    /// The least and the greatest value of all.
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

  /// What is compared with the items.
  var rows = Rows.items
  /// The order of rows and columns.
  var order = Order.collection
  /// How large a value is drawn.
  var zoom = Zoom.overview
  /// How an overview makes one value of several.
  var reduction = HeatmapGrid.Reduction.mean
  /// The colors of values.
  var colormap = Colormap.viridis
  /// Whether the ends of the colors are exchanged.
  var isInverted = false
  /// What the ends of the colors stand for.
  var range = Range.full
  /// Whether the similarities under another adapter are taken from those under the current one.
  var isDifference = false
  /// How many rows, and how many columns, a matrix has at most that is computed whole; larger ones are in tiles.
  var largestWhole = 2_000
  /// Where the crosshair was put. While there are fewer rows or columns, as when the first vectors arrive, it stands on
  /// the nearest one.
  var crosshair = Heatmap.Place(row: 0, column: 1)
  /// The first row shown.
  var firstRow = 0
  /// The first column shown.
  var firstColumn = 0
  /// The matrix on the screen.
  var matrix = Derived<MatrixQuestion, ItemMatrix>()
  /// The items along the columns in the order they are shown, as indices of the collection.
  private(set) var columnItems: [Int] = []
  /// The items along the rows; −1 for each row of a query.
  private(set) var rowItems: [Int] = []
  /// The crosshair's row, as shown.
  var row: Int { rowItems.isEmpty ? crosshair.row : min(crosshair.row, rowItems.count - 1) }
  /// The crosshair's column, as shown.
  var column: Int { columnItems.isEmpty ? crosshair.column : min(crosshair.column, columnItems.count - 1) }
  /// The items of the rows of A × B; `nil` for all.
  var rowSet: ItemSet?
  /// The items of the columns of A × B; `nil` for all.
  var columnSet: ItemSet?
  /// The order in which similar items are neighbours.
  var seriation = Derived<SeriationQuestion, SeriatedItems>()
  /// Those computed before.
  var cache = MatrixCache()
  /// The whole matrix in as many values as the pane has places.
  var overview = Derived<OverviewQuestion, MatrixSummary>()
  /// The tiles of a matrix that is too large to be computed whole.
  var tiles = TileStore()
  /// The corner of the selected rectangle that is not the crosshair's; `nil` while nothing is selected.
  var anchor: Heatmap.Place?
  /// What can be said of the selected rectangle.
  var rectangle = Derived<RectangleQuestion, ValueStatistics>()
  /// Whether the pairs nearest to the threshold are listed.
  var isListing = false
  /// The similarity whose nearest pairs are listed.
  var threshold: Float = 0
  /// Those pairs.
  var pairs = Derived<PairsQuestion, NearestPairs>()
  /// The pair of the list that is selected.
  var pairRow = 0

  /// What is on the screen: which similarities, of which items, in which order.
  struct Arrangement: Hashable, Sendable {
    var rows: Rows
    var order: Order
    /// What is compared with what; `nil` of a query.
    var matrix: MatrixQuestion?
    /// How many vectors there were.
    var revision: Int
    /// Whether the matrix is too large to be computed whole.
    var isTiled: Bool
    var ranking: Derived<RankingQuestion, ItemRanking>.Key?
    var seriation: Derived<SeriationQuestion, SeriatedItems>.Key?
  }

  /// What `rowItems` and `columnItems` were made of.
  private(set) var arrangement: Arrangement?

  /// Brings `rowItems` and `columnItems` up to date with what is compared; nothing is done when nothing has changed.
  mutating func arrange(
    _ wanted: Arrangement?, ranking: ItemRanking?, items: (Arrangement) -> (rows: [Int], columns: [Int])
  ) {
    if arrangement == wanted { return }
    arrangement = wanted
    guard let wanted else {
      (rowItems, columnItems) = ([], [])
      return
    }
    let (rows, columns) = items(wanted)
    let seriated = wanted.seriation == nil ? nil : seriation.answer
    columnItems = ordered(columns, by: wanted.order, ranking, seriated?.columns)
    rowItems = wanted.rows == .query ? rows : ordered(rows, by: wanted.order, ranking, seriated?.rows)
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

  /// The rows and columns that are selected; `nil` while nothing is.
  var selection: (rows: Swift.Range<Int>, columns: Swift.Range<Int>)? {
    guard let anchor else { return nil }
    return (
      min(anchor.row, row)..<max(anchor.row, row) + 1, min(anchor.column, column)..<max(anchor.column, column) + 1
    )
  }
}

/// Which similarities are summed up.
struct RectangleQuestion: Hashable, Sendable {
  var arrangement: HeatmapState.Arrangement
  var rows: Range<Int>
  var columns: Range<Int>
}

/// Which pairs are listed.
struct PairsQuestion: Hashable, Sendable {
  var arrangement: HeatmapState.Arrangement
  var threshold: Float

  /// How many pairs are listed.
  static let limit = 100
}

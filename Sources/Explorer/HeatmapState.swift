import Embeddings
import TerminalUI

/// The similarity pane: what it shows and where the crosshair is.
struct HeatmapState: Sendable {
  /// What is compared with the items.
  enum Rows: Sendable {
    /// The items themselves.
    case items
    /// The query, a row for each adapter shown.
    case query
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
  /// The crosshair's row, as shown.
  var row = 0
  /// The crosshair's column, as shown.
  var column = 1
  /// The first row shown.
  var firstRow = 0
  /// The first column shown.
  var firstColumn = 0
  /// The matrix on the screen.
  var matrix = Derived<MatrixQuestion, ItemMatrix>()
  /// The items along the columns (and, of items × items, the rows) in the order they are shown, as indices of the
  /// collection.
  private(set) var items: [Int] = []
  /// The order in which similar items are neighbours.
  var seriation = Derived<SeriationQuestion, [Int]>()
  /// Those computed before.
  var cache = MatrixCache()
  /// The whole matrix in as many values as the pane has places.
  var overview = Derived<OverviewQuestion, MatrixOverview>()

  /// What `items` was made of.
  private struct Arrangement: Hashable, Sendable {
    var rows: Rows
    var order: Order
    var matrix: Derived<MatrixQuestion, ItemMatrix>.Key?
    var ranking: Derived<RankingQuestion, ItemRanking>.Key?
    var seriation: Derived<SeriationQuestion, [Int]>.Key?
  }

  private var arrangement: Arrangement?

  /// Brings `items` up to date; `key` names the ranking. Nothing is done when nothing has changed.
  mutating func arrange(by ranking: ItemRanking?, key: Derived<RankingQuestion, ItemRanking>.Key?) {
    let wanted = Arrangement(
      rows: rows, order: order, matrix: matrix.answered, ranking: rows == .query || order == .score ? key : nil,
      seriation: order == .cluster ? seriation.answered : nil)
    if arrangement == wanted { return }
    arrangement = wanted
    items = (rows == .items ? matrix.answer?.items : ranking?.items) ?? []
    if order == .score, let ranking {
      let isCompared = Set(items)
      items = ranking.order.filter { isCompared.contains($0) }
    }
    if order == .cluster, let clustered = seriation.answer {
      let (isCompared, isOrdered) = (Set(items), Set(clustered))
      items = clustered.filter { isCompared.contains($0) } + items.filter { !isOrdered.contains($0) }
    }
  }
}

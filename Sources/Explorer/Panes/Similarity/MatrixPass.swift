import Embeddings
import Threading

/// The computation of a matrix that is too large to be computed whole: tile by tile, each of which is summed up.
struct MatrixPass: Sendable {
  /// What has come of it so far.
  struct Delivery: Sendable {
    /// The tiles since the last delivery.
    var tiles: [MatrixTile]
    /// The whole matrix in fewer values.
    var summary: MatrixSummary
    /// How far it is.
    var progress: TileProgress
  }

  /// The similarities.
  let source: PairSource

  /// Rows and columns of the summary at most.
  static let summarySide = 400
  /// The summary of a matrix of which nothing is known yet.
  static func emptySummary(rows: Int, columns: Int) -> MatrixSummary {
    MatrixSummary(rowCount: rows, columnCount: columns, rows: summarySide, columns: summarySide)
  }

  /// How many pairs are compared.
  static func pairs(rows: Int, columns: Int, isSymmetric: Bool) -> Int {
    isSymmetric ? rows * (rows + 1) / 2 : rows * columns
  }

  /// Computes all tiles, row by row, and hands over what is done ten times a second; ends early where the task is
  /// cancelled.
  func run(_ deliver: (Delivery) -> Void) {
    let (rows, columns) = (source.rowItems.count, source.columnItems.count)
    let start = ContinuousClock.now
    // Results are held back, so that they do not cost more to show than to compute.
    var throttle = Throttle(start: start)
    var delivery = Delivery(
      tiles: [], summary: Self.emptySummary(rows: rows, columns: columns),
      progress: TileProgress(
        finishedPairs: 0, totalPairs: Self.pairs(rows: rows, columns: columns, isSymmetric: source.isSymmetric),
        elapsed: .zero))
    var kept = 0
    for row in 0..<MatrixTile.tiles(of: rows) {
      for column in (source.isSymmetric ? row : 0)..<MatrixTile.tiles(of: columns) {
        if Task.isCancelled { return }
        let tile = MatrixTile(source, at: TilePlace(row: row, column: column))
        let values = tile.similarities
        delivery.summary.add(
          values, firstRow: row * MatrixTile.side, firstColumn: column * MatrixTile.side, source)
        delivery.progress.finishedPairs +=
          source.isSymmetric && row == column ? values.rows * (values.rows + 1) / 2 : values.rows * values.columns
        if kept < TileStore.tileLimit {
          delivery.tiles.append(tile)
          kept += 1
        }
        let now = ContinuousClock.now
        guard throttle.passes(at: now) else { continue }
        delivery.progress.elapsed = start.duration(to: now)
        deliver(delivery)
        delivery.tiles = []
      }
    }
    delivery.progress.elapsed = start.duration(to: .now)
    deliver(delivery)
  }
}

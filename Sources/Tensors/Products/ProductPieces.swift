import CKernels

/// How the products of one call are cut into pieces of work: some panels of one of the fused weights,
/// or of all of them, by some rows.
struct ProductPieces: Sendable {
  /// One piece of work.
  struct Piece: Equatable {
    /// Which weight the panels are of, or the first if they are of all.
    let weight: Int
    let panels: Range<Int>
    let rows: Range<Int>
  }

  /// Whether the sums of a piece are collected in memory of their own. That is best if the rows of a result are a page
  /// or more apart and the system gives no huge pages: the address of each row would be looked up again and again.
  let areCollected: Bool
  /// Floats from row to row of sums that are collected; rows a power of two apart would share few sets of the caches.
  let sumStride: Int

  /// Rows whose products with all panels come before those of the next rows.
  private let rowsAtOnce: Int
  /// Panels that are multiplied by one block of the inner dimension before the next block.
  private let panelsAtOnce: Int
  private let rows: Int
  /// The panels of each weight, or of one if all go together.
  private let panels: [Int]

  /// So that no thread waits long for another thread's last piece.
  private static let fewestPiecesOfThread = 4

  /// The pieces of `rows` rows by weights of `panels` panels, for `threads` threads.
  ///
  /// - Parameters:
  ///   - together: whether a piece has the same panels of all weights, which have equally many, and collects their sums
  ///     side by side; two panels of each, so that what is made of them begins and ends with a block of 8 bits.
  ///   - staysInCache: whether rows are to stay in the second cache from panel to panel, because products are so fast
  ///     that rows cannot be fetched from memory meanwhile. A panel that is packed by the product, or for it alone, is
  ///     multiplied by all rows at once instead.
  init(panels: [Int], together: Bool = false, rows: Int, staysInCache: Bool, threads: Int) {
    self.rows = rows
    self.panels = together ? Array(panels.prefix(1)) : panels
    areCollected = together || (staysInCache && rows >= KERNEL_FEWEST_GROUP_ROWS)
    let rowsAtOnce = staysInCache ? min(rows, KERNEL_GROUP_ROWS) : rows
    self.rowsAtOnce = rowsAtOnce
    let single = panels.reduce(0, +) * rows.dividedUp(by: rowsAtOnce)
    panelsAtOnce =
      if together { 2 } else if areCollected {
        min(KERNEL_GROUP_PANELS, max(1, single / (threads * Self.fewestPiecesOfThread)))
      } else { 1 }
    sumStride = (together ? panels.count : 1) * panelsAtOnce * KERNEL_PANEL_COLUMNS + 16
  }

  /// The most floats of a piece's sums, if they are collected.
  var sumCount: Int { areCollected ? rowsAtOnce * sumStride : 0 }

  /// The number of pieces.
  var count: Int { rows.dividedUp(by: rowsAtOnce) * piecesOfRows }

  /// The pieces of all weights for the same rows.
  private var piecesOfRows: Int { panels.reduce(0) { $0 + $1.dividedUp(by: panelsAtOnce) } }

  /// Piece `index` of `count`; those of the same rows follow each other.
  subscript(index: Int) -> Piece {
    let (group, indexOfRows) = index.quotientAndRemainder(dividingBy: piecesOfRows)
    let rows = group * rowsAtOnce..<min((group + 1) * rowsAtOnce, rows)
    var weight = 0
    var piece = indexOfRows
    while piece >= panels[weight].dividedUp(by: panelsAtOnce) {
      piece -= panels[weight].dividedUp(by: panelsAtOnce)
      weight += 1
    }
    let first = piece * panelsAtOnce
    return Piece(weight: weight, panels: first..<min(first + panelsAtOnce, panels[weight]), rows: rows)
  }
}

extension Int {
  /// The quotient, rounded up.
  fileprivate func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
}

import CKernels

/// How the products of one call are cut into pieces of work: some panels of one part, or of all parts, by some rows.
struct ProductPieces: Sendable {
  /// One piece of work.
  struct Piece: Equatable {
    /// Which part the panels are of, or the first of all parts that have them.
    let part: Int
    let panels: Range<Int>
    let rows: Range<Int>
  }

  /// Whether the sums of a piece are collected in memory of their own. That is best where rows of a result are a page
  /// apart and more, and the system gives no huge pages: the address of each would be looked up again and again.
  let areCollected: Bool
  /// Floats from row to row of sums that are collected; rows a power of two apart would share few sets of the caches.
  let sumStride: Int

  /// Rows whose products with all panels come before those of the next rows.
  private let rowsAtOnce: Int
  /// Panels that are multiplied by one block of the inner dimension before the next block.
  private let panelsAtOnce: Int
  private let rows: Int
  /// The panels of each part, or of one where all go together.
  private let panels: [Int]

  /// 1024 elements of so many rows are half a megabyte, in BF16.
  private static let mostRows = 256
  /// So that those rows are fetched from afar a quarter as often, for a quarter of a megabyte of sums.
  private static let mostPanels = 4
  /// Fewer rows are in the second cache anyway.
  private static let fewestRows = 64
  /// So that no thread waits long for another's last.
  private static let fewestPiecesOfThread = 4

  /// The pieces of `rows` rows by parts of `panels` panels, for `threads` threads.
  ///
  /// - Parameters:
  ///   - together: whether a piece has the same panels of all parts, which are as many, and collects their sums side by
  ///     side; two of each, so that what is made of them begins and ends with a block of 8 bits.
  ///   - staysInCache: whether rows are to stay in the second cache from panel to panel: where products are so fast that
  ///     they cannot be fetched from memory meanwhile. A panel that is packed by the product or for it alone is
  ///     multiplied by all rows at once instead.
  init(panels: [Int], together: Bool = false, rows: Int, staysInCache: Bool, threads: Int) {
    self.rows = rows
    self.panels = together ? Array(panels.prefix(1)) : panels
    areCollected = together || (staysInCache && rows >= Self.fewestRows)
    let rowsAtOnce = staysInCache ? min(rows, Self.mostRows) : rows
    self.rowsAtOnce = rowsAtOnce
    let single = panels.reduce(0, +) * rows.dividedUp(by: rowsAtOnce)
    panelsAtOnce =
      if together { 2 } else if areCollected {
        min(Self.mostPanels, max(1, single / (threads * Self.fewestPiecesOfThread)))
      } else { 1 }
    sumStride = (together ? panels.count : 1) * panelsAtOnce * Int(KERNEL_PANEL_COLUMNS) + 16
  }

  /// Floats of the sums of a piece at most, where they are collected.
  var sumCount: Int { areCollected ? rowsAtOnce * sumStride : 0 }

  /// How many there are.
  var count: Int { rows.dividedUp(by: rowsAtOnce) * piecesOfRows }

  /// The pieces of all parts for the same rows.
  private var piecesOfRows: Int { panels.reduce(0) { $0 + $1.dividedUp(by: panelsAtOnce) } }

  /// Piece `index` of `count`; those of the same rows follow each other.
  subscript(index: Int) -> Piece {
    let (group, indexOfRows) = index.quotientAndRemainder(dividingBy: piecesOfRows)
    let rows = group * rowsAtOnce..<min((group + 1) * rowsAtOnce, rows)
    var part = 0
    var piece = indexOfRows
    while piece >= panels[part].dividedUp(by: panelsAtOnce) {
      piece -= panels[part].dividedUp(by: panelsAtOnce)
      part += 1
    }
    let first = piece * panelsAtOnce
    return Piece(part: part, panels: first..<min(first + panelsAtOnce, panels[part]), rows: rows)
  }
}

extension Int {
  /// The quotient, rounded up.
  fileprivate func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
}

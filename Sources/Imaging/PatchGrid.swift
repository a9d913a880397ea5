/// How the patches of one picture lie over it, and how they merge into image tokens.
public struct PatchGrid: Hashable, Sendable {
  /// Patches from top to bottom; a multiple of `mergeSize`.
  public let rows: Int
  /// Patches from left to right; a multiple of `mergeSize`.
  public let columns: Int
  /// Patches along each side of one merged cell.
  public let mergeSize: Int

  /// A grid of `rows` × `columns` patches.
  public init(rows: Int, columns: Int, mergeSize: Int) {
    precondition(
      rows > 0 && columns > 0 && mergeSize > 0 && rows.isMultiple(of: mergeSize) && columns.isMultiple(of: mergeSize),
      "[\(rows), \(columns)] patches cannot be merged \(mergeSize) by \(mergeSize)")
    self.rows = rows
    self.columns = columns
    self.mergeSize = mergeSize
  }

  /// The number of patches.
  public var count: Int { rows * columns }

  /// The merged cells, one for each image token.
  public var tokens: TokenGrid { TokenGrid(rows: rows / mergeSize, columns: columns / mergeSize) }

  /// The place of each patch in the order the model reads them: merged cells row-major, and the patches of each cell
  /// row-major, so that consecutive runs of `mergeSize`² patches become one token.
  public var readingOrder: [(row: Int, column: Int)] {
    var order: [(row: Int, column: Int)] = []
    order.reserveCapacity(count)
    for cellRow in 0..<tokens.rows {
      for cellColumn in 0..<tokens.columns {
        for row in 0..<mergeSize {
          for column in 0..<mergeSize {
            order.append((cellRow * mergeSize + row, cellColumn * mergeSize + column))
          }
        }
      }
    }
    return order
  }
}

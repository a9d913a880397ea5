/// How the image tokens of one picture lie over it: one token is one merged cell of 2 × 2 patches (28 × 28 pixels in
/// the published model), row-major.
public struct TokenGrid: Hashable, Sendable {
  /// Cells from top to bottom.
  public let rows: Int
  /// Cells from left to right.
  public let columns: Int

  /// A grid of `rows` × `columns` cells.
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// The number of image tokens.
  public var count: Int { rows * columns }
}

/// Columns and rows of a terminal or a part of it.
public struct Size: Hashable, Sendable {
  /// Cells from left to right, never negative.
  public var columns: Int
  /// Cells from top to bottom, never negative.
  public var rows: Int

  /// A size; negative extents count as 0.
  public init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }
}

/// A cell's place: row 0, column 0 is the upper left corner.
public struct Position: Hashable, Sendable {
  /// The row, counted from the top.
  public var row: Int
  /// The column, counted from the left.
  public var column: Int

  /// A position.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// A rectangle of cells; it may be empty, its extents are never negative.
public struct Rect: Hashable, Sendable {
  /// The upper left cell.
  public var origin: Position
  /// Its extent.
  public var size: Size

  /// A rectangle; negative extents count as 0.
  public init(row: Int, column: Int, columns: Int, rows: Int) {
    origin = Position(row: row, column: column)
    size = Size(columns: columns, rows: rows)
  }

  /// The rows it covers.
  public var rows: Range<Int> { origin.row..<(origin.row + size.rows) }
  /// The columns it covers.
  public var columns: Range<Int> { origin.column..<(origin.column + size.columns) }
  /// Whether it covers no cell.
  public var isEmpty: Bool { size.rows == 0 || size.columns == 0 }

  /// Whether the cell lies inside.
  public func contains(_ position: Position) -> Bool {
    rows.contains(position.row) && columns.contains(position.column)
  }

  /// The rectangle without a border of `margin` cells on every side.
  public func inset(by margin: Int) -> Rect {
    Rect(
      row: origin.row + margin, column: origin.column + margin, columns: size.columns - 2 * margin,
      rows: size.rows - 2 * margin)
  }
}

/// A rectangle of values; NaN where one is missing.
public struct HeatmapGrid: Hashable, Sendable {
  /// A place in the grid, or in the matrix that it is a part of.
  public struct Place: Hashable, Sendable {
    /// The row, counted from 0.
    public var row: Int
    /// The column, counted from 0.
    public var column: Int

    /// A place.
    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// Its rows.
  public let rows: Int
  /// Its columns.
  public let columns: Int
  /// The values [rows, columns], row-major.
  public let values: [Float]

  /// A grid of values [rows, columns].
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(
      rows >= 0 && columns >= 0 && values.count == rows * columns,
      "a grid of \(rows) × \(columns) holds \(rows * columns) values, not \(values.count)")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// The value at a place, NaN outside of the grid.
  public subscript(row: Int, column: Int) -> Float {
    guard row >= 0, row < rows, column >= 0, column < columns else { return .nan }
    return values[row * columns + column]
  }

  /// The least and the greatest value, missing ones aside; `nil` when all are.
  public var range: ClosedRange<Float>? {
    var (least, greatest) = (Float.infinity, -Float.infinity)
    for value in values where value.isFinite {
      least = min(least, value)
      greatest = max(greatest, value)
    }
    return least <= greatest ? least...greatest : nil
  }

  /// How several values become one.
  public enum Reduction: String, Hashable, Sendable, CaseIterable {
    /// Their mean.
    case mean
    /// The greatest.
    case max
  }
}

/// A grid of cells: what the terminal shall show. A value; views draw on it, a terminal shows it.
public struct Screen: Hashable, Sendable {
  /// Its extent.
  public let size: Size
  /// The cells, row-major.
  public private(set) var cells: [Cell]
  /// Where the real cursor stands (the caret of the focused text field); `nil` hides it.
  public var cursor: Position?

  /// An empty screen.
  public init(size: Size) {
    self.size = size
    cells = Array(repeating: Cell(), count: size.columns * size.rows)
  }

  /// The whole screen.
  public var bounds: Rect { Rect(row: 0, column: 0, columns: size.columns, rows: size.rows) }

  /// The cell at a place inside the screen.
  public subscript(position: Position) -> Cell {
    get {
      precondition(bounds.contains(position), "no cell at \(position) on a screen of \(size)")
      return cells[position.row * size.columns + position.column]
    }
    set {
      precondition(bounds.contains(position), "no cell at \(position) on a screen of \(size)")
      cells[position.row * size.columns + position.column] = newValue
    }
  }
}

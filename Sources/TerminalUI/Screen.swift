/// A grid of cells: what the terminal shall show. A value; views draw on it, a terminal shows it.
///
/// A wide character takes two cells: its own and one with the text `""` to its right. However cells are set, no
/// character is left cut in half: what loses a half becomes blank.
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
  ///
  /// Setting it to a wide character takes the cell to the right as well; in the last column, where there is none, the
  /// cell becomes blank. Text that is not one displayable character becomes the first one of its display form.
  public subscript(position: Position) -> Cell {
    get {
      precondition(bounds.contains(position), "no cell at \(position) on a screen of \(size)")
      return cells[position.row * size.columns + position.column]
    }
    set {
      precondition(bounds.contains(position), "no cell at \(position) on a screen of \(size)")
      set(newValue, at: position.row * size.columns + position.column, column: position.column)
    }
  }

  /// Changes the style of every cell of `rect` that lies on the screen; the text stays.
  public mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let visible = rect.intersection(bounds)
    for row in visible.rows {
      for column in visible.columns { change(&cells[row * size.columns + column].style) }
    }
  }

  private mutating func set(_ cell: Cell, at index: Int, column: Int) {
    let isRightHalf = cells[index].text.isEmpty
    if isRightHalf && cell.text.isEmpty {
      cells[index].style = cell.style
      return
    }
    let (text, columns) = Screen.displayable(cell.text)
    if isRightHalf { cells[index - 1].text = " " }
    if column + 1 < size.columns, cells[index + 1].text.isEmpty { cells[index + 1].text = " " }
    if columns == 2 {
      guard column + 1 < size.columns else {
        cells[index] = Cell(" ", style: cell.style)
        return
      }
      if column + 2 < size.columns, cells[index + 2].text.isEmpty { cells[index + 2].text = " " }
      cells[index + 1] = Cell("", style: cell.style)
    }
    cells[index] = Cell(text, style: cell.style)
  }

  /// The one displayable character `text` stands for, and its columns.
  private static func displayable(_ text: String) -> (text: String, columns: Int) {
    let scalars = text.unicodeScalars
    guard let first = scalars.first else { return (" ", 1) }
    if scalars.index(after: scalars.startIndex) == scalars.endIndex, let columns = TextWidth.columns(of: first),
      columns == 1
    {
      return (text, 1)
    }
    guard let cell = TextWidth.cells(of: text).first else { return (" ", 1) }
    return (cell.text, cell.columns)
  }
}

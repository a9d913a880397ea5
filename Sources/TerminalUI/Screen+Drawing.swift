/// What happens to text that is longer than its place.
public enum Truncation: Hashable, Sendable {
  /// It is cut.
  case clip
  /// The last column shows `…`.
  case ellipsis
  /// The first column shows `…` and the end of the text follows.
  case leadingEllipsis
}

/// Where text stands in a place wider than itself.
public enum Alignment: Hashable, Sendable {
  /// At the left.
  case leading
  /// In the middle.
  case center
  /// At the right.
  case trailing
}

/// The lines of a box.
public enum BoxLines: Hashable, Sendable {
  /// `┌─┐`
  case light
  /// `┏━┓`
  case heavy
  /// `+-+`, for terminals and readers without line drawing.
  case ascii
  /// `#=#`, the heavy one of those.
  case asciiHeavy

  /// Horizontal, vertical, and the corners from the upper left one clockwise.
  var glyphs: (horizontal: String, vertical: String, corners: [String]) {
    switch self {
    case .light: ("─", "│", ["┌", "┐", "┘", "└"])
    case .heavy: ("━", "┃", ["┏", "┓", "┛", "┗"])
    case .ascii: ("-", "|", ["+", "+", "+", "+"])
    case .asciiHeavy: ("=", "|", ["#", "#", "#", "#"])
    }
  }
}

extension Screen {
  /// Fills the part of `rect` that lies on the screen with one character.
  public mutating func fill(_ rect: Rect, with text: String = " ", style: Style = .plain) {
    let visible = rect.intersection(bounds)
    for row in visible.rows {
      for column in visible.columns { self[Position(row: row, column: column)] = Cell(text, style: style) }
    }
  }

  /// Writes the display form of `text` on the first line of `rect`; nothing outside of it is touched.
  ///
  /// Returns the columns written. A wide character that does not fit whole is left out.
  @discardableResult
  public mutating func write(
    _ text: String, in rect: Rect, style: Style = .plain, truncation: Truncation = .ellipsis,
    alignment: Alignment = .leading
  ) -> Int {
    guard !rect.isEmpty else { return 0 }
    let cells = Screen.truncate(TextWidth.cells(of: text), to: rect.size.columns, truncation)
    let width = cells.reduce(0) { $0 + $1.columns }
    let room = rect.size.columns - width
    var column =
      switch alignment {
      case .leading: rect.origin.column
      case .center: rect.origin.column + room / 2
      case .trailing: rect.origin.column + room
      }
    for cell in cells {
      put(cell, at: Position(row: rect.origin.row, column: column), style: style)
      column += cell.columns
    }
    return width
  }

  /// Writes text on one line from a position on, at most to the right edge of the screen; returns the columns written.
  @discardableResult
  public mutating func write(
    _ text: String, at position: Position, style: Style = .plain, truncation: Truncation = .clip
  ) -> Int {
    write(
      text,
      in: Rect(row: position.row, column: position.column, columns: size.columns - position.column, rows: 1),
      style: style, truncation: truncation)
  }

  /// Draws a box along the inner edge of `rect`; below 2×2 cells nothing.
  public mutating func drawBox(_ rect: Rect, style: Style = .plain, lines: BoxLines = .light) {
    guard rect.size.columns >= 2, rect.size.rows >= 2 else { return }
    let (horizontal, vertical, corners) = lines.glyphs
    let (top, bottom) = (rect.rows.lowerBound, rect.rows.upperBound - 1)
    let (left, right) = (rect.columns.lowerBound, rect.columns.upperBound - 1)
    for row in [top, bottom] {
      fill(Rect(row: row, column: left + 1, columns: rect.size.columns - 2, rows: 1), with: horizontal, style: style)
    }
    for column in [left, right] {
      fill(Rect(row: top + 1, column: column, columns: 1, rows: rect.size.rows - 2), with: vertical, style: style)
    }
    for (corner, place) in zip(corners, [(top, left), (top, right), (bottom, right), (bottom, left)]) {
      fill(Rect(row: place.0, column: place.1, columns: 1, rows: 1), with: corner, style: style)
    }
  }

  /// The part of `cells` that fits into `columns`, with an ellipsis where asked.
  static func truncate(_ cells: [DisplayCell], to columns: Int, _ truncation: Truncation) -> [DisplayCell] {
    let width = cells.reduce(0) { $0 + $1.columns }
    if width <= columns { return cells }
    guard columns > 0 else { return [] }
    let ellipsis = DisplayCell(text: "…", columns: 1)
    switch truncation {
    case .clip: return Array(prefix(cells, fitting: columns))
    case .ellipsis: return prefix(cells, fitting: columns - 1) + [ellipsis]
    case .leadingEllipsis: return [ellipsis] + prefix(cells.reversed(), fitting: columns - 1).reversed()
    }
  }

  private static func prefix(_ cells: [DisplayCell], fitting columns: Int) -> ArraySlice<DisplayCell> {
    var used = 0
    return cells.prefix { cell in
      used += cell.columns
      return used <= columns
    }
  }

  private mutating func put(_ cell: DisplayCell, at position: Position, style: Style) {
    guard bounds.contains(position) else { return }
    self[position] = Cell(cell.text, style: style)
  }
}

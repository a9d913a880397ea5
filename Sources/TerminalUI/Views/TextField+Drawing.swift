extension TextField {
  /// Draws the text around the caret and, with the focus, sets the cursor.
  ///
  /// One row scrolls sideways; several rows hold the text wrapped, with the caret's row among them. Only what can be
  /// seen is measured, however long the text is.
  public func draw(on screen: inout Screen, in rect: Rect) {
    guard !rect.isEmpty else { return }
    screen.fill(rect, style: style)
    if before.isEmpty && after.isEmpty {
      var faint = style
      faint.isDim = true
      screen.write(placeholder, in: rect.line(0), style: faint)
    }
    let caret = rect.size.rows == 1 ? drawLine(on: &screen, in: rect) : drawWrapped(on: &screen, in: rect)
    if isFocused, screen.bounds.contains(caret) { screen.cursor = caret }
  }

  /// The display form of one cluster of the text; line ends and tabs take a place of their own.
  private static func cells(of character: Character) -> [DisplayCell] {
    character.isNewline ? [DisplayCell(text: "⏎", columns: 1)] : TextWidth.cells(of: String(character))
  }

  private static func columns(of character: Character) -> Int {
    cells(of: character).reduce(0) { $0 + $1.columns }
  }

  /// Draws on one row and returns the place of the caret: in the middle, unless an end of the text is nearer.
  private func drawLine(on screen: inout Screen, in rect: Rect) -> Position {
    let width = rect.size.columns
    let right = TextField.fitting(after, columns: width)
    // The caret needs a column of its own behind the text.
    let reserved = max(min(right.columns + (right.isWhole ? 1 : 0), width - width / 2), 1)
    let left = TextField.fitting(before.reversed(), columns: max(0, width - reserved))
    let caretColumn = rect.origin.column + left.columns
    var column = rect.origin.column
    for character in before.suffix(left.count) {
      column += draw(character, on: &screen, in: rect, row: 0, column: column)
    }
    for character in after.prefix(right.count) {
      column += draw(character, on: &screen, in: rect, row: 0, column: column)
    }
    return Position(row: rect.origin.row, column: min(caretColumn, rect.columns.upperBound - 1))
  }

  /// How many of the first characters fit into that many columns.
  private static func fitting(
    _ text: some Sequence<Character>, columns: Int
  ) -> (count: Int, columns: Int, isWhole: Bool) {
    var (count, used) = (0, 0)
    for character in text {
      let width = TextField.columns(of: character)
      if used + width > columns { return (count, used, false) }
      count += 1
      used += width
    }
    return (count, used, true)
  }

  /// Draws wrapped rows and returns the place of the caret.
  private func drawWrapped(on screen: inout Screen, in rect: Rect) -> Position {
    let width = rect.size.columns
    let room = width * rect.size.rows
    var rows: [[Character]] = [[]]
    var used = 0
    func append(_ character: Character) {
      let columns = TextField.columns(of: character)
      if used + columns > width {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(character)
      used += columns
      if character.isNewline {
        rows.append([])
        used = 0
      }
    }
    for character in before.suffix(2 * room) { append(character) }
    if used >= width {
      rows.append([])
      used = 0
    }
    let caret = (row: rows.count - 1, column: used)
    for character in after.prefix(room) { append(character) }
    let first = max(0, min(caret.row - rect.size.rows / 2, rows.count - rect.size.rows))
    for (index, row) in rows.dropFirst(first).prefix(rect.size.rows).enumerated() {
      var column = rect.origin.column
      for character in row { column += draw(character, on: &screen, in: rect, row: index, column: column) }
    }
    return Position(row: rect.origin.row + caret.row - first, column: rect.origin.column + min(caret.column, width - 1))
  }

  /// Draws one character and returns its columns.
  private func draw(_ character: Character, on screen: inout Screen, in rect: Rect, row: Int, column: Int) -> Int {
    var used = 0
    for cell in TextField.cells(of: character) {
      let place = Position(row: rect.origin.row + row, column: column + used)
      used += cell.columns
      guard column + used <= rect.columns.upperBound, screen.bounds.contains(place) else { continue }
      screen[place] = Cell(cell.text, style: style)
    }
    return used
  }
}

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
    let window = window(in: rect)
    for (index, row) in window.rows.enumerated() {
      var column = rect.origin.column
      for character in row { column += draw(character, on: &screen, in: rect, row: index, column: column) }
    }
    if isFocused, screen.bounds.contains(window.caret) { screen.cursor = window.caret }
  }

  /// Puts the caret before the character that is drawn at a place, or behind the last of its row; below the text, at its
  /// end.
  public mutating func setCaret(at position: Position, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let window = window(in: rect)
    let row = max(0, position.row - rect.origin.row)
    // Characters between the caret and the place; before the caret they count negative.
    var offset = -window.charactersBeforeCaret
    for (index, characters) in window.rows.enumerated() where index <= row {
      var column = rect.origin.column
      for character in characters {
        column += TextField.columns(of: character)
        // A line end belongs to its row: behind it is the next.
        if index == row && (column > position.column || character.isNewline) { break }
        offset += 1
      }
    }
    moveCaret(by: offset)
  }

  /// The part of the text that a place shows.
  private struct Window {
    /// The characters of each row, from the first that is shown.
    var rows: [[Character]]
    /// How many of them stand before the caret.
    var charactersBeforeCaret: Int
    /// Where the caret is on the screen.
    var caret: Position
  }

  private func window(in rect: Rect) -> Window { rect.size.rows == 1 ? line(in: rect) : wrapped(in: rect) }

  /// The display form of one cluster of the text; line ends and tabs take a place of their own.
  private static func cells(of character: Character) -> [DisplayCell] {
    character.isNewline ? [DisplayCell(text: "⏎", columns: 1)] : TextWidth.cells(of: String(character))
  }

  private static func columns(of character: Character) -> Int {
    cells(of: character).reduce(0) { $0 + $1.columns }
  }

  /// One row, with the caret in its middle unless an end of the text is nearer.
  private func line(in rect: Rect) -> Window {
    let width = rect.size.columns
    let right = TextField.fitting(after, columns: width)
    // The caret needs a column of its own behind the text.
    let reserved = max(min(right.columns + (right.isWhole ? 1 : 0), width - width / 2), 1)
    let left = TextField.fitting(before.reversed(), columns: max(0, width - reserved))
    let caretColumn = min(rect.origin.column + left.columns, rect.columns.upperBound - 1)
    return Window(
      rows: [Array(before.suffix(left.count)) + after.prefix(right.count)], charactersBeforeCaret: left.count,
      caret: Position(row: rect.origin.row, column: caretColumn))
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

  /// Rows of wrapped text, with that of the caret among them.
  private func wrapped(in rect: Rect) -> Window {
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
    let left = before.suffix(2 * room)
    for character in left { append(character) }
    if used >= width {
      rows.append([])
      used = 0
    }
    let caret = (row: rows.count - 1, column: used)
    for character in after.prefix(room) { append(character) }
    let first = max(0, min(caret.row - rect.size.rows / 2, rows.count - rect.size.rows))
    return Window(
      rows: Array(rows.dropFirst(first).prefix(rect.size.rows)),
      charactersBeforeCaret: left.count - rows.prefix(first).reduce(0) { $0 + $1.count },
      caret: Position(
        row: rect.origin.row + caret.row - first, column: rect.origin.column + min(caret.column, width - 1)))
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

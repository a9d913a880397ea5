extension TextWidth {
  /// The lines of `text` in a place of that many columns: broken at line ends, else after spaces and between wide
  /// characters, else where the place ends. Tabs become spaces up to the next multiple of four.
  ///
  /// Returns display text; at most `limit` lines are made, so that a long text costs no more than what is shown.
  public static func lines(of text: String, columns: Int, limit: Int = .max) -> [String] {
    guard columns > 0, limit > 0 else { return [] }
    var lines: [String] = []
    for paragraph in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      wrap(paragraph, columns: columns, limit: limit, into: &lines)
      if lines.count >= limit { break }
    }
    return lines
  }

  private static func wrap(_ paragraph: Substring, columns: Int, limit: Int, into lines: inout [String]) {
    var line: [DisplayCell] = []
    var width = 0
    // The number of cells of `line` after which it may break.
    var breakAfter = 0
    var isContinued = false
    for character in paragraph {
      let cells =
        character == "\t"
        ? Array(repeating: DisplayCell(text: " ", columns: 1), count: 4 - width % 4)
        : TextWidth.cells(of: String(character))
      for cell in cells {
        if width + cell.columns > columns, !line.isEmpty {
          if cell.text == " " || cell.columns == 2 || breakAfter == 0 { breakAfter = line.count }
          lines.append(line[..<breakAfter].map(\.text).joined().trimmingTrailingSpaces)
          if lines.count >= limit { return }
          line.removeFirst(breakAfter)
          (width, breakAfter) = (line.reduce(0) { $0 + $1.columns }, 0)
          isContinued = true
        }
        // Spaces at a break belong to neither line.
        if isContinued && line.isEmpty && cell.text == " " { continue }
        guard cell.columns <= columns else { continue }
        line.append(cell)
        width += cell.columns
        if cell.text == " " || cell.columns == 2 { breakAfter = line.count }
      }
    }
    lines.append(line.map(\.text).joined())
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

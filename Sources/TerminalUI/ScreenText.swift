extension Screen {
  /// The glyphs alone, one line per row; a wide character stands for its two columns.
  public var text: String {
    rowStarts.map { row in cells[row].map(\.text).joined() }.joined(separator: "\n")
  }

  /// The screen as text that can be compared and read by programs: size and cursor, the glyph rows between bars, one
  /// letter per cell for its style (`.` for plain), and the legend of the letters.
  public func description(colorDepth: ColorDepth = .trueColor) -> String {
    var letters: [Style: Character] = [.plain: "."]
    var legend: [String] = []
    var lines = ["size \(size.columns)x\(size.rows)"]
    if let cursor { lines.append("cursor row \(cursor.row) column \(cursor.column)") }
    lines.append("glyphs")
    for row in rowStarts { lines.append("|" + cells[row].map(\.text).joined() + "|") }
    lines.append("styles")
    for row in rowStarts {
      var line = "|"
      for cell in cells[row] {
        let style = cell.style.nearest(in: colorDepth)
        if let letter = letters[style] {
          line.append(letter)
        } else {
          let letter = Screen.styleLetter(legend.count)
          letters[style] = letter
          legend.append("\(letter) \(style)")
          line.append(letter)
        }
      }
      lines.append(line + "|")
    }
    lines.append("legend")
    return (lines + legend).joined(separator: "\n") + "\n"
  }

  private var rowStarts: [Range<Int>] {
    (0..<size.rows).map { $0 * size.columns..<($0 + 1) * size.columns }
  }

  /// Letters and digits, then ideographs: enough for a screen on which no two cells are alike.
  private static func styleLetter(_ index: Int) -> Character {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    if index < letters.count { return letters[index] }
    return Unicode.Scalar(0x4E00 + UInt32((index - letters.count) % 0x5000)).map { Character($0) } ?? "?"
  }
}

extension Style {
  /// The style with its colors as a terminal of that depth shows them.
  public func nearest(in depth: ColorDepth) -> Style {
    var style = self
    style.foreground = foreground.nearest(in: depth)
    style.background = background.nearest(in: depth)
    return style
  }
}

extension Style: CustomStringConvertible {
  /// Its properties that are not plain, as in `#FDE725 on 4 bold`.
  public var description: String {
    var parts: [String] = []
    if foreground != .standard { parts.append("\(foreground)") }
    if background != .standard { parts.append("on \(background)") }
    if isBold { parts.append("bold") }
    if isDim { parts.append("dim") }
    if isUnderlined { parts.append("underlined") }
    if isReversed { parts.append("reversed") }
    return parts.isEmpty ? "plain" : parts.joined(separator: " ")
  }
}

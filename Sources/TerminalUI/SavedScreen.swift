extension Screen {
  /// The screen as the text of a file: its glyphs, or, where the path ends in `.ansi`, its glyphs with colors.
  public func saved(as path: String, colorDepth: ColorDepth) -> String {
    if path.lowercased().hasSuffix(".ansi") { return escapeText(colorDepth: colorDepth) }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// The rows with their styles as escape sequences, as far as a terminal of that depth shows them; each row begins and
  /// ends plain.
  ///
  /// Source: ECMA-48, section 8.3.117 (SGR); colors beyond its eight as xterm writes them (`38;5;n`, `38;2;r;g;b`).
  public func escapeText(colorDepth: ColorDepth) -> String {
    var result = ""
    for row in 0..<size.rows {
      var current = Style.plain
      for cell in cells[row * size.columns..<(row + 1) * size.columns] {
        let style = cell.style.nearest(in: colorDepth)
        if style != current {
          result += style.escapeSequence(colorDepth: colorDepth)
          current = style
        }
        result += cell.text
      }
      result += current == .plain ? "\n" : "\u{1B}[0m\n"
    }
    return result
  }
}

extension Style {
  /// The sequence that sets this style, whatever was set before.
  fileprivate func escapeSequence(colorDepth: ColorDepth) -> String {
    var codes = ["0"]
    if isBold { codes.append("1") }
    if isDim { codes.append("2") }
    if isUnderlined { codes.append("4") }
    if isReversed { codes.append("7") }
    if let code = foreground.code(30, colorDepth) { codes.append(code) }
    if let code = background.code(40, colorDepth) { codes.append(code) }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }
}

extension Color {
  /// The parameter that sets the color, where `base` is 30 for the glyph and 40 for what is behind it; `nil` of the
  /// terminal's own.
  fileprivate func code(_ base: Int, _ depth: ColorDepth) -> String? {
    switch self {
    case .standard: nil
    case .named(let index): String(index < 8 ? base + Int(index) : base + 52 + Int(index))
    case .rgb(let red, let green, let blue):
      depth == .trueColor
        ? "\(base + 8);2;\(red);\(green);\(blue)"
        : "\(base + 8);5;\(Palette.index(red: red, green: green, blue: blue))"
    }
  }
}

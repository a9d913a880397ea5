internal import Display

extension Table {
  /// The table for people: names, then rows, aligned by their width on the screen, numbers to the right and rounded,
  /// long texts cut, control characters made visible; without blanks at the ends of lines.
  public var lines: [String] {
    let cells = rows.map { row in zip(row, columns).map { $0.shown(in: $1) } }
    let titles = columns.map { TextWidth.display($0.name) }
    let widths = columns.indices.map { column in
      (cells + [titles]).map { TextWidth.columns(of: $0[column]) }.max() ?? 0
    }
    return ([titles] + cells).map { line in
      let padded = columns.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - TextWidth.columns(of: line[column]))
        return columns[column].kind == .text ? line[column] + padding : padding + line[column]
      }.joined(separator: "  ")
      return String(padded.dropLast(padded.reversed().prefix { $0 == " " }.count))
    }
  }
}

extension Field {
  /// What people are shown of the value.
  func shown(in column: Column) -> String {
    switch self {
    case .text(let text):
      let line = TextWidth.display(column.isQuoted ? "'\(text)'" : text)
      return column.width.map { TextFit.cut(line, to: $0) } ?? line
    case .integer(let integer): return "\(integer)"
    case .number(let number): return NumberText.fixed(number, decimals: column.decimals)
    case .float(let number): return NumberText.fixed(number, decimals: column.decimals)
    case .empty: return column.kind == .text ? "" : "–"
    }
  }

  /// The value with a text made safe for a terminal.
  var displayed: Field {
    if case .text(let text) = self { .text(TextWidth.display(text)) } else { self }
  }
}

import TerminalUI

/// A table for people: columns aligned by their width on the screen, numbers to the right.
struct Table {
  /// How a column is aligned.
  enum Alignment {
    case left
    case right
  }

  /// One column.
  struct Column {
    let title: String
    let alignment: Alignment

    static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
    static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
  }

  private let columns: [Column]
  private var rows: [[String]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// Appends a row; its cells are shown with control characters made visible.
  mutating func append(_ cells: [String]) {
    precondition(cells.count == columns.count, "\(cells.count) cells for \(columns.count) columns")
    rows.append(cells.map(TextWidth.display))
  }

  /// The lines of the table, without trailing blanks.
  var lines: [String] {
    let titles = columns.map(\.title)
    let widths = columns.indices.map { column in
      (rows + [titles]).map { TextWidth.columns(of: $0[column]) }.max() ?? 0
    }
    return ([titles] + rows).map { cells in
      let padded = cells.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - TextWidth.columns(of: cells[column]))
        return columns[column].alignment == .left ? cells[column] + padding : padding + cells[column]
      }
      var line = padded.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

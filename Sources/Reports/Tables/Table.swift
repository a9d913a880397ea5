internal import Display
internal import StrictJSON

/// Rows under typed columns: the one form in which results are shown, copied, exported and printed.
///
/// ```swift
/// var table = Table([.integer("rank"), .text("id"), .number("score")])
/// table.append([.integer(1), .text("water"), .float(0.71)])
/// let csv = table.bytes(as: .csv)
/// let forPeople = table.lines
/// ```
public struct Table: Hashable, Sendable {
  /// The columns.
  public let columns: [Column]
  /// The rows [rows, columns].
  public private(set) var rows: [[Field]] = []

  /// A table without rows; of columns with one name the later ones get a number, as in `id_2`.
  public init(_ columns: [Column]) {
    self.columns = Table.unique(columns)
  }

  /// Appends a row, whose fields must be of their columns' kinds.
  public mutating func append(_ row: [Field]) {
    precondition(row.count == columns.count, "\(row.count) fields for \(columns.count) columns")
    for (field, column) in zip(row, columns) {
      precondition(field.fits(column.kind), "\(field) is no \(column.kind.rawValue) for \(column.name)")
    }
    rows.append(row)
  }

  /// Whether there is no row.
  public var isEmpty: Bool { rows.isEmpty }

  /// The table with its names and texts made safe for a terminal: control characters are shown as pictures.
  public var displayed: Table {
    var table = Table(
      columns.map { column in
        var column = column
        column.name = TextWidth.display(column.name)
        return column
      })
    table.rows = rows.map { row in row.map(\.displayed) }
    return table
  }

  static func unique(_ columns: [Column]) -> [Column] {
    var taken = Set(columns.map { ExactString($0.name) })
    var seen: Set<ExactString> = []
    return columns.map { column in
      guard !seen.insert(ExactString(column.name)).inserted else { return column }
      var number = 2
      while taken.contains(ExactString("\(column.name)_\(number)")) { number += 1 }
      var renamed = column
      renamed.name = "\(column.name)_\(number)"
      taken.insert(ExactString(renamed.name))
      return renamed
    }
  }
}

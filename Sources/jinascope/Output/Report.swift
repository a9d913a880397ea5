import Reports
import StrictJSON
import TerminalUI

/// What a command found, ready to be printed in each of the formats.
struct Report {
  /// The rows.
  let table: Table
  /// What made the numbers.
  let facts: Facts
  /// What people read instead of the table; `nil` for the table itself.
  var lines: [String]?
  /// Lines below the table, for people.
  var notes: [String] = []

  /// Prints the report to standard output.
  func print(as format: AnalysisFormat) throws {
    guard let format = format.tableFormat else {
      return try Destination.print(lines: (lines ?? table.lines) + notes)
    }
    try Destination.print(try Destination.shown(table, as: format).bytes(as: format, facts))
  }
}

extension Destination {
  /// Prints lines for people.
  static func print(lines: [String]) throws {
    let lines = isTerminal ? lines.map(TextWidth.display) : lines
    try print(Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  /// The table as it may be sent: a file gets texts as they are, a terminal must not obey them. JSON escapes what they
  /// would obey.
  static func shown(_ table: Table, as format: TableFormat) -> Table {
    isTerminal && format.delimited != nil ? table.displayed : table
  }

  /// The text as it may be sent in that form.
  static func shown(_ text: String, as format: TableFormat?) -> String {
    isTerminal && format?.delimited != nil ? TextWidth.display(text) : text
  }
}

/// One JSON document that `body` writes.
func jsonDocument(_ body: (inout JSONWriter) throws -> Void) throws -> [UInt8] {
  var writer = JSONWriter()
  try body(&writer)
  return writer.takeBytes()
}

extension JSONWriter {
  /// Writes a number, or `null` where there is none.
  mutating func value(orNull value: Double?) throws {
    if let value { try self.value(value) } else { null() }
  }
}

public import Embeddings
internal import StrictJSON

/// Similarities as a table that is written row by row, so that a large matrix is never in memory as a whole: the column
/// `id` names the row, and a column for each item holds its similarities.
public struct MatrixTable: Sendable {
  /// Values that are computed at a time, and the most rows: a cancelled command ends after one such block.
  private static let blockValues = 1 << 20
  private static let mostBlockRows = 256
  /// The most values of a table for people.
  public static let readableValues = 1_000_000
  /// Bytes that are written at a time.
  private static let pieceBytes = 1 << 20

  private let rowNames: [String]
  private let columnNames: [String]
  private let block: @Sendable (Range<Int>) -> SimilarityMatrix

  /// A matrix [rowNames.count, columnNames.count].
  ///
  /// - Parameter block: computes some of the rows.
  public init(
    rowNames: [String], columnNames: [String], block: @escaping @Sendable (_ rows: Range<Int>) -> SimilarityMatrix
  ) {
    self.rowNames = rowNames
    self.columnNames = columnNames
    self.block = block
  }

  /// Calls `body` with the values of each row in turn.
  ///
  /// - Parameter advance: told before each row how many are done; what it throws ends the work.
  public func forEachRow(
    advance: (Int) throws -> Void, _ body: (_ row: Int, _ values: ArraySlice<Float>) throws -> Void
  ) throws {
    try advance(0)
    let rows = min(max(Self.blockValues / max(columnNames.count, 1), 1), Self.mostBlockRows)
    for first in stride(from: 0, to: rowNames.count, by: rows) {
      let block = block(first..<min(rowNames.count, first + rows))
      for row in 0..<block.rows {
        try advance(first + row)
        try body(first + row, block.values[row * block.columns..<(row + 1) * block.columns])
      }
    }
  }

  /// Writes the matrix in pieces.
  ///
  /// - Parameters:
  ///   - facts: what made the numbers; it has a place in the forms of JSON.
  ///   - advance: told before each row how many are done; what it throws ends the work.
  ///   - output: takes the bytes in their order.
  public func write(
    _ format: TableFormat, _ facts: Facts, advance: (Int) throws -> Void = { _ in },
    to output: ([UInt8]) throws -> Void
  ) throws {
    let columns = Table.unique([.text("id")] + columnNames.map { .number($0) }).map(\.name)
    if let delimited = format.delimited {
      try writeLines(delimited, columns, advance: advance, to: output)
    } else {
      try writeJSON(asLines: format == .jsonl, facts, columns, advance: advance, to: output)
    }
  }

  private func writeLines(
    _ delimited: DelimitedText, _ columns: [String], advance: (Int) throws -> Void, to output: ([UInt8]) throws -> Void
  ) throws {
    var bytes: [UInt8] = []
    delimited.append(columns, to: &bytes)
    try forEachRow(advance: advance) { row, values in
      delimited.append([rowNames[row]] + values.map { Field.float($0).text }, to: &bytes)
      guard bytes.count >= Self.pieceBytes else { return }
      try output(bytes)
      bytes = []
    }
    try output(bytes)
  }

  private func writeJSON(
    asLines: Bool, _ facts: Facts, _ columns: [String], advance: (Int) throws -> Void,
    to output: ([UInt8]) throws -> Void
  ) throws {
    var writer = JSONWriter()
    let lineFacts = asLines ? facts.besideMembers(columns) : Facts()
    func write(_ row: Int, _ values: ArraySlice<Float>, to writer: inout JSONWriter) throws {
      try writer.object { writer in
        writer.member(columns[0], rowNames[row])
        for (name, value) in zip(columns.dropFirst(), values) {
          writer.name(name)
          try writer.value(Field.float(value))
        }
        try lineFacts.write(to: &writer)
      }
      if asLines { writer.endLine() }
      if writer.bytes.count >= Self.pieceBytes { try output(writer.takeBytes()) }
    }
    if asLines {
      try forEachRow(advance: advance) { try write($0, $1, to: &writer) }
    } else {
      try writer.object { writer in
        try facts.write(to: &writer)
        writer.name("rows")
        try writer.array { writer in try forEachRow(advance: advance) { try write($0, $1, to: &writer) } }
      }
      writer.endLine()
    }
    try output(writer.takeBytes())
  }

  /// Whether people can be shown it: it is in memory as a whole, and nobody reads a million numbers.
  public var isReadable: Bool {
    let (count, overflow) = rowNames.count.multipliedReportingOverflow(by: columnNames.count)
    return !overflow && count <= Self.readableValues
  }

  /// The matrix for people: its columns are numbered, and where their names are not the rows' they follow.
  public var lines: [String] {
    var table = Table([.integer("#"), .text("id")] + columnNames.indices.map { .number("\($0 + 1)") })
    if !rowNames.isEmpty {
      let matrix = block(rowNames.indices)
      for (row, name) in rowNames.enumerated() {
        table.append(
          [.integer(row + 1), .text(name)] + columnNames.indices.map { column in Field(matrix[row, column]) })
      }
    }
    guard columnNames != rowNames else { return table.lines }
    var columns = Table([.integer("#"), .text("column")])
    for (index, name) in columnNames.enumerated() { columns.append([.integer(index + 1), .text(name)]) }
    return table.lines + columns.lines
  }
}

import Embeddings
import Files
import Imaging
import StrictJSON
import TerminalUI

/// Similarities as a file: all of a matrix, or a rectangle of it, computed block by block where it is large.
struct MatrixExport {
  /// What made the numbers.
  let facts: ExportFacts
  /// The similarities.
  let source: PairSource
  /// The rows that are written.
  let rows: Range<Int>
  /// The columns that are written.
  let columns: Range<Int>
  /// What the rows are called, one for each of `rows`.
  let rowNames: [String]
  /// What the columns are called, one for each of `columns`.
  let columnNames: [String]
  /// What is told how far it is.
  let meter: ExportMeter

  /// Rows computed at a time.
  private static let blockRows = 256

  /// Writes the values as text, a line for each row.
  ///
  /// - Throws: `FileError`; `CancellationError` where the task is cancelled, and then no file stays behind.
  func write(_ format: ExportFormat, to path: String) throws {
    var file = try AtomicFile(replacing: path)
    let separator = format == .csv ? "," : "\t"
    let field = format == .csv ? ExportTable.quoted : ExportTable.plain
    var text = facts.comments + ([""] + columnNames).map(field).joined(separator: separator) + "\n"
    try forEachRow { name, values in
      text += field(name)
      for value in values { text += separator + (value.isFinite ? "\(value)" : "") }
      text += "\n"
      if text.utf8.count > 1 << 20 {
        try file.write(Array(text.utf8))
        text = ""
      }
    }
    try file.write(Array(text.utf8))
    try meter.check()
    try file.commit()
  }

  /// Writes the values as one JSON object with an array for each row.
  ///
  /// - Throws: as `write`.
  func writeJSON(to path: String) throws {
    var file = try AtomicFile(replacing: path)
    var writer = JSONWriter()
    try writer.object { writer in
      facts.write(to: &writer)
      for (name, values) in [("rows", rowNames), ("columns", columnNames)] {
        writer.member(name) { $0.array { for value in values { $0.value(value) } } }
      }
      try writer.member("values") { writer in
        try writer.array { writer in
          try forEachRow { _, values in
            try writer.array { writer in
              for value in values { if value.isFinite { try writer.value(value) } else { writer.null() } }
            }
            try file.write(writer.takeBytes())
          }
        }
      }
    }
    writer.endLine()
    try file.write(writer.takeBytes())
    try meter.check()
    try file.commit()
  }

  /// Writes a picture of the values in their colors, a value a square of pixels, up to `PixelCanvas.largestSide` pixels a
  /// side.
  ///
  /// - Parameter scale: the colors of a row and column of the matrix.
  /// - Throws: `ExportError.tooLarge`; otherwise as `write`.
  func writePicture(to path: String, scale: (_ row: Int, _ column: Int) -> ValueScale) throws {
    let largest = max(rows.count, columns.count)
    guard largest <= PixelCanvas.largestSide else { throw ExportError.tooLarge(rows.count, columns.count) }
    let side = max(1, 800 / largest)
    var file = try AtomicFile(replacing: path)
    var picture = try PNGWriter(width: columns.count * side, height: rows.count * side)
    var row = rows.lowerBound
    try forEachRow { _, values in
      var line: [UInt8] = []
      for (column, value) in zip(columns, values) {
        let channels = PixelCanvas.channels(of: scale(row, column).color(of: value, depth: .trueColor))
        for _ in 0..<side { line += channels }
      }
      for _ in 0..<side { try picture.append(row: line) }
      if picture.byteCount > 1 << 20 { try file.write(picture.takeBytes()) }
      row += 1
    }
    try picture.finish()
    try file.write(picture.takeBytes())
    try meter.check()
    try file.commit()
    try facts.writeBeside(path)
  }

  private func forEachRow(_ body: (_ name: String, _ values: ArraySlice<Float>) throws -> Void) throws {
    try meter.check()
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockRows) {
      let block = source.block(rows: first..<min(rows.upperBound, first + Self.blockRows), columns: columns)
      for row in 0..<block.rows {
        try meter.advance(to: first - rows.lowerBound + row, of: rows.count, "rows")
        try body(
          rowNames[first - rows.lowerBound + row], block.values[row * block.columns..<(row + 1) * block.columns])
      }
    }
  }
}

extension ExplorerState {
  /// What of the similarities is exported: the rectangle that is selected, else all.
  func matrixExport(_ facts: ExportFacts, _ meter: ExportMeter) throws(ExportError) -> MatrixExport {
    let extent = similarity.extent
    guard extent.rows > 0, let source = shownMatrix.source else { throw .empty(.similarity) }
    let (rows, columns) = similarity.selection ?? (0..<extent.rows, 0..<extent.columns)
    let matrix = shownMatrix
    var facts = facts
    if similarity.rows == .sets {
      facts.add("row_set", similarity.rowSet?.name ?? "all")
      facts.add("column_set", similarity.columnSet?.name ?? "all")
    }
    if let selection = similarity.selection {
      facts.add("rectangle", "\(selection.rows.count) x \(selection.columns.count)")
    }
    return MatrixExport(
      facts: facts, source: source, rows: rows, columns: columns, rowNames: rows.map { matrix.rowName($0).name },
      columnNames: columns.map { matrix.columnName($0).name }, meter: meter)
  }
}

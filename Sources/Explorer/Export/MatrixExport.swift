import Embeddings
import Files
import Plots
import Reports
import TerminalUI

extension ExplorerState {
  /// The similarities on the screen as a table: the rectangle that is selected, else all; `nil` while there are none.
  var similarityMatrix: (table: MatrixTable, rows: Range<Int>, columns: Range<Int>)? {
    let (extent, matrix) = (similarity.extent, shownMatrix)
    guard extent.rows > 0, let source = matrix.source else { return nil }
    let (rows, columns) = similarity.selection ?? (0..<extent.rows, 0..<extent.columns)
    let table = MatrixTable(
      rowNames: rows.map { matrix.reportedRow($0).id }, columnNames: columns.map { matrix.reportedColumn($0).id }
    ) {
      source.block(rows: rows.lowerBound + $0.lowerBound..<rows.lowerBound + $0.upperBound, columns: columns)
    }
    return (table, rows, columns)
  }

  /// Writes the similarities, computed block by block.
  ///
  /// - Throws: as `export`.
  func exportMatrix(_ format: TableFormat, to path: String, _ facts: Facts, _ meter: ExportMeter) throws {
    guard let matrix = similarityMatrix else { throw ExportError.empty(.similarity) }
    var file = try AtomicFile(replacing: path)
    try matrix.table.write(
      format, facts, advance: { try meter.advance(to: $0, of: matrix.rows.count, "rows") },
      to: { try file.write($0) })
    try meter.check()
    try file.commit()
    if !format.holdsFacts { try facts.write(beside: path) }
  }

  /// Writes a picture of the similarities in the colors of the screen.
  ///
  /// - Throws: `ExportError.tooLarge`; otherwise as `export`.
  func exportHeatmap(to path: String, _ facts: Facts, _ meter: ExportMeter) throws {
    guard let matrix = similarityMatrix else { throw ExportError.empty(.similarity) }
    // Room is made before any value is computed, and refused.
    let (rows, columns) = (matrix.rows.count, matrix.columns.count)
    guard max(rows, columns) <= PixelCanvas.largestSide else { throw ExportError.tooLarge(rows, columns) }
    var picture = try HeatmapPicture(rows: rows, columns: columns)
    var file = try AtomicFile(replacing: path)
    let scale = heatmapScale
    try matrix.table.forEachRow(advance: { try meter.advance(to: $0, of: rows, "rows") }) { row, values in
      try picture.append(
        row: zip(matrix.columns, values).map { column, value in
          scale(matrix.rows.lowerBound + row, column).color(of: value, depth: .trueColor)
        })
      if picture.byteCount > 1 << 20 { try file.write(picture.takeBytes()) }
    }
    try file.write(try picture.finish())
    try meter.check()
    try file.commit()
    try facts.write(beside: path)
  }

  /// The colors of the value in a row and column.
  private var heatmapScale: (_ row: Int, _ column: Int) -> ValueScale {
    let template = SimilarityPane.view(of: self, screen.theme).scale
    let matrix = shownMatrix
    let kind = similarity.range
    return { row, column in
      let range: ClosedRange<Float>? =
        switch kind {
        case .full, .diverging: nil
        case .row: matrix.range(ofRow: row)
        case .column: matrix.range(ofColumn: column)
        }
      return range.map { ValueScale(range: $0, colormap: template.colormap, isInverted: template.isInverted) }
        ?? template
    }
  }
}

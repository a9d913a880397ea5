import Embeddings
import TerminalUI

/// Which matrix is drawn in how many values.
struct OverviewQuestion: Hashable, Sendable {
  var arrangement: MatrixArrangement
  var rows: Int
  var columns: Int
}

/// A matrix in fewer values: of each block of it the mean and the greatest.
struct MatrixSummary: Sendable {
  /// How the rows of the matrix fall into blocks.
  let rows: BlockMap
  /// How the columns of the matrix fall into blocks.
  let columns: BlockMap
  /// The smallest and the largest similarities of different items.
  private(set) var ranges: PairRanges

  private var sums: [Float]
  private var counts: [Int32]
  private var maxima: [Float]

  /// A summary of so many rows and columns in at most that many values, without any yet.
  init(rowCount: Int, columnCount: Int, rows wantedRows: Int, columns wantedColumns: Int) {
    rows = BlockMap(count: rowCount, places: wantedRows)
    columns = BlockMap(count: columnCount, places: wantedColumns)
    let count = rows.places * columns.places
    sums = Array(repeating: 0, count: count)
    counts = Array(repeating: 0, count: count)
    maxima = Array(repeating: -.infinity, count: count)
    ranges = PairRanges(rows: rowCount, columns: columnCount)
  }

  /// Takes in a block of `source`; of one that is symmetric the mirrored block too, unless it is its own.
  mutating func add(_ block: SimilarityMatrix, firstRow: Int, firstColumn: Int, _ source: PairSource) {
    addValues(block, firstRow: firstRow, firstColumn: firstColumn)
    ranges.add(block, firstRow: firstRow, firstColumn: firstColumn, source)
    if source.isSymmetric && firstRow != firstColumn {
      let mirrored = block.transposed
      addValues(mirrored, firstRow: firstColumn, firstColumn: firstRow)
      ranges.add(mirrored, firstRow: firstColumn, firstColumn: firstRow, source)
    }
  }

  private mutating func addValues(_ block: SimilarityMatrix, firstRow: Int, firstColumn: Int) {
    if block.columns == 0 { return }
    let places = columns.place(of: firstColumn)...columns.place(of: firstColumn + block.columns - 1)
    let parts = places.map { place in
      let range = columns.range(of: place).clamped(to: firstColumn..<firstColumn + block.columns)
      return (place, range.lowerBound - firstColumn..<range.upperBound - firstColumn)
    }
    for row in 0..<block.rows {
      let start = row * block.columns
      let line = rows.place(of: firstRow + row) * columns.places
      for (place, range) in parts {
        var (sum, greatest, count) = (Float(0), maxima[line + place], Int32(0))
        for value in block.values[(start + range.lowerBound)..<(start + range.upperBound)] where !value.isNaN {
          sum += value
          greatest = max(greatest, value)
          count += 1
        }
        sums[line + place] += sum
        counts[line + place] += count
        maxima[line + place] = greatest
      }
    }
  }

  /// The summary in at most that many values: the mean or the greatest of each block, NaN where nothing is known.
  func grid(rows wantedRows: Int, columns wantedColumns: Int, by reduction: HeatmapGrid.Reduction) -> HeatmapGrid {
    let (lines, places) = (
      BlockMap(count: rows.places, places: wantedRows), BlockMap(count: columns.places, places: wantedColumns)
    )
    var values: [Float] = []
    values.reserveCapacity(lines.places * places.places)
    for line in 0..<lines.places {
      for place in 0..<places.places {
        var (sum, greatest, count) = (Float(0), -Float.infinity, Int32(0))
        for row in lines.range(of: line) {
          for column in places.range(of: place) {
            let index = row * columns.places + column
            sum += sums[index]
            count += counts[index]
            greatest = max(greatest, maxima[index])
          }
        }
        values.append(count == 0 ? .nan : reduction == .mean ? sum / Float(count) : greatest)
      }
    }
    return HeatmapGrid(rows: lines.places, columns: places.places, values: values)
  }
}

/// How many things fall into fewer places, block by block.
struct BlockMap: Hashable, Sendable {
  /// The things.
  let count: Int
  /// The places; no more than there are things.
  let places: Int

  /// At most `places` blocks of `count` things.
  init(count: Int, places: Int) {
    self.count = count
    self.places = min(max(places, 0), count)
  }

  /// The place of a thing.
  func place(of index: Int) -> Int { count == 0 ? 0 : ((index + 1) * places - 1) / count }

  /// The things of a place.
  func range(of place: Int) -> Range<Int> {
    places == 0 ? 0..<0 : place * count / places..<(place + 1) * count / places
  }
}

/// A whole matrix in as many values as a pane has places: each stands for a block.
struct MatrixOverview: Sendable {
  /// The values.
  let grid: HeatmapGrid
  private let summary: MatrixSummary
  private let rows: BlockMap
  private let columns: BlockMap

  /// Draws `summary` in at most that many values.
  init(_ summary: MatrixSummary, rows: Int, columns: Int, by reduction: HeatmapGrid.Reduction) {
    self.summary = summary
    grid = summary.grid(rows: rows, columns: columns, by: reduction)
    self.rows = BlockMap(count: summary.rows.places, places: rows)
    self.columns = BlockMap(count: summary.columns.places, places: columns)
  }

  /// How many rows and columns of the matrix a value stands for at most.
  var block: (rows: Int, columns: Int) {
    func size(_ count: Int, _ places: Int) -> Int { (count + places - 1) / max(1, places) }
    return (size(summary.rows.count, grid.rows), size(summary.columns.count, grid.columns))
  }

  /// Where a value of the matrix is drawn.
  func place(row: Int, column: Int) -> (row: Int, column: Int) {
    (rows.place(of: summary.rows.place(of: row)), columns.place(of: summary.columns.place(of: column)))
  }

  /// The first row of the matrix drawn in a row.
  func firstRow(of place: Int) -> Int { summary.rows.range(of: rows.range(of: place).lowerBound).lowerBound }

  /// The first column of the matrix drawn in a column.
  func firstColumn(of place: Int) -> Int {
    summary.columns.range(of: columns.range(of: place).lowerBound).lowerBound
  }

  /// The mean and the greatest value of what is drawn at a place.
  func values(row: Int, column: Int) -> (mean: Float, max: Float) {
    let places = (grid.rows, grid.columns)
    return (
      summary.grid(rows: places.0, columns: places.1, by: .mean)[row, column],
      summary.grid(rows: places.0, columns: places.1, by: .max)[row, column]
    )
  }
}

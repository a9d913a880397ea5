import Embeddings
import TerminalUI

/// Which matrix is drawn in how many values.
struct OverviewQuestion: Hashable, Sendable {
  var matrix: Derived<MatrixQuestion, ItemMatrix>.Key
  /// The ranking that orders rows and columns; `nil` leaves them in the collection's order.
  var ranking: Derived<RankingQuestion, ItemRanking>.Key?
  /// What orders them by similarity; `nil` where nothing does.
  var seriation: Derived<SeriationQuestion, [Int]>.Key?
  var rows: Int
  var columns: Int
  var reduction: HeatmapGrid.Reduction
}

/// A whole matrix in as many values as a pane has places: each stands for a block.
struct MatrixOverview: Sendable {
  /// The values.
  let grid: HeatmapGrid
  /// How many rows of the matrix there are.
  let matrixRows: Int
  /// How many columns of the matrix there are.
  let matrixColumns: Int

  /// Draws `matrix` with its rows and columns in the order of these items.
  ///
  /// - Complexity: O(rows · columns) of the matrix.
  init(_ matrix: ItemMatrix, order: [Int], _ question: OverviewQuestion) {
    let window = matrix.grid(rows: order[...], columns: order[...])
    grid = window.reduced(rows: question.rows, columns: question.columns, by: question.reduction)
    matrixRows = window.rows
    matrixColumns = window.columns
  }
}

extension ItemMatrix {
  /// The similarities of some items with others, in the order given; NaN where one has not been compared.
  func grid(rows: ArraySlice<Int>, columns: ArraySlice<Int>) -> HeatmapGrid {
    let columnPlaces = columns.map { row(of: $0) }
    var values: [Float] = []
    values.reserveCapacity(rows.count * columns.count)
    for item in rows {
      let row = self.row(of: item)
      for column in columnPlaces {
        if let row, let column { values.append(similarities[row, column]) } else { values.append(.nan) }
      }
    }
    return HeatmapGrid(rows: rows.count, columns: columns.count, values: values)
  }
}

import Embeddings
import TerminalUI

extension LateInteractionView {
  /// Every token of the query with every token of a text: the values as blocks, as large as all of them fit.
  struct TokenMatrix {
    let heatmap: Heatmap
    /// Rows of the heatmap for each token of the query.
    let height: Int

    /// The query's token at a position of the screen.
    func token(at position: Position, in rect: Rect) -> Int? {
      heatmap.place(at: position, in: rect).map { $0.row / height }
    }
  }

  /// Columns of the screen that one value takes at most: such a block is about twice as wide as high.
  private static let widest = 4

  /// The matrix of a comparison, with the crosshair at what `token` finds.
  func matrix(_ shown: LateInteraction, token: Int?, in rect: Rect) -> TokenMatrix {
    let matrix = shown.similarities
    let grid = HeatmapGrid(rows: matrix.rows, columns: matrix.columns, values: matrix.values)
    var heatmap = Heatmap(grid: grid, scale: ValueScale(range: matrix.range ?? 0...1), depth: theme.depth)
    heatmap.rowLabel = { _ in "" }
    let capacity = heatmap.capacity(in: rect)
    // With half blocks a line holds two values: a token has a line, and its name, to itself where all of them fit.
    let height = heatmap.mode == .halfBlocks && 2 * matrix.rows <= capacity.rows ? 2 : 1
    let width = max(1, min(Self.widest, capacity.columns / max(1, matrix.columns)))
    heatmap.grid = grid.magnified(rows: height, columns: width)
    heatmap.rowLabel = { $0.isMultiple(of: height) ? shown.queryTokens[$0 / height] : "" }
    if let token {
      let place = HeatmapGrid.Place(row: token * height, column: shown.maxSim.contributions[token].match * width)
      heatmap.crosshair = place
      if height * width > 1 {
        heatmap.anchor = HeatmapGrid.Place(row: place.row + height - 1, column: place.column + width - 1)
      }
      heatmap.scroll = heatmap.scroll(showing: place, in: rect)
    }
    return TokenMatrix(heatmap: heatmap, height: height)
  }
}

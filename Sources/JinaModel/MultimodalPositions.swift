import Imaging

/// Where each token stands in time, row and column.
///
/// A text advances on all three axes together. The cells of an image share one time and have rows and columns of their
/// own; what follows continues after the largest of all.
///
/// Source: `get_rope_index` of transformers' Qwen2.5-VL (4.57.6), for still images.
struct MultimodalPositions: Hashable, Sendable {
  private(set) var time: [Int] = []
  private(set) var row: [Int] = []
  private(set) var column: [Int] = []

  /// Positions of `tokens` tokens of text.
  init(tokens: Int) { appendText(tokens) }

  /// Positions of `tokens` tokens of which those from `first` on are the cells of an image over `grid`.
  init(tokens: Int, image grid: TokenGrid, first: Int) {
    precondition(first >= 0 && first + grid.count <= tokens, "\(grid.count) cells from \(first) on exceed \(tokens)")
    appendText(first)
    for y in 0..<grid.rows {
      for x in 0..<grid.columns {
        time.append(first)
        row.append(first + y)
        column.append(first + x)
      }
    }
    appendText(tokens - first - grid.count)
  }

  private mutating func appendText(_ count: Int) {
    let start = 1 + max(time.max() ?? -1, row.max() ?? -1, column.max() ?? -1)
    let positions = start..<start + count
    time += positions
    row += positions
    column += positions
  }
}

import Imaging
import Tensors

/// The order in which the vision tower computes the cells of an image: window by window, so that a window's patches lie
/// together.
///
/// Windows follow each other row-major, and so do the cells in each; at the right and lower edges they are smaller.
///
/// Source: `get_window_index` of transformers' Qwen2.5-VL (4.57.6), whose windows of padding alone are left out.
struct WindowPartition: Hashable, Sendable {
  /// For each place of the window order, the cell that stands there, counted row-major over the image.
  private(set) var cells: [Int] = []
  /// The places of each window.
  private(set) var windows: [Range<Int>] = []

  /// Cuts `grid` into windows of `side` × `side` cells.
  init(_ grid: TokenGrid, side: Int) {
    for top in stride(from: 0, to: grid.rows, by: side) {
      for left in stride(from: 0, to: grid.columns, by: side) {
        let start = cells.count
        for row in top..<min(top + side, grid.rows) {
          for column in left..<min(left + side, grid.columns) { cells.append(row * grid.columns + column) }
        }
        windows.append(start..<cells.count)
      }
    }
  }

  /// Which patches attend to which where each cell is `patchesPerCell` patches: those of a window to each other.
  func segments(patchesPerCell: Int) -> [AttentionSegment] {
    windows.map { window in
      AttentionSegment(window.lowerBound * patchesPerCell..<window.upperBound * patchesPerCell, isCausal: false)
    }
  }

  /// The rows of `output` become those of `input`, `rowsPerCell` for each cell, in window order.
  func arrange(_ input: borrowing Matrix, into output: inout Matrix, rowsPerCell: Int) {
    for (place, cell) in cells.enumerated() {
      output.copyRows(rows(cell, rowsPerCell), of: input, to: rows(place, rowsPerCell))
    }
  }

  /// The rows of `output`, one for each cell, become those of `input` in their order over the image.
  func restore(_ input: borrowing Matrix, into output: inout Matrix) {
    for (place, cell) in cells.enumerated() { output.copyRows(rows(place, 1), of: input, to: rows(cell, 1)) }
  }

  private func rows(_ index: Int, _ count: Int) -> Range<Int> { index * count..<(index + 1) * count }
}

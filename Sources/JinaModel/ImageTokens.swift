public import Imaging
import Tensors

/// A picture after the vision tower: one row for each image token. It is the same for every task.
public final class ImageTokens: Sendable {
  /// How the tokens lie over the picture.
  public let grid: TokenGrid
  /// The pixels of the picture the tower saw.
  public let size: PixelSize
  /// [grid.count, hidden].
  let values: Matrix

  init(grid: TokenGrid, size: PixelSize, values: consuming Matrix) {
    self.grid = grid
    self.size = size
    self.values = values
  }
}

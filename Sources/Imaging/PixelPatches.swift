public import Tensors

/// A resized picture cut into patches, normalized, as the vision tower reads it.
public struct PixelPatches: ~Copyable {
  /// How the patches lie over the picture.
  public let grid: PatchGrid
  /// The pixels of the resized picture that was cut.
  public let size: PixelSize
  /// The values [patches, channels × temporalPatchSize × patchSize × patchSize], the patches in `grid.readingOrder`.
  public let values: Matrix

  /// Cuts `image`, whose sides are multiples of `patchSize` × `mergeSize`.
  ///
  /// A still picture fills all `temporalPatchSize` frames of a patch. The features of a patch are ordered channel,
  /// frame, row, column.
  ///
  /// Source: `_preprocess` of transformers 4.57.6, `image_processing_qwen2_vl_fast.py`.
  public init(
    cutting image: RGBImage, patchSize: Int, mergeSize: Int, temporalPatchSize: Int, normalization: PixelNormalization
  ) {
    let grid = PatchGrid(rows: image.height / patchSize, columns: image.width / patchSize, mergeSize: mergeSize)
    precondition(
      grid.rows * patchSize == image.height && grid.columns * patchSize == image.width,
      "[\(image.height), \(image.width)] pixels are no whole patches of \(patchSize)")
    let area = patchSize * patchSize
    let features = 3 * temporalPatchSize * area
    var matrix = Matrix(rows: grid.count, columns: features)
    var values = matrix.mutableValues
    let pixels = image.pixels.span
    let table = normalization.table.span
    for (patch, place) in grid.readingOrder.enumerated() {
      for row in 0..<patchSize {
        let source = ((place.row * patchSize + row) * image.width + place.column * patchSize) * 3
        for channel in 0..<3 {
          let first = patch * features + channel * temporalPatchSize * area + row * patchSize
          for column in 0..<patchSize {
            let value = table[channel * 256 + Int(pixels[source + column * 3 + channel])]
            for frame in 0..<temporalPatchSize { values[first + frame * area + column] = value }
          }
        }
      }
    }
    self.grid = grid
    self.size = PixelSize(width: image.width, height: image.height)
    self.values = matrix
  }
}

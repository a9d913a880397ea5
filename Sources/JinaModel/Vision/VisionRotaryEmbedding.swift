import Foundation
import Imaging
import Tensors

/// The angles by which the vision tower turns queries and keys: the first half of a head's pairs turns by the patch's
/// row, the second by its column.
///
/// Source: `Qwen2_5_VisionRotaryEmbedding` and `rot_pos_emb` of transformers 4.57.6.
struct VisionRotaryEmbedding: Sendable {
  /// For each axis, headDimension / 4 frequencies.
  let frequencies: [Float]

  init(headDimension: Int) {
    frequencies = MultimodalRotaryEmbedding.frequencies(theta: 10_000, dimension: headDimension / 2)
  }

  /// The tables of the patches of `grid` in the order that `partition` computes them.
  func tables(_ grid: PatchGrid, partition: WindowPartition) -> RotaryTables {
    let places = grid.readingOrder
    let perCell = grid.mergeSize * grid.mergeSize
    var tables = RotaryTables(rows: grid.count, headDimension: frequencies.count * 4)
    var row = 0
    for cell in partition.cells {
      for place in places[cell * perCell..<(cell + 1) * perCell] {
        for (axis, position) in [place.row, place.column].enumerated() {
          for (pair, frequency) in frequencies.enumerated() {
            let angle = Double(Float(position) * frequency)
            tables.cosines[row, axis * frequencies.count + pair] = Float(cos(angle))
            tables.sines[row, axis * frequencies.count + pair] = Float(sin(angle))
          }
        }
        row += 1
      }
    }
    return tables
  }
}

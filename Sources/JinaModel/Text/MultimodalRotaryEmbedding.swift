import Foundation
import Tensors

/// The angles by which queries and keys are turned: frequency j turns by time, row or column, as the section it lies in
/// says.
///
/// Frequencies and angles are rounded to single precision where the reference rounds them: at the positions of long
/// texts that moves an angle by a thousandth.
///
/// Source: `Qwen2_5_VLRotaryEmbedding` and `apply_multimodal_rotary_pos_emb` of transformers 4.57.6.
struct MultimodalRotaryEmbedding: Sendable {
  /// θ^(−2j / headDimension) for each of the headDimension / 2 pairs.
  let frequencies: [Float]
  /// How many frequencies turn by time, row and column.
  let sections: [Int]

  init(theta: Float, headDimension: Int, sections: [Int]) {
    precondition(
      sections.reduce(0, +) == headDimension / 2, "sections \(sections) do not fit heads of \(headDimension)")
    frequencies = Self.frequencies(theta: theta, dimension: headDimension)
    self.sections = sections
  }

  /// θ^(−2j / dimension) for j of 0 ..< dimension / 2, in single precision.
  static func frequencies(theta: Float, dimension: Int) -> [Float] {
    (0..<dimension / 2).map { pair in
      let exponent = Float(2 * pair) / Float(dimension)
      return 1 / Float(pow(Double(theta), Double(exponent)))
    }
  }

  /// Cosine and sine of the angle of a pair at a position.
  func turn(_ pair: Int, at position: Int) -> (cosine: Float, sine: Float) {
    let angle = Double(Float(position) * frequencies[pair])
    return (Float(cos(angle)), Float(sin(angle)))
  }

  /// Rows of `tables` from `first` on become the cosines and sines of `positions`.
  func fill(_ tables: inout RotaryTables, from first: Int, positions: MultimodalPositions) {
    var pair = 0
    for (axis, count) in zip([positions.time, positions.row, positions.column], sections) {
      for pair in pair..<pair + count {
        for (index, position) in axis.enumerated() {
          (tables.cosines[first + index, pair], tables.sines[first + index, pair]) = turn(pair, at: position)
        }
      }
      pair += count
    }
  }
}

/// Cosines and sines of the rotary angles, both [rows, headDimension / 2].
struct RotaryTables: ~Copyable {
  var cosines: Matrix
  var sines: Matrix

  init(rows: Int, headDimension: Int) {
    cosines = Matrix(rows: rows, columns: headDimension / 2)
    sines = Matrix(rows: rows, columns: headDimension / 2)
  }
}

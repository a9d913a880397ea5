import Embeddings
import TerminalUI

extension SimilarityView {
  /// What is shown: similarities, or the difference between the current adapter's and another's.
  var subtracted: EmbeddingTask? { similarity.arrangement?.matrix?.subtracted }

  /// How values become colors. What lies on both sides of 0 has diverging colors.
  var scale: ValueScale {
    let isAroundZero = subtracted != nil || similarity.range == .diverging
    let colormap = isAroundZero ? Colormap.redBlue : similarity.colormap
    return ValueScale(range: matrix.range, colormap: colormap, isInverted: similarity.isInverted)
  }

  /// What the border says about the colors; `nil` while they are as at the start.
  var scaleName: String? {
    var words: [String] = []
    if similarity.colormap != .viridis && !scale.colormap.isDiverging {
      words.append(similarity.colormap.rawValue)
    }
    if similarity.isInverted { words.append("inverted") }
    if similarity.range != .full { words.append("range \(similarity.range.rawValue)") }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  /// The ranges of a part of the matrix in which each value is a block of `height` × `width`.
  func ranges(rows: Range<Int>, columns: Range<Int>, height: Int, width: Int) -> Heatmap.Ranges {
    func repeated(_ ranges: [ClosedRange<Float>], _ count: Int) -> [ClosedRange<Float>] {
      ranges.flatMap { Array(repeating: $0, count: max(1, count)) }
    }
    switch similarity.range {
    case .full, .diverging: return .shared
    case .row: return .rows(repeated(rows.map(matrix.range(ofRow:)), height))
    case .column: return .columns(repeated(columns.map(matrix.range(ofColumn:)), width))
    }
  }

  /// The ranges of a whole matrix in fewer values: those of what is drawn.
  func ranges(of grid: HeatmapGrid) -> Heatmap.Ranges {
    func range(_ values: [Float]) -> ClosedRange<Float> {
      HeatmapGrid(rows: 1, columns: values.count, values: values).range ?? 0...1
    }
    switch similarity.range {
    case .full, .diverging: return .shared
    case .row: return .rows((0..<grid.rows).map { row in range((0..<grid.columns).map { grid[row, $0] }) })
    case .column: return .columns((0..<grid.columns).map { column in range((0..<grid.rows).map { grid[$0, column] }) })
    }
  }
}

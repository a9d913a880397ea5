import Embeddings
import TerminalUI

extension SimilarityPane {
  /// What is shown: similarities, or the difference between the current adapter's and another's.
  var subtracted: EmbeddingTask? {
    state.heatmap.arrangement?.matrix?.subtracted
  }

  /// How values become colors. What lies on both sides of 0 has diverging colors.
  var scale: ValueScale {
    let isAroundZero = subtracted != nil || state.heatmap.range == .diverging
    let colormap = isAroundZero ? Colormap.redBlue : state.heatmap.colormap
    return ValueScale(range: state.heatmapRange, colormap: colormap, isInverted: state.heatmap.isInverted)
  }

  /// What the border says about the colors; `nil` while they are as at the start.
  var scaleName: String? {
    var words: [String] = []
    if state.heatmap.colormap != .viridis && !scale.colormap.isDiverging {
      words.append(state.heatmap.colormap.rawValue)
    }
    if state.heatmap.isInverted { words.append("inverted") }
    if state.heatmap.range != .full { words.append("range \(state.heatmap.range.rawValue)") }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  /// The ranges of a part of the matrix in which each value is a block of `height` × `width`.
  func ranges(rows: Range<Int>, columns: Range<Int>, height: Int, width: Int) -> Heatmap.Ranges {
    func repeated(_ ranges: [ClosedRange<Float>], _ count: Int) -> [ClosedRange<Float>] {
      ranges.flatMap { Array(repeating: $0, count: max(1, count)) }
    }
    switch state.heatmap.range {
    case .full, .diverging: return .shared
    case .row: return .rows(repeated(rows.map(state.heatmapRange(ofRow:)), height))
    case .column: return .columns(repeated(columns.map(state.heatmapRange(ofColumn:)), width))
    }
  }

  /// The ranges of a whole matrix in fewer values: those of what is drawn.
  func ranges(of grid: HeatmapGrid) -> Heatmap.Ranges {
    func range(_ values: [Float]) -> ClosedRange<Float> {
      HeatmapGrid(rows: 1, columns: values.count, values: values).range ?? 0...1
    }
    switch state.heatmap.range {
    case .full, .diverging: return .shared
    case .row: return .rows((0..<grid.rows).map { row in range((0..<grid.columns).map { grid[row, $0] }) })
    case .column: return .columns((0..<grid.columns).map { column in range((0..<grid.rows).map { grid[$0, column] }) })
    }
  }
}

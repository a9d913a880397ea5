import Embeddings
import TerminalUI

extension SimilarityPane {
  /// What is shown: similarities, or the difference between the current adapter's and another's.
  var subtracted: EmbeddingTask? {
    state.heatmap.rows == .items ? state.heatmap.matrix.answered?.question.subtracted : nil
  }

  /// How values become colors. What lies on both sides of 0 has diverging colors.
  var scale: ValueScale {
    let isAroundZero = subtracted != nil || state.heatmap.range == .diverging
    let colormap = isAroundZero ? Colormap.redBlue : state.heatmap.colormap
    return ValueScale(range: fullRange, colormap: colormap, isInverted: state.heatmap.isInverted)
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

  /// The least and the greatest value of all.
  private var fullRange: ClosedRange<Float> {
    switch state.heatmap.rows {
    case .items: return state.heatmap.matrix.answer?.range ?? 0...1
    case .query:
      let scores = (state.shownRanking?.comparison.rankings ?? []).compactMap(Self.range(of:))
      guard let low = scores.map(\.lowerBound).min(), let high = scores.map(\.upperBound).max() else { return 0...1 }
      return low...high
    }
  }

  private static func range(of ranking: Ranking) -> ClosedRange<Float>? {
    guard let best = ranking.order.first, let worst = ranking.order.last else { return nil }
    return ranking.scores[worst]...ranking.scores[best]
  }

  /// The ranges of a part of the matrix in which each value is a block of `height` × `width`.
  func ranges(rows: Range<Int>, columns: Range<Int>, height: Int, width: Int) -> Heatmap.Ranges {
    func repeated(_ ranges: [ClosedRange<Float>], _ count: Int) -> [ClosedRange<Float>] {
      ranges.flatMap { Array(repeating: $0, count: max(1, count)) }
    }
    switch state.heatmap.range {
    case .full, .diverging: return .shared
    case .row: return .rows(repeated(rows.map(rowRange), height))
    case .column: return .columns(repeated(columns.map(columnRange), width))
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

  private func rowRange(_ row: Int) -> ClosedRange<Float> {
    switch state.heatmap.rows {
    case .items: return itemRange(row)
    case .query:
      let rankings = state.shownRanking?.comparison.rankings ?? []
      return (rankings.indices.contains(row) ? Self.range(of: rankings[row]) : nil) ?? 0...1
    }
  }

  private func columnRange(_ column: Int) -> ClosedRange<Float> {
    if state.heatmap.rows == .items { return itemRange(column) }
    let scores = (0..<state.heatmapExtent.rows).compactMap { value(row: $0, column: column) }
    guard let low = scores.min(), let high = scores.max() else { return 0...1 }
    return low...high
  }

  /// The range of an item's similarities with all others.
  private func itemRange(_ place: Int) -> ClosedRange<Float> {
    guard let matrix = state.heatmap.matrix.answer, let row = matrix.row(of: state.heatmapItem(at: place)) else {
      return 0...1
    }
    return matrix.rowRanges[row]
  }
}

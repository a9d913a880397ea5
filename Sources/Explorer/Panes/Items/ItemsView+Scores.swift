import Corpus
import Embeddings
import TerminalUI

extension ItemsView {
  /// The filter above the list, and the histogram of scores below it, where there are any.
  func parts(of rect: Rect) -> (filter: Rect, list: Rect, histogram: Rect) {
    let hasFilter = items.isFiltering || !items.filter.text.isEmpty
    let hasHistogram = subject.threshold != nil && subject.shownRanking != nil && rect.size.rows >= 6
    let histogramRows = rect.size.rows >= 20 ? 5 : 2
    let rows = rect.splitRows([.fixed(hasFilter ? 1 : 0), .flexible(), .fixed(hasHistogram ? histogramRows : 0)])
    return (rows[0], rows[1], rows[2])
  }

  /// The text that items must contain, with the cursor while it is typed.
  func drawFilter(on screen: inout Screen, in line: Rect) {
    guard !line.isEmpty else { return }
    let parts = line.splitColumns([.fixed(2), .flexible()])
    screen.write("/", in: parts[0], style: theme.accent)
    var field = items.filter
    field.isFocused = items.isFiltering && isFocused
    field.placeholder = "what items must contain"
    field.draw(on: &screen, in: parts[1])
  }

  /// How many items have which score, with the threshold and the count from it on.
  func drawHistogram(on screen: inout Screen, in rect: Rect) {
    let scores = subject.scoresInOrder
    guard rect.size.rows >= 2, rect.size.columns > 0, let threshold = subject.threshold,
      let count = subject.countAboveThreshold, let histogram = ScoreHistogram(scores, bins: rect.size.columns)
    else { return }
    let height = rect.size.rows - 1
    let tallest = max(1, histogram.counts.max() ?? 1)
    let place = histogram.bin(of: threshold)
    for (bin, number) in histogram.counts.enumerated() {
      // What there is is seen, however little beside the most.
      let eighths = number == 0 ? 0 : max(1, number * height * 8 / tallest)
      let isAbove = bin >= place
      for line in 0..<height {
        let part = min(8, eighths - 8 * (height - 1 - line))
        let cell = Rect(row: rect.origin.row + line, column: rect.origin.column + bin, columns: 1, rows: 1)
        if bin == place && part <= 0 { screen.fill(cell, with: "┊", style: theme.notice) }
        if part > 0 {
          screen.fill(
            cell, with: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][part - 1], style: isAbove ? theme.accent : theme.faint)
        }
      }
    }
    let ends = [histogram.range.lowerBound, histogram.range.upperBound].map { NumberText.fixed($0, decimals: 2) }
    let parts = rect.line(height).splitColumns([.fixed(6), .flexible(), .fixed(6)])
    screen.write(ends[0], in: parts[0], style: theme.faint)
    screen.write(ends[1], in: parts[2], style: theme.faint, alignment: .trailing)
    screen.write(
      "\(count) of \(scores.count) at \(NumberText.fixed(threshold, decimals: 3)) or above", in: parts[1],
      style: theme.accent, alignment: .center)
  }
}

import Embeddings
import Plots
import Reports
import TerminalUI

extension ExplorerState {
  /// The sweep as a picture; `nil` while there is none.
  func sweepPicture(_ facts: Facts) -> SweepPlot? {
    guard let answer = dimensions.sweep.answer else { return nil }
    let tasks = subject.shownTasks.filter { answer.sweeps[$0] != nil }
    if tasks.isEmpty { return nil }
    let theme = Theme(depth: .trueColor)
    func panel(_ measure: SweepMeasure, _ title: String, _ range: ClosedRange<Double>?) -> SweepPlot.Panel {
      .init(
        title: title,
        lines: tasks.map { answer.values(of: measure, item: subject.scoredPair?.item, under: $0) ?? [] }, range: range)
    }
    return SweepPlot(
      dimensions: subject.model.matryoshkaDimensions,
      series: tasks.map { task in (task.name, theme.series(subject.shownTasks.firstIndex(of: task) ?? 0).foreground) },
      panels: [
        panel(.score, "score of \(DimensionsPane.view(of: self, theme).detail)", nil),
        panel(.overlap, SweepMeasure.overlap.rawValue, 0...1),
        panel(.kendallTau, SweepMeasure.kendallTau.rawValue, -1...1),
      ], caption: facts.caption(columns: PixelCanvas.captionColumns))
  }
}

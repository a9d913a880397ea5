import Embeddings
import Plots
import Reports
import TerminalUI

extension ExplorerState {
  /// The sweep as a picture; `nil` while there is none.
  func sweepPicture(_ facts: Facts) -> SweepPlot? {
    guard let answer = sweep.answer else { return nil }
    let tasks = shownTasks.filter { answer.sweeps[$0] != nil }
    if tasks.isEmpty { return nil }
    let theme = Theme(depth: .trueColor)
    func panel(_ measure: SweepMeasure, _ title: String, _ range: ClosedRange<Double>?) -> SweepPlot.Panel {
      .init(
        title: title,
        lines: tasks.map { answer.values(of: measure, item: sweepPair?.item, under: $0) ?? [] }, range: range)
    }
    return SweepPlot(
      dimensions: model.matryoshkaDimensions,
      series: tasks.map { task in (task.name, theme.series(shownTasks.firstIndex(of: task) ?? 0).foreground) },
      panels: [
        panel(.score, "score of \(DimensionsPane(state: self).detail)", nil),
        panel(.overlap, SweepMeasure.overlap.rawValue, 0...1),
        panel(.kendallTau, SweepMeasure.kendallTau.rawValue, -1...1),
      ], caption: facts.caption(columns: PixelCanvas.captionColumns))
  }

  /// The map as a picture; `nil` while there is none.
  func mapPicture(_ facts: Facts) -> MapPlot? {
    guard let map = shownMap else { return nil }
    let pane = MapPane(state: self, theme: Theme(depth: .trueColor))
    let scatter = pane.scatter(map)
    func visible(_ color: Color) -> Color { color == .standard ? .rgb(red: 200, green: 206, blue: 220) : color }
    let legend =
      mapColoring == .label
      ? labels.enumerated().map { ($0.element, pane.labelMark($0.offset)) } : []
    return MapPlot(
      points: scatter.points.map { .init(x: $0.x, y: $0.y, mark: $0.mark, color: visible($0.style.foreground)) },
      legend: legend.map { (name: $0.0, mark: $0.1.0, color: visible($0.1.1.foreground)) },
      caption: facts.caption(columns: PixelCanvas.captionColumns)
        + (mapColoring == .score ? ["digits: 0 lowest score, 9 highest"] : []))
  }
}

import Embeddings
import Plots
import Reports
import TerminalUI

extension ExplorerState {
  /// The map as a picture; `nil` while there is none.
  func mapPicture(_ facts: Facts) -> MapPlot? {
    guard let shown = map.shown(subject) else { return nil }
    let view = MapPane.view(of: self, Theme(depth: .trueColor))
    let scatter = view.scatter(shown)
    func visible(_ color: Color) -> Color { color == .standard ? .rgb(red: 200, green: 206, blue: 220) : color }
    let legend =
      map.coloring == .label
      ? subject.collection.labels.enumerated().map { ($0.element, view.labelMark($0.offset)) } : []
    return MapPlot(
      points: scatter.points.map { .init(x: $0.x, y: $0.y, mark: $0.mark, color: visible($0.style.foreground)) },
      legend: legend.map { (name: $0.0, mark: $0.1.0, color: visible($0.1.1.foreground)) },
      caption: facts.caption(columns: PixelCanvas.captionColumns)
        + (map.coloring == .score ? ["digits: 0 lowest score, 9 highest"] : []))
  }
}

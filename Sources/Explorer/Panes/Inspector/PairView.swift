import Corpus
import TerminalUI

/// The two items under the crosshair of the similarity pane, one below the other.
struct PairView: View {
  let subject: Subject
  let pair: Subject.ItemPair
  var theme = Theme(depth: .mono)

  func draw(on screen: inout Screen, in rect: Rect) {
    let halves = rect.splitRows([.flexible(weight: 1), .flexible(weight: 1)])
    draw(pair.row, sign: ">", on: &screen, in: halves[0])
    draw(pair.column, sign: "v", on: &screen, in: halves[1])
  }

  private func draw(_ item: Int, sign: String, on screen: inout Screen, in rect: Rect) {
    let parts = rect.splitRows([.fixed(1), .flexible()])
    let entry = subject.items[item]
    let label = entry.label.map { " · \($0)" } ?? ""
    screen.write("\(sign) \(subject.names[item])\(label)", in: parts[0], style: theme.accent)
    if case .image(let source) = entry.content {
      PictureView(
        entry: subject.pictures[source], reading: subject.vectors.readings[item], failure: subject.failures[item],
        theme: theme
      ).draw(on: &screen, in: parts[1])
    } else {
      Label(entry.fullText, wraps: true).draw(on: &screen, in: parts[1])
    }
  }
}

import Corpus
import Embeddings
import StrictJSON
import TerminalUI

/// The items on a plane: similar ones lie near each other, marked by label or by score.
struct MapView: PaneView {
  let map: MapState
  let subject: Subject
  var theme = Theme(depth: .mono)

  /// A point.
  struct Hit: Sendable { let item: Int }

  /// What the border says: what the marks mean, and how much of the vectors' differences the plane shows.
  var detail: String {
    guard let shown = map.shown(subject) else { return "" }
    let share = Int(((shown.components.shareOfX + shown.components.shareOfY) * 100).rounded())
    return "by \(map.coloring.rawValue) · \(share) % of the variance"
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    guard let shown = map.shown(subject) else {
      Label(
        "Vectors are on their way: \(subject.embeddedCount) of \(subject.items.count).", style: theme.faint, wraps: true
      ).draw(on: &screen, in: rect)
      return
    }
    let parts = parts(of: rect)
    scatter(shown).draw(on: &screen, in: parts.plot)
    drawLegend(on: &screen, in: parts.legend)
    guard let item = subject.selectedItem else { return }
    let label = subject.items[item].label.map { " · \($0)" } ?? ""
    let used = screen.write("\(subject.names[item])\(label)  ", in: parts.selection, style: theme.accent)
    let rest = parts.selection.splitColumns([.fixed(used), .flexible()])[1]
    screen.write(subject.items[item].headline, in: rest, style: theme.faint)
  }

  func hit(at position: Position, in content: Rect) -> Hit? {
    guard let shown = map.shown(subject) else { return nil }
    return scatter(shown).index(at: position, in: parts(of: content).plot).map { Hit(item: shown.items[$0]) }
  }

  /// The points; below them what the marks mean, and the selected item.
  func parts(of rect: Rect) -> (plot: Rect, legend: Rect, selection: Rect) {
    let rows = rect.splitRows([
      .flexible(), .fixed(rect.size.rows > 5 ? 1 : 0), .fixed(rect.size.rows > 3 ? 1 : 0),
    ])
    return (rows[0], rows[1], rows[2])
  }

  /// The points of the map.
  func scatter(_ shown: ItemMap) -> Scatter {
    let labels = subject.collection.labels
    let places = Dictionary(uniqueKeysWithValues: labels.enumerated().map { (ExactString($0.element), $0.offset) })
    let points = shown.items.enumerated().map { point, item in
      let (mark, style) =
        map.coloring == .label
        ? labelMark(subject.items[item].label.flatMap { places[ExactString($0)] }) : scoreMark(item)
      return Scatter.Point(x: shown.components.x[point], y: shown.components.y[point], mark: mark, style: style)
    }
    return Scatter(points: points, selection: subject.selectedItem.flatMap { shown.point(of: $0) })
  }

  /// Signs first, as they are told apart best; letters where there are more labels.
  private static let marks =
    ["o", "x", "+", "*", "#", "@", "%", "&"]
    + "abcdefghijklmnpqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)

  /// The mark of the label at a place of the list of labels.
  func labelMark(_ place: Int?) -> (String, Style) {
    guard let place else { return ("·", theme.faint) }
    return (Self.marks[place % Self.marks.count], theme.series(place))
  }

  /// A digit from 0 for the lowest score to 9 for the highest.
  private func scoreMark(_ item: Int) -> (String, Style) {
    guard let ranking = subject.shownRanking, let place = ranking.current,
      let score = ranking.score(of: item, under: place), let best = ranking.comparison.rankings[place].order.first,
      let worst = ranking.comparison.rankings[place].order.last
    else { return ("o", theme.faint) }
    let scores = ranking.comparison.rankings[place].scores
    let fraction = ValueScale(range: scores[worst]...scores[best]).fraction(of: score)
    return (ValueGlyph.digit(fraction), theme.score(at: fraction))
  }

  private func drawLegend(on screen: inout Screen, in line: Rect) {
    guard !line.isEmpty else { return }
    guard map.coloring == .label else {
      let text =
        subject.shownRanking == nil
        ? "no scores without a query; c marks labels" : "0 lowest score … 9 highest"
      screen.write(text, in: line, style: theme.faint)
      return
    }
    var column = line.columns.lowerBound
    for (place, label) in subject.collection.labels.enumerated() {
      let (mark, style) = labelMark(place)
      let text = "\(mark) \(label)  "
      let rest = subject.collection.labels.count - place
      let room = Rect(
        row: line.origin.row, column: column, columns: line.columns.upperBound - column, rows: line.size.rows)
      // The last one needs no room for the number of those that follow.
      let needed = TextWidth.columns(of: text) - 2 + (rest > 1 ? "  +\(rest)".count : 0)
      if needed > room.size.columns {
        screen.write("+\(rest)", in: room, style: theme.faint)
        break
      }
      column += screen.write(text, in: room, style: style)
    }
    if subject.collection.labels.isEmpty {
      screen.write("no item has a label; c marks by score", in: line, style: theme.faint)
    }
  }
}

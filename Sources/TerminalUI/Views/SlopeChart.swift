/// Rankings side by side, the best at the top, with a line from each thing's place in one to its place in the next.
public struct SlopeChart: View {
  /// One ranking.
  public struct Column: Hashable, Sendable {
    /// What stands above it.
    public var title: String
    /// The things in their order, by number.
    public var order: [Int]
    /// How its title is drawn.
    public var style: Style

    /// A ranking of things.
    public init(title: String, order: [Int], style: Style = .plain) {
      self.title = title
      self.order = order
      self.style = style
    }
  }

  /// The rankings from left to right, all of the same things.
  public var columns: [Column]
  /// The first place shown.
  public var scroll = 0
  /// The thing that is drawn last and bold.
  public var selection: Int?
  /// The name of a thing.
  public var label: (Int) -> String
  /// How a line is drawn that leads up by this many places (negative: down).
  public var style: (Int) -> Style
  /// Whether only ASCII is drawn.
  public var isASCII = false

  /// A chart.
  public init(columns: [Column], label: @escaping (Int) -> String, style: @escaping (Int) -> Style = { _ in .plain }) {
    self.columns = columns
    self.label = label
    self.style = style
  }

  /// How many places `rect` shows.
  public func capacity(in rect: Rect) -> Int { max(0, rect.size.rows - 1) }

  /// The thing at a position of the screen, for the mouse.
  public func thing(at position: Position, in rect: Rect) -> Int? {
    let place = scroll + position.row - rect.origin.row - 1
    guard rect.contains(position), position.row > rect.origin.row,
      let column = frames(in: rect).labels.firstIndex(where: { $0.columns.contains(position.column) }),
      columns[column].order.indices.contains(place)
    else { return nil }
    return columns[column].order[place]
  }

  /// Draws titles, names and lines.
  public func draw(on screen: inout Screen, in rect: Rect) {
    guard !rect.isEmpty, !columns.isEmpty else { return }
    let frames = frames(in: rect)
    // Numbers of places stand with their last digits below each other.
    let digits = String(scroll + capacity(in: rect)).count
    for (column, frame) in zip(columns, frames.labels) {
      screen.write(column.title, in: frame.line(0), style: column.style)
      for line in 0..<capacity(in: rect) {
        let place = scroll + line
        guard column.order.indices.contains(place) else { break }
        let thing = column.order[place]
        let isSelected = thing == selection
        let number = String(place + 1)
        let padding = String(repeating: " ", count: max(0, digits - number.count))
        screen.write(
          "\(padding)\(number) \(label(thing))", in: frame.line(line + 1),
          style: Style(isBold: isSelected, isReversed: isSelected))
      }
    }
    for (index, gap) in frames.gaps.enumerated() { drawLines(from: index, on: &screen, in: gap) }
  }

  /// The lines between two neighboring rankings; one that begins or ends off the screen is drawn as far as it is seen.
  private func drawLines(from index: Int, on screen: inout Screen, in gap: Rect) {
    guard gap.size.columns > 0, gap.size.rows > 1 else { return }
    let body = Rect(
      row: gap.origin.row + 1, column: gap.origin.column, columns: gap.size.columns, rows: gap.size.rows - 1)
    var canvas = Canvas(size: body.size, isASCII: isASCII)
    let dotsPerRow = isASCII ? 1 : 4
    let visible = scroll..<(scroll + body.size.rows)
    var targets: [Int: Int] = [:]
    for (place, thing) in columns[index + 1].order.enumerated() { targets[thing] = place }
    var links: [(start: Int, end: Int, thing: Int)] = []
    for (start, thing) in columns[index].order.enumerated() {
      guard let end = targets[thing], visible.contains(start) || visible.contains(end) else { continue }
      links.append((start, end, thing))
    }
    // The selected one last: a cell has the style of its last dot.
    links.sort { ($0.thing == selection ? 1 : 0, $0.start) < ($1.thing == selection ? 1 : 0, $1.start) }
    for link in links {
      var style = style(link.start - link.end)
      style.isBold = link.thing == selection
      // A line to a place far away leaves the picture within the gap; its far end is moved no further than that.
      let far = 4 * body.size.rows
      func dot(_ place: Int) -> Int { min(max(place - scroll, -far), far) * dotsPerRow + dotsPerRow / 2 }
      canvas.line(from: (0, dot(link.start)), to: (canvas.width - 1, dot(link.end)), style: style)
    }
    canvas.draw(on: &screen, in: body)
  }

  /// Where names and lines lie; lines keep a column's distance from the names.
  private func frames(in rect: Rect) -> (labels: [Rect], gaps: [Rect]) {
    let parts = rect.splitColumns(
      columns.indices.flatMap { index -> [Extent] in
        index == 0 ? [.flexible(weight: 3)] : [.flexible(weight: 2), .flexible(weight: 3)]
      })
    return (
      parts.indices.filter { $0 % 2 == 0 }.map { parts[$0] },
      parts.indices.filter { $0 % 2 == 1 }.map { parts[$0].splitColumns([.fixed(1), .flexible(), .fixed(1)])[1] }
    )
  }
}

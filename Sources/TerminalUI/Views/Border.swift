/// The frame of a pane: its number and title above, what is special now at the right, the keys that work below.
///
/// The pane with the focus has heavy lines, so that it is known without color.
public struct Border: View {
  /// The key that leads to the pane.
  public var number: Int?
  /// What the pane is.
  public var title: String
  /// Columns behind the title that others draw on.
  public var reserved: Int
  /// What it shows now, at the right of the upper line, as in `3 of 120`; of parts with ` · ` between them those that do
  /// not fit are left out from the last on, and the first is cut.
  public var detail: String
  /// Hints at the lower line, as in `y copy`; those that do not fit whole are left out.
  public var hints: [String]
  /// Whether keys go to the pane.
  public var isFocused: Bool
  /// How the lines are drawn.
  public var style: Style
  /// Whether only ASCII is drawn.
  public var isASCII: Bool

  /// A frame.
  public init(
    number: Int? = nil, title: String, reserved: Int = 0, detail: String = "", hints: [String] = [],
    isFocused: Bool = false,
    style: Style = .plain, isASCII: Bool = false
  ) {
    self.number = number
    self.title = title
    self.reserved = reserved
    self.detail = detail
    self.hints = hints
    self.isFocused = isFocused
    self.style = style
    self.isASCII = isASCII
  }

  /// What the frame of `rect` leaves for the content.
  public static func content(of rect: Rect) -> Rect { rect.inset(by: 1).intersection(rect) }

  /// Draws the frame; below 2×2 cells nothing.
  public func draw(on screen: inout Screen, in rect: Rect) {
    guard rect.size.columns >= 2, rect.size.rows >= 2 else { return }
    let lines: BoxLines = isASCII ? (isFocused ? .asciiHeavy : .ascii) : (isFocused ? .heavy : .light)
    screen.drawBox(rect, style: style, lines: lines)
    var titleStyle = style
    titleStyle.isBold = isFocused
    let room = rect.size.columns - 4
    guard room > 0 else { return }
    let heading = (number.map { "\($0) " } ?? "") + title
    var used = 0
    if !heading.isEmpty {
      used = screen.write(
        " \(heading) ", in: Rect(row: rect.origin.row, column: rect.origin.column + 2, columns: room, rows: 1),
        style: titleStyle)
    }
    let detailRoom = room - used - reserved - 1
    let detail = TextFit.joined(detail.split(separator: " · ").map(String.init), columns: detailRoom - 2)
    let detailColumns = min(TextWidth.columns(of: detail) + 2, detailRoom)
    if !detail.isEmpty && detailColumns >= Self.leastDetailColumns {
      let end = rect.origin.column + 2 + room
      let place = Rect(row: rect.origin.row, column: end - detailColumns, columns: detailColumns, rows: 1)
        .splitColumns([.fixed(1), .flexible(), .fixed(1)])
      screen.fill(place[0])
      screen.fill(place[2])
      screen.write(detail, in: place[1], style: style)
    }
    drawHints(
      on: &screen, in: Rect(row: rect.rows.upperBound - 1, column: rect.origin.column + 2, columns: room, rows: 1))
  }

  /// Less than this says nothing.
  private static let leastDetailColumns = 6

  private func drawHints(on screen: inout Screen, in line: Rect) {
    var column = line.columns.lowerBound
    for hint in hints {
      let columns = TextWidth.columns(of: hint) + 2
      guard column + columns <= line.columns.upperBound else { return }
      screen.write(" \(hint) ", in: Rect(row: line.origin.row, column: column, columns: columns, rows: 1), style: style)
      column += columns
    }
  }
}

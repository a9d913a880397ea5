/// A scrolling table of which one row is selected. It asks only for the rows it shows.
public struct List: View {
  /// A column.
  public struct Column: Hashable, Sendable {
    /// Its heading.
    public var title: String
    /// Its columns of the screen.
    public var extent: Extent
    /// Where its texts stand.
    public var alignment: Alignment
    /// What of a long text is left out.
    public var truncation: Truncation

    /// A column.
    public init(
      _ title: String, _ extent: Extent, alignment: Alignment = .leading, truncation: Truncation = .ellipsis
    ) {
      self.title = title
      self.extent = extent
      self.alignment = alignment
      self.truncation = truncation
    }
  }

  /// The text of one column in one row.
  public struct Item: Hashable, Sendable {
    /// What it says.
    public var text: String
    /// How it is drawn.
    public var style: Style

    /// A text.
    public init(_ text: String, style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  /// The columns, from left to right.
  public var columns: [Column]
  /// How many rows there are.
  public var count: Int
  /// The selected row, `nil` for none.
  public var selection: Int?
  /// The first row shown, as far as the selection allows; `nil` keeps the selection in the middle.
  public var scroll: Int?
  /// How headings are drawn.
  public var headingStyle: Style
  /// How the selected row is drawn, besides the mark before it.
  public var select: (inout Style) -> Void
  /// The texts of a row, one for each column.
  public var row: (Int) -> [Item]

  /// A list.
  public init(
    columns: [Column], count: Int, selection: Int? = nil, scroll: Int? = nil,
    headingStyle: Style = Style(isDim: true), select: @escaping (inout Style) -> Void = { $0.isReversed = true },
    row: @escaping (Int) -> [Item]
  ) {
    self.columns = columns
    self.count = max(0, count)
    self.selection = selection
    self.scroll = scroll
    self.headingStyle = headingStyle
    self.select = select
    self.row = row
  }

  /// How many rows fit into `rect`.
  public func rowCapacity(in rect: Rect) -> Int { body(of: rect).size.rows }

  /// The rows shown in `rect`.
  public func visibleRows(in rect: Rect) -> Range<Int> {
    let rows = rowCapacity(in: rect)
    let first = Scrolling.first(
      from: scroll ?? (selection ?? 0) - rows / 2, showing: selection, of: count, fitting: rows)
    return first..<min(count, first + rows)
  }

  /// The row shown at a place of the screen, for the mouse.
  public func row(at position: Position, in rect: Rect) -> Int? {
    let body = body(of: rect)
    guard body.contains(position) else { return nil }
    let visible = visibleRows(in: rect)
    let index = visible.lowerBound + position.row - body.origin.row
    return visible.contains(index) ? index : nil
  }

  /// The column whose heading is at a place of the screen, for the mouse.
  public func column(at position: Position, in rect: Rect) -> Int? {
    let line = rect.line(0)
    guard body(of: rect).size.rows < rect.size.rows, line.contains(position) else { return nil }
    return places(in: line, hasBar: hasBar(in: rect)).firstIndex { $0.contains(position) }
  }

  /// Draws headings, where there are any, and the rows around the selection, with a scroll bar when they are not all.
  public func draw(on screen: inout Screen, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let body = body(of: rect)
    let visible = visibleRows(in: rect)
    let hasBar = hasBar(in: rect)
    if body.size.rows < rect.size.rows {
      drawLine(columns.map { Item($0.title, style: headingStyle) }, rect.line(0), " ", hasBar, &screen)
    }
    for (line, index) in visible.enumerated() {
      let place = body.line(line)
      let isSelected = index == selection
      drawLine(row(index), place, isSelected ? ">" : " ", hasBar, &screen)
      if isSelected { screen.restyle(place, select) }
    }
    if hasBar { drawBar(visible, body, &screen) }
  }

  private func body(of rect: Rect) -> Rect {
    let hasHeadings = columns.contains { !$0.title.isEmpty } && rect.size.rows > 1
    return rect.splitRows([.fixed(hasHeadings ? 1 : 0), .flexible()])[1]
  }

  private func hasBar(in rect: Rect) -> Bool { visibleRows(in: rect).count < count && rect.size.columns > 4 }

  /// Where the columns stand in a line, beside the mark of the selection and the bar.
  private func places(in line: Rect, hasBar: Bool) -> [Rect] {
    line.splitColumns([.fixed(1), .flexible(), .fixed(hasBar ? 1 : 0)])[1].splitColumns(columns.map(\.extent))
  }

  private func drawLine(_ items: [Item], _ line: Rect, _ mark: String, _ hasBar: Bool, _ screen: inout Screen) {
    let parts = line.splitColumns([.fixed(1), .flexible(), .fixed(hasBar ? 1 : 0)])
    screen.write(mark, in: parts[0])
    let places = places(in: line, hasBar: hasBar)
    for (index, (place, column)) in zip(places, columns).enumerated() where index < items.count {
      // One column of space keeps neighbors apart.
      let isLast = index == columns.count - 1
      let room = Rect(
        row: place.origin.row, column: place.origin.column, columns: place.size.columns - (isLast ? 0 : 1), rows: 1)
      screen.write(
        items[index].text, in: room, style: items[index].style, truncation: column.truncation,
        alignment: column.alignment)
    }
  }

  private func drawBar(_ visible: Range<Int>, _ body: Rect, _ screen: inout Screen) {
    let height = body.size.rows
    guard height > 0 else { return }
    let length = max(1, height * visible.count / count)
    let start = count > visible.count ? (height - length) * visible.lowerBound / (count - visible.count) : 0
    let bar = Rect(row: body.origin.row, column: body.columns.upperBound - 1, columns: 1, rows: height)
    screen.fill(bar, with: "│", style: headingStyle)
    screen.fill(
      Rect(row: bar.origin.row + start, column: bar.origin.column, columns: 1, rows: length), with: "█",
      style: headingStyle)
  }
}

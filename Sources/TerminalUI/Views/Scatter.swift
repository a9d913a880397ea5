/// Points on a plane, each with a mark of its group.
public struct Scatter: View {
  /// A point.
  public struct Point: Hashable, Sendable {
    /// Its place from left to right.
    public var x: Double
    /// Its place from bottom to top.
    public var y: Double
    /// What is drawn for it: one narrow character, which tells its group without color.
    public var mark: String
    /// How it is drawn.
    public var style: Style

    /// A point.
    public init(x: Double, y: Double, mark: String = "o", style: Style = .plain) {
      self.x = x
      self.y = y
      self.mark = mark
      self.style = style
    }
  }

  /// The points; those that are not finite are left out.
  public var points: [Point]
  /// The current point, drawn last and reversed.
  public var selection: Int?

  /// A scatter plot.
  public init(points: [Point], selection: Int? = nil) {
    self.points = points
    self.selection = selection
  }

  /// The point nearest to a position of the screen, for the mouse; `nil` when there is none.
  public func index(at position: Position, in rect: Rect) -> Int? {
    guard rect.contains(position) else { return nil }
    let axes = self.axes
    func distance(_ index: Int) -> Int {
      guard let place = place(of: points[index], axes, in: rect) else { return .max }
      // A row is about as high as two columns are wide.
      let (rows, columns) = (2 * (place.row - position.row), place.column - position.column)
      return rows * rows + columns * columns
    }
    let nearest = points.indices.min { distance($0) < distance($1) }
    return nearest.flatMap { distance($0) == .max ? nil : $0 }
  }

  /// Draws the points, later ones over earlier ones.
  public func draw(on screen: inout Screen, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let axes = self.axes
    // Only the last point of each cell is seen, and most of many share one.
    var seen = [Int?](repeating: nil, count: rect.size.rows * rect.size.columns)
    for (index, point) in points.enumerated() {
      guard let place = place(of: point, axes, in: rect) else { continue }
      seen[(place.row - rect.origin.row) * rect.size.columns + place.column - rect.origin.column] = index
    }
    for index in seen { if let index { draw(points[index], axes, on: &screen, in: rect) } }
    guard let selection, points.indices.contains(selection) else { return }
    var point = points[selection]
    point.style.isReversed.toggle()
    point.style.isBold = true
    draw(point, axes, on: &screen, in: rect)
  }

  private var axes: (x: PlotAxis, y: PlotAxis) { (PlotAxis(points.map(\.x)), PlotAxis(points.map(\.y))) }

  private func place(of point: Point, _ axes: (x: PlotAxis, y: PlotAxis), in rect: Rect) -> Position? {
    guard point.x.isFinite, point.y.isFinite else { return nil }
    return Position(
      row: rect.rows.upperBound - 1 - axes.y.dot(point.y, of: rect.size.rows),
      column: rect.origin.column + axes.x.dot(point.x, of: rect.size.columns))
  }

  private func draw(_ point: Point, _ axes: (x: PlotAxis, y: PlotAxis), on screen: inout Screen, in rect: Rect) {
    guard let place = place(of: point, axes, in: rect) else { return }
    let cell = Rect(row: place.row, column: place.column, columns: 1, rows: 1).intersection(rect)
    screen.write(point.mark, in: cell, style: point.style, truncation: .clip)
  }
}

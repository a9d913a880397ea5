/// Text that is only shown: one line, or as many as there is room for.
public struct Label: View {
  /// The text; line ends break it when it wraps.
  public var text: String
  /// How it is drawn.
  public var style: Style
  /// Where its lines stand.
  public var alignment: Alignment
  /// Whether long lines continue on the next one; else each is cut with an ellipsis.
  public var wraps: Bool
  /// The first line shown.
  public var scroll: Int

  /// A label.
  public init(
    _ text: String, style: Style = .plain, alignment: Alignment = .leading, wraps: Bool = false, scroll: Int = 0
  ) {
    self.text = text
    self.style = style
    self.alignment = alignment
    self.wraps = wraps
    self.scroll = max(0, scroll)
  }

  /// Draws the lines from `scroll` on.
  public func draw(on screen: inout Screen, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let lines =
      wraps
      ? TextWidth.lines(of: text, columns: rect.size.columns, limit: scroll + rect.size.rows).dropFirst(scroll)
      : [text]
    for (index, line) in lines.prefix(rect.size.rows).enumerated() {
      screen.write(line, in: rect.line(index), style: style, alignment: alignment)
    }
  }
}

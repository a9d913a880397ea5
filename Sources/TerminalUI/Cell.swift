/// One cell of the screen.
public struct Cell: Hashable, Sendable {
  /// What stands in it: one displayable cluster, `" "` for nothing, `""` for the right half of a wide one.
  public var text: String
  /// How it is drawn.
  public var style: Style

  /// A cell.
  public init(_ text: String = " ", style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

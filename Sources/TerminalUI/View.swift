/// Something that can be drawn: a value that holds what it shows.
public protocol View {
  /// Draws itself into `rect`; nothing outside of it is touched, whatever its size.
  func draw(on screen: inout Screen, in rect: Rect)
}

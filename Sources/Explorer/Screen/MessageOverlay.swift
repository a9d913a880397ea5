import TerminalUI

/// A sentence for the user that the last line has no room for: wrapped above the foot, over the panes, as long as it
/// stands.
struct MessageOverlay: View {
  let state: ExplorerState
  let theme: Theme

  /// Draws the sentence over the lowest lines of `rect`, which lies above the foot and is as wide; the two
  /// highest, with the query being typed, stay as they are.
  func draw(on screen: inout Screen, in rect: Rect) {
    guard let message = state.screen.message,
      !StatusLine(state: state, theme: theme).fits(message, in: rect.size.columns)
    else { return }
    let limit = max(1, rect.size.rows - 2)
    var lines = TextWidth.lines(of: message.text, columns: rect.size.columns - 2, limit: limit + 1)
    if lines.count > limit {
      lines.removeLast()
      lines[limit - 1] = "… all of it is in the log (:toggle-log)"
    }
    let style = message.isFailure ? theme.failure : theme.notice
    for (index, line) in lines.enumerated() {
      let place = rect.line(rect.size.rows - lines.count + index)
      screen.fill(place, style: style)
      screen.write(" " + line, in: place, style: style)
    }
  }
}

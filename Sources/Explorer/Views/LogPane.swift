import TerminalUI

/// What happened, the newest at the foot; longer lines are wrapped.
struct LogPane: View {
  let state: ExplorerState
  var theme = Theme(depth: .mono)

  /// What the border says.
  var detail: String {
    let count = state.log.lines.count
    let forgotten = state.log.forgotten > 0 ? " · \(state.log.forgotten) forgotten" : ""
    return "\((state.log.shownPlace ?? -1) + 1) of \(count)\(forgotten)"
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    let lines = state.log.lines
    guard let last = state.log.shownPlace else {
      screen.write("nothing has happened yet", in: rect.line(0), style: theme.faint)
      return
    }
    var bottom = rect.size.rows
    for line in lines[...last].reversed() where bottom > 0 {
      let time = NumberText.fixed(line.seconds, decimals: 1)
      let head = String(repeating: " ", count: max(0, 8 - time.count)) + time + " "
      let text = TextWidth.lines(of: line.text, columns: rect.size.columns - head.count, limit: rect.size.rows)
      bottom -= max(1, text.count)
      for (index, part) in text.enumerated() where bottom + index >= 0 {
        let parts = rect.line(bottom + index).splitColumns([.fixed(head.count), .flexible()])
        if index == 0 { screen.write(head, in: parts[0], style: theme.faint) }
        screen.write(part, in: parts[1], style: style(of: line))
      }
    }
  }

  private func style(of line: ExplorerLog.Line) -> Style {
    switch line.level {
    case "error", "critical": theme.failure
    case "warning", "notice": theme.notice
    case "debug", "trace": theme.faint
    default: .plain
    }
  }
}

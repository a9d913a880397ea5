import TerminalUI

/// What happened, the newest at the foot; longer lines are wrapped.
struct LogView: PaneView {
  let log: LogState
  var theme = Theme(depth: .mono)

  /// What the border says.
  var detail: String {
    let count = log.lines.count
    let forgotten = log.forgotten > 0 ? " · \(log.forgotten) forgotten" : ""
    return "\((log.shownPlace ?? -1) + 1) of \(count)\(forgotten)"
  }

  func hint(for command: Command, in content: Rect) -> String? { command == .toggleLog ? "back" : nil }

  func draw(on screen: inout Screen, in rect: Rect) {
    let lines = log.lines
    guard let place = log.shownPlace else {
      screen.write("nothing has happened yet", in: rect.line(0), style: theme.faint)
      return
    }
    let shown = rows(to: place, columns: rect.size.columns, limit: rect.size.rows)
    for (index, row) in shown.enumerated() {
      let parts = rect.line(index).splitColumns([.fixed(Self.headColumns), .flexible()])
      if row.isFirst { drawHead(of: row.line, isCurrent: row.line == place, on: &screen, in: parts[0]) }
      screen.write(row.text, in: parts[1], style: style(of: lines[row.line]))
    }
  }

  private typealias Row = (line: Int, text: String, isFirst: Bool)

  /// What stands before a line: the mark of the current one, and the time.
  private static let headColumns = 10

  private func drawHead(of line: Int, isCurrent: Bool, on screen: inout Screen, in rect: Rect) {
    let parts = rect.splitColumns([.fixed(1), .flexible(), .fixed(1)])
    if isCurrent { screen.write(">", in: parts[0]) }
    screen.write(
      NumberText.fixed(log.lines[line].seconds, decimals: 1), in: parts[1], style: theme.faint,
      alignment: .trailing)
  }

  /// The rows of the lines up to the one at `place`, as many as fit; where they do not fill the pane newer ones follow.
  private func rows(to place: Int, columns: Int, limit: Int) -> [Row] {
    func rows(of line: Int) -> [Row] {
      let texts = TextWidth.lines(of: log.lines[line].text, columns: columns - Self.headColumns, limit: limit)
      return (texts.isEmpty ? [""] : texts).enumerated().map { (line, $0.element, $0.offset == 0) }
    }
    var shown: [Row] = []
    for line in (0...place).reversed() where shown.count < limit { shown = rows(of: line) + shown }
    if shown.count > limit { return shown.suffix(limit) }
    for line in log.lines.indices.suffix(from: place + 1) where shown.count < limit { shown += rows(of: line) }
    return Array(shown.prefix(limit))
  }

  private func style(of line: LogState.Line) -> Style {
    switch line.level {
    case "error", "critical": theme.failure
    case "warning", "notice": theme.notice
    case "debug", "trace": theme.faint
    default: .plain
    }
  }
}

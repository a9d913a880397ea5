import TerminalUI

/// The name or number of a pane, as a place to click on.
struct PaneTab: Hashable, Sendable {
  /// The pane it leads to.
  let pane: Pane
  /// What is written there.
  let text: String
  /// Where it stands.
  let rect: Rect
}

extension ExplorerLayout {
  /// The names of all panes above a single one; of several panes, those that have no place of their own, in the border
  /// of the pane whose place they take.
  func paneTabs(focus: Pane, shared: Pane) -> [PaneTab] {
    if !tabs.isEmpty { return Self.tabs(of: Pane.allCases, current: focus, in: tabs) }
    let host = frames[shared] == nil ? focus : shared
    guard let frame = frames[host] else { return [] }
    let hidden = Pane.allCases.filter { frames[$0] == nil }
    let title = TextWidth.columns(of: " \(host.number) \(host.title) ")
    let start = frame.origin.column + 2 + title
    let line = Rect(
      row: frame.origin.row, column: start, columns: max(0, frame.columns.upperBound - 2 - start), rows: 1)
    // What the border says at its right needs room too.
    let room = line.size.columns - Self.detailColumns
    let whole = hidden.reduce(0) { $0 + Self.width(of: $1) }
    return Self.places(
      hidden.map { ($0, whole <= room ? " \($0.number) \($0.title) " : " \($0.number)") }, in: line)
  }

  /// What is left for what a border says beside the names of panes.
  private static let detailColumns = 42

  /// As much of every name as leaves room for all numbers; that of the one that is shown is the last to be cut.
  private static func tabs(of panes: [Pane], current: Pane, in line: Rect) -> [PaneTab] {
    let others = panes.filter { $0 != current }
    let shown = TextFit.cut(current.title, to: max(1, line.size.columns - others.count * 3 - 4))
    let room = line.size.columns - TextWidth.columns(of: shown) - 4 - others.count * TextWidth.columns(of: " 1  ")
    let titles = TextFit.abbreviated(others.map(\.title), columns: room)
    return places(
      panes.map { pane in
        let title = pane == current ? shown : others.firstIndex(of: pane).flatMap { titles?[$0] }
        return (pane, title.map { " \(pane.number) \($0) " } ?? " \(pane.number) ")
      }, in: line)
  }

  private static func width(of pane: Pane) -> Int { TextWidth.columns(of: " \(pane.number) \(pane.title) ") }

  /// Texts one after the other, as far as they fit whole.
  private static func places(_ texts: [(pane: Pane, text: String)], in line: Rect) -> [PaneTab] {
    var column = line.columns.lowerBound
    return texts.compactMap { pane, text -> PaneTab? in
      let columns = TextWidth.columns(of: text)
      guard column + columns <= line.columns.upperBound else { return nil }
      defer { column += columns }
      return PaneTab(
        pane: pane, text: text, rect: Rect(row: line.origin.row, column: column, columns: columns, rows: 1))
    }
  }
}

extension ExplorerState {
  /// The names of panes that can be clicked on now.
  var paneTabs: [PaneTab] { layout.paneTabs(focus: screen.focus, shared: screen.sharedPlacePane) }

  /// The columns that names of other panes take in the border of a frame.
  func tabColumns(in frame: Rect) -> Int {
    paneTabs.filter { frame.contains($0.rect.origin) }.reduce(0) { $0 + $1.rect.size.columns }
  }
}

import Embeddings
import TerminalUI

/// Where every pane lies on a screen of a given size.
struct ExplorerLayout: Hashable, Sendable {
  /// The frames of the panes on the screen.
  private(set) var frames: [Pane: Rect] = [:]
  /// The names of the panes above a single one; empty when several are shown.
  private(set) var tabs = Rect(row: 0, column: 0, columns: 0, rows: 0)
  /// The lines at the foot.
  private(set) var status = Rect(row: 0, column: 0, columns: 0, rows: 0)
  /// Whether the screen is too small for anything.
  private(set) var isTooSmall = false

  /// The least that a pane is shown in.
  static let smallest = Size(columns: 40, rows: 10)
  /// The least that several panes are shown in.
  static let smallestFull = Size(columns: 80, rows: 24)
  /// From here on the panes stand in three columns.
  static let threeColumns = 150

  /// The layout of a screen of `size` with `adapterCount` adapters to list and a notice of `noticeColumns` at the foot,
  /// which gets as many lines as it takes;
  /// `shared` is the pane in the place that several share.
  init(
    size: Size, focus: Pane, shared: Pane = .similarity, isZoomed: Bool, adapterCount: Int, noticeColumns: Int
  ) {
    guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else {
      isTooSmall = true
      return
    }
    let screen = Rect(row: 0, column: 0, columns: size.columns, rows: size.rows)
    let isFull = size.columns >= Self.smallestFull.columns && size.rows >= Self.smallestFull.rows
    let noticeRows = min(3, max(1, (noticeColumns + size.columns - 1) / size.columns))
    let parts = screen.splitRows([.fixed(isFull && !isZoomed ? 0 : 1), .flexible(), .fixed(1 + noticeRows)])
    tabs = parts[0]
    status = parts[2]
    if !isFull || isZoomed {
      frames = [focus: parts[1]]
    } else if size.columns >= Self.threeColumns {
      arrangeThreeColumns(parts[1], shared: shared, adapterCount: adapterCount)
    } else {
      arrangeTwoColumns(parts[1], focus: focus, shared: shared, adapterCount: adapterCount)
    }
  }

  private mutating func arrangeTwoColumns(_ area: Rect, focus: Pane, shared: Pane, adapterCount: Int) {
    let columns = area.splitColumns([.fixed(min(max(area.size.columns * 2 / 5, 36), 52)), .flexible()])
    let isTall = area.size.rows >= 34
    var left: [(pane: Pane, extent: Extent)] = [
      (.query, .fixed(isTall ? 7 : 5)), (.adapters, .fixed(min(adapterCount, 8) + 3)),
      (.dimensions, .flexible(weight: 3, minimum: 8)),
    ]
    if isTall { left.append((.inspector, .flexible(weight: 2, minimum: 6))) }
    place(left, in: columns[0])
    let lower = focus == .inspector && !isTall ? Pane.inspector : shared
    place([(.items, .flexible()), (lower, .flexible())], in: columns[1])
  }

  private mutating func arrangeThreeColumns(_ area: Rect, shared: Pane, adapterCount: Int) {
    let columns = area.splitColumns([.fixed(50), .flexible(weight: 1), .flexible(weight: 1)])
    place(
      [
        (.query, .fixed(8)), (.adapters, .fixed(min(adapterCount, 12) + 3)),
        (.dimensions, .flexible(weight: 1, minimum: 8)), (.inspector, .flexible(weight: 1, minimum: 6)),
      ], in: columns[0])
    place([(.items, .flexible())], in: columns[1])
    place([(shared, .flexible())], in: columns[2])
  }

  private mutating func place(_ panes: [(pane: Pane, extent: Extent)], in column: Rect) {
    for ((pane, _), rect) in zip(panes, column.splitRows(panes.map(\.extent))) { frames[pane] = rect }
  }

  /// What a pane has inside of its frame; `nil` when it is not on the screen.
  func content(of pane: Pane) -> Rect? { frames[pane].map(Border.content(of:)) }

  /// The pane at a place of the screen.
  func pane(at position: Position) -> Pane? { frames.first { $0.value.contains(position) }?.key }
}

extension ExplorerState {
  /// Where the panes lie now.
  var layout: ExplorerLayout {
    ExplorerLayout(
      size: screen.size, focus: screen.focus, shared: screen.sharedPlacePane, isZoomed: screen.isZoomed,
      adapterCount: subject.model.adapters.count,
      noticeColumns: subject.model.notice.map { TextWidth.columns(of: $0) + 2 } ?? 0)
  }
}

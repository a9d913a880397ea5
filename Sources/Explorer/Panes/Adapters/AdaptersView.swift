import Embeddings
import TerminalUI

/// The tasks of the checkpoint: the current one, those compared with it, and what their adapters are.
struct AdaptersView: PaneView {
  let adapters: AdaptersState
  let subject: Subject
  var isFocused = false
  var theme = Theme(depth: .mono)

  /// A row of the list.
  struct Hit: Sendable {
    let row: Int
    /// Whether it is the box that says whether the adapter is compared.
    let isBox: Bool
  }

  /// What the border says: how many are compared and, with the focus, what the adapter under the cursor is.
  var detail: String {
    let marked = subject.shownTasks.count
    let all = subject.model.adapters.count
    let count = marked > 1 ? "\(marked) compared" : "\(all) task\(all == 1 ? "" : "s")"
    guard isFocused else { return count }
    let adapter = subject.model.adapters[adapters.cursor]
    return ([count, Self.amount(adapter.parameterCount)] + [adapter.file].compactMap { $0 }).joined(separator: " · ")
  }

  /// A number of parameters, for people.
  static func amount(_ parameters: Int) -> String {
    switch parameters {
    case ..<10_000: "\(parameters) parameters"
    case ..<10_000_000: "\(NumberText.fixed(Double(parameters) / 1000, decimals: 0)) k parameters"
    default: "\(NumberText.fixed(Double(parameters) / 1_000_000, decimals: 0)) M parameters"
    }
  }

  /// The table for a pane of that many columns.
  func list(columns: Int) -> List {
    let isWide = columns >= 76
    let details: [List.Column] =
      isWide ? [.init("parameters", .fixed(14), alignment: .trailing), .init("file", .flexible(weight: 4))] : []
    return List(
      columns: [
        .init("", .fixed(6)), .init("task", .flexible(weight: 3, minimum: 8)),
        .init("rank", .fixed(5), alignment: .trailing),
        .init("α", .fixed(4), alignment: .trailing), .init("items", .fixed(11), alignment: .trailing),
      ] + details, count: subject.model.adapters.count, selection: adapters.cursor, scroll: 0,
      headingStyle: theme.heading, select: theme.select(isFocused: isFocused)
    ) { row($0, isWide: isWide) }
  }

  private func row(_ index: Int, isWide: Bool) -> [List.Item] {
    let adapter = subject.model.adapters[index]
    let isCurrent = adapter.task == subject.task
    let isMarked = subject.marked.contains(adapter.task)
    let shown = subject.shownTasks.firstIndex(of: adapter.task)
    let style = shown.map { theme.series($0) } ?? .plain
    let items: [List.Item] = [
      .init((isCurrent ? "●" : " ") + (isMarked ? " [x]" : " [ ]"), style: isCurrent ? theme.accent : theme.faint),
      .init(adapter.task.name, style: isCurrent ? theme.accent : style),
      .init(adapter.rank.map(String.init) ?? "–", style: theme.faint),
      .init(adapter.alpha.map { NumberText.fixed($0, decimals: 0) } ?? "–", style: theme.faint),
      .init("\(subject.vectors.count(under: adapter.task))/\(subject.items.count)", style: theme.faint),
      .init("\(adapter.parameterCount)", style: theme.faint), .init(adapter.file ?? "merged", style: theme.faint),
    ]
    return Array(items.prefix(isWide ? 7 : 5))
  }

  func hit(at position: Position, in content: Rect) -> Hit? {
    list(columns: content.size.columns).row(at: position, in: content).map { row in
      Hit(row: row, isBox: (3..<6).contains(position.column - content.origin.column))
    }
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    list(columns: rect.size.columns).draw(on: &screen, in: rect)
  }
}

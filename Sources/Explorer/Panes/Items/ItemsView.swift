import Corpus
import Embeddings
import TerminalUI

/// The collection, the best first under the current adapter; with adapters compared a column of scores for each, and
/// how many ranks an item stands higher or lower there.
struct ItemsView: PaneView {
  let items: ItemsState
  let subject: Subject
  var isFocused = false
  var theme = Theme(depth: .mono)

  /// What can be clicked on.
  enum Hit: Sendable {
    /// The heading of a column, to sort by it.
    case heading(ItemSort)
    /// A row of the list.
    case row(Int)
  }

  /// What the border says: the selected row of all, and whether all of them have vectors.
  var detail: String {
    let (rows, all, embedded) = (subject.rowCount, subject.items.count, subject.embeddedCount)
    var words = [all == 0 ? "empty" : rows == 0 ? "none of \(all)" : "\(subject.selectedRow + 1) of \(rows)"]
    if rows > 0 && rows < all { words[0] += " of \(all)" }
    if embedded < all { words.append("\(embedded) embedded") }
    if items.sort != .score || items.isReversed {
      words.append("by \(items.sort.name)\(items.isReversed ? " reversed" : "")")
    }
    if let item = subject.neighborPath.last { words.insert("near \(subject.names[item])", at: 1) }
    return words.joined(separator: " · ")
  }

  private var compared: [EmbeddingTask] { subject.shownRanking?.comparison.tasks ?? [] }

  /// The table for a pane of that many columns.
  func list(columns: Int) -> List {
    let style = Row(columns: columns, compared: compared.count, hasLabels: !subject.collection.labels.isEmpty)
    let grades = subject.judgedGrades
    return List(
      columns: self.columns(style).map(\.column), count: subject.rowCount,
      selection: subject.rowCount == 0 ? nil : subject.selectedRow, scroll: items.firstRow,
      headingStyle: theme.heading, select: theme.select(isFocused: isFocused)
    ) { row in texts(row: row, item: subject.item(inRow: row), grades, style) }
  }

  func extent(in content: Rect) -> PaneExtent {
    PaneExtent(rows: list(columns: content.size.columns).rowCapacity(in: parts(of: content).list))
  }

  func hit(at position: Position, in content: Rect) -> Hit? {
    let rect = parts(of: content).list
    let list = list(columns: rect.size.columns)
    if let row = list.row(at: position, in: rect) { return .row(row) }
    let style = Row(
      columns: rect.size.columns, compared: compared.count, hasLabels: !subject.collection.labels.isEmpty)
    let all = columns(style)
    return list.column(at: position, in: rect).flatMap { all[$0].sort }.map { .heading($0) }
  }

  /// The columns, each with what its heading sorts by.
  private func columns(_ style: Row) -> [(column: List.Column, sort: ItemSort?)] {
    var all: [(column: List.Column, sort: ItemSort?)] = [
      (.init("#", .fixed(String(subject.items.count).count + 2), alignment: .trailing), .collection)
    ]
    if style.isComparing {
      for task in compared {
        all.append((.init(task.name, .fixed(style.scoreColumns)), task == subject.task ? .score : .adapter(task)))
      }
    } else if !compared.isEmpty {
      all.append((.init("score", .fixed(8), alignment: .trailing), .score))
      if style.isWide { all.append((.init(" ", .fixed(style.barColumns + 1)), .score)) }
    }
    if style.hasKind { all.append((.init("kind", .fixed(5)), .kind)) }
    if style.hasLabel { all.append((.init("label", .fixed(12)), .label)) }
    all.append((.init("item", style.isWide ? .fixed(style.nameColumns) : .flexible()), .name))
    if style.isWide { all.append((.init("content", .flexible()), nil)) }
    return all
  }

  /// What a row of that many columns has room for.
  private struct Row {
    let isWide, isComparing, hasKind, hasLabel, hasDifference: Bool
    let scoreColumns, barColumns, nameColumns: Int

    init(columns: Int, compared: Int, hasLabels: Bool) {
      isWide = columns >= 64
      isComparing = compared > 1
      hasKind = isWide && (!isComparing || columns >= 130)
      hasLabel = hasLabels && columns >= (isComparing ? 110 : 76)
      scoreColumns = isWide ? max(11, min(16, (columns - 28) / max(1, compared))) : 8
      hasDifference = scoreColumns >= 15
      barColumns = min(16, columns / 6) - 1
      nameColumns = min(24, columns / 6)
    }
  }

  private func texts(row: Int, item: Int, _ grades: [Int: Int], _ style: Row) -> [List.Item] {
    let entry = subject.items[item]
    let failure = subject.failures[item]
    // ✓ what was judged relevant for the query, ✗ what was judged not to be.
    let mark = grades[item].map { $0 > 0 ? "✓" : "✗" } ?? ""
    var texts: [List.Item] = [.init("\(mark)\(row + 1)", style: mark.isEmpty ? theme.faint : theme.accent)]
    if style.isComparing {
      texts += compared.indices.map { compareText(item, under: $0, style) }
    } else if let ranking = subject.shownRanking, let place = ranking.current {
      let score = ranking.score(of: item, under: place)
      let fraction = score.map { self.fraction(of: $0, under: place) } ?? 0
      let isBelow = score.flatMap { score in subject.threshold.map { score < $0 } } ?? true
      let isFaint = score == nil || (subject.threshold != nil && isBelow)
      let color = isFaint ? theme.faint : theme.score(at: fraction)
      texts.append(.init(score.map { NumberText.fixed($0, decimals: 4) } ?? "·", style: color))
      if style.isWide { texts.append(.init(ValueGlyph.bar(fraction, columns: style.barColumns), style: color)) }
    }
    if style.hasKind { texts.append(.init(entry.kind, style: theme.faint)) }
    if style.hasLabel { texts.append(.init(entry.label ?? "", style: theme.faint)) }
    let truncation = subject.vectors.truncation(of: item, under: subject.task)
    let content = failure.map { "! \($0)" } ?? (truncation.map { "[\($0)] " } ?? "") + entry.headline
    let contentStyle = failure == nil ? Style.plain : theme.failure
    if style.isWide {
      texts += [.init(subject.names[item], style: theme.faint), .init(content, style: contentStyle)]
    } else {
      texts.append(.init(style.isComparing && failure == nil ? subject.names[item] : content, style: contentStyle))
    }
    return texts
  }

  /// A score with the ranks an item stands higher (▲) or lower (▼) than under the current adapter and, where there is
  /// room, by how much the scores differ.
  private func compareText(_ item: Int, under place: Int, _ style: Row) -> List.Item {
    guard let ranking = subject.shownRanking, let score = ranking.score(of: item, under: place) else {
      return .init("·")
    }
    let number = style.isWide ? NumberText.fixed(score, decimals: 3) : NumberText.short(score)
    let padded = String(repeating: " ", count: max(0, (style.isWide ? 6 : 4) - number.count)) + number
    if place == ranking.current { return .init(padded, style: theme.score(at: fraction(of: score, under: place))) }
    let shift = ranking.shift(of: item, under: place) ?? 0
    var text = padded + (shift == 0 ? " ·" : "\(shift > 0 ? "▲" : "▼")\(abs(shift))")
    if style.hasDifference, let current = ranking.current.flatMap({ ranking.score(of: item, under: $0) }) {
      let difference = NumberText.short(score - current)
      text += String(repeating: " ", count: max(1, 14 - text.count - difference.count)) + difference
    }
    return .init(text, style: shift == 0 ? theme.faint : shift > 0 ? theme.risen : theme.fallen)
  }

  /// Where a score lies between the lowest and the highest under its adapter.
  private func fraction(of score: Float, under place: Int) -> Float {
    guard let ranking = subject.shownRanking?.comparison.rankings[place], let best = ranking.order.first,
      let worst = ranking.order.last
    else { return 0 }
    let span = ranking.scores[best] - ranking.scores[worst]
    return span > 0 ? (score - ranking.scores[worst]) / span : 1
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    if subject.items.isEmpty {
      Label("The collection \(subject.collection.name) is empty.", style: theme.notice, wraps: true)
        .draw(on: &screen, in: rect)
      return
    }
    let parts = parts(of: rect)
    drawFilter(on: &screen, in: parts.filter)
    list(columns: rect.size.columns).draw(on: &screen, in: parts.list)
    drawHistogram(on: &screen, in: parts.histogram)
  }
}

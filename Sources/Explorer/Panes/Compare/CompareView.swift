import Corpus
import Embeddings
import TerminalUI

/// The adapters side by side: how far their rankings agree, where they disagree most, and how every item moves.
struct CompareView: PaneView {
  let compare: CompareState
  let subject: Subject
  var isFocused = false
  var theme = Theme(depth: .mono)

  /// An item of the table or the chart.
  struct Hit: Sendable { let item: Int }

  /// The fewest lines that show the table and the lines of movement together.
  static let rowsForBoth = 26

  /// The ranking, where there are adapters to compare.
  private var ranking: ItemRanking? { subject.comparedRanking }

  /// What the border says: how many adapters, and the order of the table.
  var detail: String {
    guard let ranking else { return "nothing compared" }
    return "\(ranking.comparison.tasks.count) adapters · by \(compare.order.rawValue)"
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    guard let ranking else {
      Label(emptyText, style: theme.faint, wraps: true).draw(on: &screen, in: rect)
      return
    }
    let parts = parts(of: rect)
    drawAgreement(ranking, on: &screen, in: parts.agreement)
    if !parts.table.isEmpty { list.draw(on: &screen, in: parts.table) }
    if !parts.chart.isEmpty { chart(ranking, in: parts.chart).draw(on: &screen, in: parts.chart) }
  }

  func hit(at position: Position, in content: Rect) -> Hit? {
    guard let ranking else { return nil }
    let parts = parts(of: content)
    if let row = list.row(at: position, in: parts.table) { return Hit(item: compare.items(subject)[row]) }
    return chart(ranking, in: parts.chart).thing(at: position, in: parts.chart).map { Hit(item: $0) }
  }

  private var emptyText: String {
    if subject.shownTasks.count < 2 { return "Mark adapters to compare them: press 2, then Space on each." }
    if subject.query == nil { return "Press i and type a query to rank the items under every adapter marked." }
    return "The rankings are on their way."
  }

  /// The agreement above; below it the table, the lines of movement, or both.
  func parts(of rect: Rect) -> (agreement: Rect, table: Rect, chart: Rect) {
    let taskCount = ranking?.comparison.tasks.count ?? 0
    let agreementRows = rect.size.rows >= taskCount + 12 ? taskCount + 2 : 1
    let rows = rect.splitRows([.fixed(agreementRows), .flexible()])
    if rect.size.rows >= Self.rowsForBoth {
      let halves = rows[1].splitRows([.flexible(weight: 1), .fixed(1), .flexible(weight: 1)])
      return (rows[0], halves[0], halves[2])
    }
    let none = Rect(row: rows[1].origin.row, column: rows[1].origin.column, columns: 0, rows: 0)
    return compare.order == .disagreement ? (rows[0], rows[1], none) : (rows[0], none, rows[1])
  }

  /// Kendall's τ of every two adapters: as a matrix, or in one line where there is no room for it.
  private func drawAgreement(_ ranking: ItemRanking, on screen: inout Screen, in rect: Rect) {
    let comparison = ranking.comparison
    func text(_ row: Int, _ column: Int) -> String {
      comparison.kendallTau[row][column].map { NumberText.fixed($0, decimals: 2) } ?? "·"
    }
    guard rect.size.rows > 1 else {
      let pairs = comparison.tasks.indices.flatMap { row in
        comparison.tasks.indices.filter { $0 > row }.map { (row: row, column: $0) }
      }
      // Both names of every pair, with the sign and the number between them and the next.
      let names = pairs.flatMap { [comparison.tasks[$0.row].name, comparison.tasks[$0.column].name] }
      let room = rect.size.columns - 1 - pairs.reduce(0) { $0 + 3 + text($1.row, $1.column).count }
      let short = TextFit.abbreviated(names, columns: room, mark: "") ?? names
      let texts = pairs.enumerated().map { place, pair in
        "\(short[2 * place])~\(short[2 * place + 1]) \(text(pair.row, pair.column))"
      }
      let line = TextFit.joined(["τ"] + texts, separator: " ", columns: rect.size.columns)
      screen.write(line, in: rect, style: theme.faint)
      return
    }
    let columns = rect.splitColumns([.fixed(16)] + comparison.tasks.map { _ in .fixed(14) })
    screen.write("Kendall's τ", in: columns[0].line(0), style: theme.heading)
    for (row, task) in comparison.tasks.enumerated() {
      screen.write(task.name, in: columns[row + 1].line(0), style: theme.series(row))
      screen.write(task.name, in: columns[0].line(row + 1), style: theme.series(row))
      for column in comparison.tasks.indices {
        screen.write(
          text(row, column), in: columns[column + 1].line(row + 1), style: row == column ? theme.faint : .plain)
      }
    }
  }

  /// The items with their ranks under every adapter, in the order of the pane.
  var list: List {
    let ranking = self.ranking
    let order = compare.items(subject)
    let tasks = ranking?.comparison.tasks ?? []
    let columns: [List.Column] =
      [.init("spread", .fixed(7), alignment: .trailing)]
      + tasks.map { .init($0.name, .flexible(weight: 2, minimum: 9)) } + [.init("item", .flexible(weight: 3))]
    return List(
      columns: columns, count: order.count, selection: compare.row(subject), headingStyle: theme.heading,
      select: theme.select(isFocused: isFocused)
    ) { row in
      let item = order[row]
      let spread = List.Item("\(ranking?.spread(of: item) ?? 0)", style: theme.accent)
      let ranks = tasks.indices.map { rankText(ranking, item, under: $0) }
      return [spread] + ranks + [.init(subject.names[item])]
    }
  }

  /// A rank, and how many places higher (▲) or lower (▼) it is than under the current adapter.
  private func rankText(_ ranking: ItemRanking?, _ item: Int, under place: Int) -> List.Item {
    guard let ranking, let rank = ranking.rank(of: item, under: place) else { return .init("·", style: theme.faint) }
    let number = String(repeating: " ", count: max(0, 4 - "\(rank)".count)) + "\(rank)"
    let shift = ranking.shift(of: item, under: place) ?? 0
    if place == ranking.current { return .init(number, style: theme.accent) }
    if shift == 0 { return .init("\(number) ·", style: theme.faint) }
    return .init("\(number)\(shift > 0 ? "▲" : "▼")\(abs(shift))", style: shift > 0 ? theme.risen : theme.fallen)
  }

  /// The rankings with lines of movement, around the selected item's place under the current adapter.
  func chart(_ ranking: ItemRanking, in rect: Rect) -> SlopeChart {
    let comparison = ranking.comparison
    var chart = SlopeChart(
      columns: comparison.tasks.enumerated().map { index, task in
        .init(
          title: task.name, order: comparison.rankings[index].order.map { ranking.items[$0] },
          style: theme.series(index))
      }, label: { subject.names[$0] },
      style: { shift in shift > 0 ? theme.risen : shift < 0 ? theme.fallen : theme.faint })
    chart.selection = subject.selectedItem
    let rows = chart.capacity(in: rect)
    let place = subject.selectedItem.map { ranking.position(of: $0) } ?? 0
    chart.scroll = max(0, min(place - rows / 2, ranking.items.count - rows))
    return chart
  }
}

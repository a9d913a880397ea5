import Corpus
import Embeddings
import TerminalUI

/// The selected item in full, and what is known of its vector.
struct InspectorPane: View {
  let state: ExplorerState
  var theme = Theme(depth: .mono)

  /// What the border says: the item.
  var detail: String {
    if let pair = state.crosshairPair { return "\(state.names[pair.row]) × \(state.names[pair.column])" }
    return state.selectedItem.map { state.names[$0] } ?? ""
  }

  /// Whether the text goes on below. No more lines are made than are needed to know.
  func isMoreBelow(in rect: Rect) -> Bool {
    state.crosshairPair == nil && lastScroll(in: rect, limit: state.inspectorLine + 1) > state.inspectorLine
  }

  /// The first line of the text that is shown when its end is, at most `limit`; 0 where all of it fits or it is no text.
  func lastScroll(in rect: Rect, limit: Int = .max) -> Int {
    guard let item = state.selectedItem, let text = text(of: item), !state.interaction.isShown else { return 0 }
    let place = divided(parts(of: rect).body, item).content.size
    let most = limit == .max ? limit : place.rows + limit
    return max(0, TextWidth.lines(of: text, columns: place.columns, limit: most).count - place.rows)
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    if let pair = state.crosshairPair {
      return PairView(state: state, pair: pair, theme: theme).draw(on: &screen, in: rect)
    }
    guard let item = state.selectedItem else { return }
    let parts = parts(of: rect)
    screen.write(facts(item, columns: rect.size.columns), in: parts.facts, style: theme.faint)
    if state.interaction.isShown {
      InteractionView(state: state, theme: theme).draw(on: &screen, in: parts.body)
      return
    }
    let body = divided(parts.body, item)
    drawContent(of: item, on: &screen, in: body.content)
    if let vector = state.vectors.item(item, under: state.task), !body.vector.isEmpty {
      VectorView(
        vector: vector, dimensions: state.model.matryoshkaDimensions, current: state.dimensions, theme: theme
      ).draw(on: &screen, in: body.vector)
    }
  }

  private func drawContent(of item: Int, on screen: inout Screen, in rect: Rect) {
    let entry = state.items[item]
    if case .image(let source) = entry.content {
      PictureView(
        entry: state.pictures[source], reading: state.vectors.readings[item], failure: state.list.failures[item],
        theme: theme
      ).draw(on: &screen, in: rect)
      return
    }
    Label(text(of: item) ?? "", wraps: true, scroll: state.inspectorLine).draw(on: &screen, in: rect)
  }

  /// The text of an item, after the reason why it has no vector where there is one; `nil` of a picture.
  private func text(of item: Int) -> String? {
    guard case .text(let text) = state.items[item].content else { return nil }
    return state.list.failures[item].map { "\($0)\n\n\(text)" } ?? text
  }

  /// The item and, where there is room beside or below it, its vector.
  private func divided(_ rect: Rect, _ item: Int) -> (content: Rect, vector: Rect) {
    let none = Rect(row: rect.origin.row, column: rect.origin.column, columns: 0, rows: 0)
    guard state.vectors.item(item, under: state.task) != nil else { return (rect, none) }
    if rect.size.columns >= 2 * VectorView.columns {
      let parts = rect.splitColumns([.flexible(), .fixed(2), .fixed(VectorView.columns)])
      return (parts[0], parts[2])
    }
    let rows = VectorView.rows(blocks: state.model.matryoshkaDimensions.count)
    let isPicture = if case .image = state.items[item].content { true } else { false }
    guard rect.size.rows > rows + (isPicture ? 16 : 4) else { return (rect, none) }
    let parts = rect.splitRows([.flexible(), .fixed(1), .fixed(rows)])
    return (parts[0], parts[2])
  }

  /// Where the facts and the item, or what stands in its place, lie.
  private func parts(of rect: Rect) -> (facts: Rect, body: Rect) {
    let parts = rect.splitRows([.fixed(1), .flexible()])
    return (parts[0], parts[1])
  }

  /// The row of the late interaction that a click means; `nil` where there is none.
  func interactionRow(at position: Position, in rect: Rect) -> Int? {
    guard state.interaction.isShown else { return nil }
    return InteractionView(state: state, theme: theme).row(at: position, in: parts(of: rect).body)
  }

  /// What is known of the item, in a line of at most that many columns: what there is no room for is left out.
  func facts(_ item: Int, columns: Int) -> String {
    let entry = state.items[item]
    var facts = [entry.kind]
    if let label = entry.label { facts.append(label) }
    if let ranking = state.shownRanking, let place = ranking.current, let score = ranking.score(of: item, under: place),
      let rank = ranking.rank(of: item, under: place)
    {
      facts.append("rank \(rank) · \(NumberText.fixed(score, decimals: 4))")
    }
    guard let vector = state.vectors.item(item, under: state.task) else {
      return TextFit.joined(facts + ["no vector yet"], columns: columns)
    }
    let text = TextFit.joined(facts, columns: columns)
    let first = vector.values.prefix(4).map { NumberText.fixed($0, decimals: 3) }
    let starts = (1...4).map { "\(text) · [\(first.prefix($0).joined(separator: " ")) …]" }
    return starts.last { TextWidth.columns(of: $0) <= columns } ?? text
  }
}

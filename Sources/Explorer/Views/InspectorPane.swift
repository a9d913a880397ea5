import Corpus
import Embeddings
import TerminalUI

/// The selected item in full, and what is known of its vector.
struct InspectorPane: View {
  let state: ExplorerState
  var theme = Theme(depth: .mono)

  /// What the border says: the item.
  var detail: String {
    if let pair = state.crosshairPair { return "\(state.items[pair.row].id) × \(state.items[pair.column].id)" }
    return state.selectedItem.map { state.items[$0].id } ?? ""
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    if let pair = state.crosshairPair {
      return PairView(state: state, pair: pair, theme: theme).draw(on: &screen, in: rect)
    }
    guard let item = state.selectedItem else { return }
    let parts = parts(of: rect)
    screen.write(facts(item), in: parts.facts, style: theme.faint)
    if state.interaction.isShown {
      InteractionView(state: state, theme: theme).draw(on: &screen, in: parts.body)
      return
    }
    let entry = state.items[item]
    if case .image(let source) = entry.content {
      PictureView(
        entry: state.pictures[source], reading: state.vectors.readings[item], failure: state.list.failures[item],
        theme: theme
      ).draw(on: &screen, in: parts.body)
      return
    }
    let text = state.list.failures[item].map { "\($0)\n\n\(entry.fullText)" } ?? entry.fullText
    Label(text, wraps: true, scroll: state.inspectorLine).draw(on: &screen, in: parts.body)
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

  /// What is known of the item, in a line.
  func facts(_ item: Int) -> String {
    let entry = state.items[item]
    var facts = [entry.kind]
    if let label = entry.label { facts.append(label) }
    if let ranking = state.shownRanking, let place = ranking.current, let score = ranking.score(of: item, under: place),
      let rank = ranking.rank(of: item, under: place)
    {
      facts.append("rank \(rank) · \(NumberText.fixed(score, decimals: 4))")
    }
    if let vector = state.vectors.item(item, under: state.task) {
      let first = vector.values.prefix(4).map { NumberText.fixed($0, decimals: 3) }
      facts.append("[\(first.joined(separator: " ")) …]")
    } else {
      facts.append("no vector yet")
    }
    return facts.joined(separator: " · ")
  }
}

import Corpus
import Embeddings
import TerminalUI

/// The selected item in full, and what is known of its vector.
struct InspectorView: PaneView {
  let inspector: InspectorState
  let subject: Subject
  /// The two items that are shown in place of the selected one.
  var pair: Subject.ItemPair?
  /// What stopped the embedding of the tokens.
  var lateInteractionStop: String?
  var isFocused = false
  var theme = Theme(depth: .mono)

  /// A row of the late interaction.
  struct Hit: Sendable { let tokenRow: Int }

  /// What the border says: the item.
  var detail: String {
    if let pair { return "\(subject.names[pair.row]) × \(subject.names[pair.column])" }
    return subject.selectedItem.map { subject.names[$0] } ?? ""
  }

  private var lateInteraction: LateInteractionView {
    LateInteractionView(
      lateInteraction: inspector.lateInteraction, subject: subject, stop: lateInteractionStop, isFocused: isFocused,
      theme: theme)
  }

  /// The last line is known as far as it is scrolled to, and one line beyond: wrapping all of a long text takes time.
  func extent(in content: Rect) -> PaneExtent {
    PaneExtent(
      rows: content.size.rows, firstLine: firstLine(in: content),
      lastLine: lastLine(in: content, limit: max(inspector.line, firstLine(in: content)) + 1))
  }

  func hint(for command: Command, in content: Rect) -> String? {
    switch command {
    case .down:
      pair == nil && lastLine(in: content, limit: inspector.line + 1) > inspector.line ? "more" : ""
    case .cycleOverlay: inspector.lateInteraction.shown(subject)?.similarityMap == nil ? "" : nil
    default: nil
    }
  }

  /// The first visible line once the text is scrolled to its end, at most `limit`; 0 if all of it fits, or if it is no
  /// text.
  private func lastLine(in rect: Rect, limit: Int) -> Int {
    guard let item = subject.selectedItem, let text = text(of: item), !inspector.lateInteraction.isShown else {
      return 0
    }
    let place = divided(parts(of: rect).body, item).content.size
    let most = limit > Motion.farAway / 2 ? Int.max : place.rows + limit
    if let chunk = chunkText(of: item) {
      return max(0, chunk.lines(columns: place.columns, limit: most).count - place.rows)
    }
    return max(0, TextWidth.lines(of: text, columns: place.columns, limit: most).count - place.rows)
  }

  /// The line that a part of a document begins to be shown at; 0 of a whole one.
  private func firstLine(in rect: Rect) -> Int {
    guard let item = subject.selectedItem, !inspector.lateInteraction.isShown else { return 0 }
    return chunkText(of: item)?.firstLine(columns: divided(parts(of: rect).body, item).content.size.columns) ?? 0
  }

  /// A part of a document, which is shown inside of it; `nil` of a whole item, and of one with something to be said first.
  private func chunkText(of item: Int) -> ChunkText? {
    subject.failures[item] == nil ? subject.items[item].chunk.map { ChunkText($0) } : nil
  }

  func draw(on screen: inout Screen, in rect: Rect) {
    if let pair {
      return PairView(subject: subject, pair: pair, theme: theme).draw(on: &screen, in: rect)
    }
    guard let item = subject.selectedItem else { return }
    let parts = parts(of: rect)
    screen.write(facts(item, columns: rect.size.columns), in: parts.facts, style: theme.faint)
    if inspector.lateInteraction.isShown {
      lateInteraction.draw(on: &screen, in: parts.body)
      return
    }
    let body = divided(parts.body, item)
    drawContent(of: item, on: &screen, in: body.content)
    if let vector = subject.vectors.item(item, under: subject.task), !body.vector.isEmpty {
      VectorView(
        vector: vector, dimensions: subject.model.matryoshkaDimensions, current: subject.dimensions, theme: theme
      ).draw(on: &screen, in: body.vector)
    }
  }

  private func drawContent(of item: Int, on screen: inout Screen, in rect: Rect) {
    let entry = subject.items[item]
    if case .image(let source) = entry.content {
      PictureView(
        entry: subject.pictures[source], reading: subject.vectors.readings[item], failure: subject.failures[item],
        theme: theme
      ).draw(on: &screen, in: rect)
      return
    }
    if let chunk = chunkText(of: item) {
      let lines = chunk.lines(columns: rect.size.columns, limit: inspector.line + rect.size.rows)
      for (row, line) in lines.dropFirst(inspector.line).enumerated() {
        // What stands around the part is faint; without colors the part is marked by its style alone.
        screen.write(line.text, in: rect.line(row), style: line.isOwn ? theme.accent : theme.faint)
      }
      return
    }
    Label(text(of: item) ?? "", wraps: true, scroll: inspector.line).draw(on: &screen, in: rect)
  }

  /// The text of an item, after the reason why it has no vector where there is one; `nil` of a picture.
  private func text(of item: Int) -> String? {
    guard case .text = subject.items[item].content else { return nil }
    let text = subject.items[item].fullText
    return subject.failures[item].map { "\($0)\n\n\(text)" } ?? text
  }

  /// The item and, where there is room beside or below it, its vector.
  private func divided(_ rect: Rect, _ item: Int) -> (content: Rect, vector: Rect) {
    let none = Rect(row: rect.origin.row, column: rect.origin.column, columns: 0, rows: 0)
    guard subject.vectors.item(item, under: subject.task) != nil else { return (rect, none) }
    if rect.size.columns >= 2 * VectorView.columns {
      let parts = rect.splitColumns([.flexible(), .fixed(2), .fixed(VectorView.columns)])
      return (parts[0], parts[2])
    }
    let rows = VectorView.rows(blocks: subject.model.matryoshkaDimensions.count)
    let isPicture = if case .image = subject.items[item].content { true } else { false }
    guard rect.size.rows > rows + (isPicture ? 16 : 4) else { return (rect, none) }
    let parts = rect.splitRows([.flexible(), .fixed(1), .fixed(rows)])
    return (parts[0], parts[2])
  }

  /// Where the facts and the item, or what stands in its place, lie.
  private func parts(of rect: Rect) -> (facts: Rect, body: Rect) {
    let parts = rect.splitRows([.fixed(1), .flexible()])
    return (parts[0], parts[1])
  }

  func hit(at position: Position, in content: Rect) -> Hit? {
    guard inspector.lateInteraction.isShown else { return nil }
    return lateInteraction.row(at: position, in: parts(of: content).body).map { Hit(tokenRow: $0) }
  }

  /// What is known of the item, in a line of at most that many columns: what there is no room for is left out.
  func facts(_ item: Int, columns: Int) -> String {
    let entry = subject.items[item]
    var facts = [entry.kind]
    if let label = entry.label { facts.append(label) }
    if let truncation = subject.vectors.truncation(of: item, under: subject.task) { facts.append("read \(truncation)") }
    if let chunk = entry.chunk {
      facts.append("bytes \(chunk.range.lowerBound)–\(chunk.range.upperBound) of \(chunk.text.utf8.count)")
      if chunk.isLate { facts.append("read inside of it") }
    }
    if let ranking = subject.shownRanking, let place = ranking.current,
      let score = ranking.score(of: item, under: place),
      let rank = ranking.rank(of: item, under: place)
    {
      facts.append("rank \(rank) · \(NumberText.fixed(score, decimals: 4))")
    }
    guard let vector = subject.vectors.item(item, under: subject.task) else {
      return TextFit.joined(facts + ["no vector yet"], columns: columns)
    }
    let text = TextFit.joined(facts, columns: columns)
    let first = vector.values.prefix(4).map { NumberText.fixed($0, decimals: 3) }
    let starts = (1...4).map { "\(text) · [\(first.prefix($0).joined(separator: " ")) …]" }
    return starts.last { TextWidth.columns(of: $0) <= columns } ?? text
  }
}
